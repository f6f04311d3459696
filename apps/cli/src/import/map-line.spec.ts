import { parseJson } from '@daybook/exact-json';
import type { JsonObject } from '@daybook/timeline-domain';
import { mapLine } from './map-line.js';
import { parseMapping } from './mapping.js';

const least = {
  incidentId: { from: '/number' },
  type: { from: '/state' },
  summary: { from: '/text' },
  occurredAt: { from: '/at' },
};
const line = { number: 'INC-1', state: 'New', text: 'disk full', at: '2016-02-29T01:23:00Z' };
const mapped = { incidentId: 'INC-1', type: 'New', summary: 'disk full', occurredAt: line.at };

const map = (fields: object, more: object = {}) =>
  mapLine(parseMapping({ ...least, ...fields }), { ...line, ...more } as JsonObject);

describe('mapLine', () => {
  it('takes parts of the line as they are', () => {
    expect(map({})).toEqual({ entry: mapped });
    expect(
      map({ agent: { from: '/raw/by/0' } }, { raw: { by: [{ id: 'ann', shift: 2 }] } }).entry,
    ).toMatchObject({
      agent: { id: 'ann', shift: 2 },
    });
  });

  it('keeps the rest of the line in details, with what no field shows unchanged', () => {
    const more = { id: '9632825-0', empty: '', none: null, raw: { 'a.b': [1, { $c: null }] } };
    const { entry } = map(
      {
        type: { from: '/state', translate: { New: 'trigger' } },
        summary: { template: '{/number}: {/text}' },
        agent: { from: '/empty' },
        details: { severity: { from: '/raw/a.b/0' } },
      },
      more,
    );
    expect(entry).toEqual({
      ...{ incidentId: 'INC-1', type: 'trigger', summary: 'INC-1: disk full', occurredAt: line.at },
      details: { state: 'New', text: 'disk full', ...more, severity: 1 },
    });
  });

  it('puts the rest under a name where one is given', () => {
    const fields = { rest: 'source', details: { title: { from: '/raw/title' } } };
    expect(map(fields, { raw: { title: 'Disk' }, title: 7 }).entry['details']).toEqual({
      title: 'Disk',
      source: { raw: { title: 'Disk' }, title: 7 },
    });
    expect(map({ rest: 'source' }).entry).not.toHaveProperty('details');
  });

  it('refuses a line of which a field of details would hide a part', () => {
    const fields = { details: { title: { template: '{/title}!' } } };
    expect(map(fields, { title: 'Disk' }).refusal).toMatch(
      /^details\.title: the rest of the line has such a field/,
    );
    expect(map({ details: { title: { from: '/title' } } }, { title: 'Disk' }).refusal).toBeUndefined();
  });

  it('translates words, and leaves those that are not in the table', () => {
    const type = { from: '/state', translate: { New: 'trigger', 3: 'resolve' } };
    expect(map({ type }).entry).toMatchObject({ type: 'trigger' });
    expect(map({ type }, { state: 'Vendor' }).entry).toMatchObject({ type: 'Vendor' });
    expect(map({ type }, { state: 3 }).entry).toMatchObject({ type: 'resolve' });
    expect(map({ type }, { state: 'constructor' }).entry).toMatchObject({ type: 'constructor' });
  });

  it('makes texts of several parts, numbers with all their digits', () => {
    const exact = parseJson(Buffer.from('{"n": 12345678901234567890, "flag": false, "list": [1]}')) as object;
    const summary = { template: '{/number} {/n} {/flag} {/list}' };
    expect(map({ summary }, exact).entry).toMatchObject({ summary: 'INC-1 12345678901234567890 false [1]' });
  });

  it.each([{ text: undefined }, { text: null }, { text: '' }])(
    'refuses a line with %j that is needed',
    (more) => {
      const withoutUndefined = JSON.parse(JSON.stringify({ ...line, ...more }));
      expect(mapLine(parseMapping(least), withoutUndefined).refusal).toBe('summary: the line lacks /text');
    },
  );

  it('tells of everything that a line lacks', () => {
    expect(map({}, { text: '', state: '' }).refusal).toBe(
      'type: the line lacks /state; summary: the line lacks /text',
    );
  });

  it('does with a part that is missing what the mapping says', () => {
    const from = '/absent';
    expect(map({ summary: { from, default: 'no text' } }).entry).toMatchObject({ summary: 'no text' });
    expect(map({ summary: { template: '{/text} {/absent}', default: 'no text' } }).entry).toMatchObject({
      summary: 'no text',
    });
    expect(map({ summary: { from, missing: 'omit' } })).not.toHaveProperty('refusal');
    expect(map({ summary: { from, missing: 'skip' } })).toMatchObject({ skipped: true });
    expect(map({ agent: { id: { from, missing: 'refuse' } } }).refusal).toBe(
      'agent.id: the line lacks /absent',
    );
    expect(map({ channel: { from } }).entry).not.toHaveProperty('channel');
  });

  it('leaves out an object or a list of which the line has nothing, and no constant alone', () => {
    const absent = { from: '/absent' };
    const user = { constant: 'user' };
    const link = { type: { constant: 'link' }, href: absent };
    expect(
      map({ agent: { id: absent, type: user }, teams: [{ id: absent }], contexts: [link] }).entry,
    ).toEqual(mapped);
    expect(map({ agent: { id: { constant: 'importer' }, type: user } }).entry).toMatchObject({
      agent: { id: 'importer', type: 'user' },
    });
    expect(map({ teams: [{ id: absent }, { id: { from: '/number' } }] }).entry).toMatchObject({
      teams: [{ id: 'INC-1' }],
    });
  });

  it('takes an id that is a UUIDv7, and keeps another among the rest', () => {
    const id = { from: '/id' };
    const uuid = '0190163D-8694-739B-AEA5-966C26F8AD91';
    expect(map({ id }, { id: uuid }).entry).toEqual({ ...mapped, id: uuid.toLowerCase() });
    expect(map({ id }, { id: '9632825-0' }).entry).toEqual({ ...mapped, details: { id: '9632825-0' } });
    expect(map({ id }, { id: 7 }).entry).toEqual({ ...mapped, details: { id: 7 } });
  });
});
