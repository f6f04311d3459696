import { datesBefore, insightsAsked, lengthOf, pageLink, withDates, withSpan } from './insights-address.js';

const TODAY = '2026-03-29';
const asked = (text: string) => insightsAsked(new URLSearchParams(text), TODAY);

it('asks for the last four weeks, with today, unless told', () => {
  expect(asked('')).toEqual({ span: '4w', from: '2026-03-02', to: TODAY, service: [], team: [] });
  expect(asked('span=12w&service=db&service=&team=sre')).toMatchObject({
    ...{ span: '12w', from: '2026-01-05', service: ['db'], team: ['sre'] },
  });
});

it('asks for any days, and leaves out what are none', () => {
  expect(asked('from=2026-01-01&to=2026-01-31')).toMatchObject({ span: 'custom', from: '2026-01-01' });
  for (const odd of ['from=2026-02-01&to=2026-01-31', 'from=soon&to=2026-01-31', 'span=toString'])
    expect(asked(odd).span).toBe('4w');
});

it('changes the span and leaves the filters', () => {
  const address = new URLSearchParams('service=db&from=2026-01-01&to=2026-01-31');
  expect(String(withSpan(address, '12w'))).toBe('service=db&span=12w');
  expect(String(withDates(withSpan(address, '12w'), { from: '2026-01-01', to: '2026-01-02' }))).toBe(
    'service=db&from=2026-01-01&to=2026-01-02',
  );
});

it('compares with as many days just before', () => {
  const dates = { from: '2026-03-02', to: '2026-03-29' };
  expect(lengthOf(dates)).toBe(28);
  expect(datesBefore(dates)).toEqual({ from: '2026-02-02', to: '2026-03-01' });
});

it('leads to the list of the page by the names of the API', () => {
  expect(pageLink('/v1/incidents?service=a&triggeredSince=x')).toBe('/?service=a&triggeredSince=x');
  expect(pageLink('/v1/incidents?service=a', 'resolve')).toBe('/?service=a&with=resolve');
});
