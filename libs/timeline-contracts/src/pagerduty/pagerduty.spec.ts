import type { Problem } from '../http/problem.js';
import { pagerDutyError, pagerDutyErrorSchema } from './error.js';
import { pagerDutyTime } from './note.js';
import { pagerDutyObject, pagerDutyReference } from './reference.js';

const problem = (status: number, code = 'x'): Problem => ({
  ...{ type: 'about:blank', title: 'Refused', status, detail: 'limit: is wrong', code },
});

it.each([
  [400, 'invalid_request', 2001],
  [422, 'invalid_entry', 2001],
  [413, 'too_large', 2001],
  [401, 'token_missing', 2006],
  [403, 'scope_missing', 2010],
  [404, 'incident_not_found', 2100],
  [404, 'log_entry_not_found', 5001],
  [405, 'method_not_allowed', 2002],
  [429, 'rate_limited', 2020],
  [500, 'internal_error', 2000],
  [503, 'store_unavailable', 2000],
])('a %i %s is error %i', (status, code, number) => {
  const error = pagerDutyErrorSchema.parse(pagerDutyError(problem(status, code)));
  expect(error.error).toMatchObject({ code: number, errors: ['limit: is wrong'] });
});

it('names things by where they are', () => {
  const self = 'https://d.test/services/a%2Fb';
  expect(pagerDutyReference('https://d.test', 'service', 'a/b', 'A or B')).toEqual({
    ...{ id: 'a/b', type: 'service_reference', summary: 'A or B', self, html_url: self },
  });
  expect(pagerDutyObject('', 'log_entry', '1', '')).toMatchObject({
    type: 'log_entry',
    self: '/log_entries/1',
  });
  expect(pagerDutyReference('https://d.test', 'incident', 'a/b', '').html_url).toBe(
    'https://d.test/ui/incidents/a%2Fb',
  );
});

it('writes times in whole seconds', () => {
  expect(pagerDutyTime(Date.UTC(2026, 2, 1, 9, 30, 5, 999))).toBe('2026-03-01T09:30:05Z');
});
