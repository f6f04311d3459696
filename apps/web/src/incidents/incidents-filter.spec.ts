import { chipsOf, incidentsQuery, replaced, toggled } from './incidents-filter.js';

const address = (text: string) => new URLSearchParams(text);

it('asks for what the address says', () => {
  const query =
    'text=db+2&status=resolved&status=triggered&service=a&service=b&triggeredSince=2026-03-01T00:00:00Z';
  expect(incidentsQuery(address(query))).toEqual({
    text: 'db 2',
    status: ['triggered', 'resolved'],
    service: ['a', 'b'],
    triggeredSince: '2026-03-01T00:00:00Z',
  });
});

it('leaves out what the API would refuse', () => {
  expect(incidentsQuery(address('status=burning&since=soon&text=+&service=&without=luck&utm=1'))).toEqual({});
});

it('asks for an hour of the week, where its zone puts it', () => {
  expect(incidentsQuery(address('hourOfWeek=1T09&zone=Asia/Tokyo&with=resolve'))).toEqual({
    ...{ with: 'resolve', hourOfWeek: '1T09', zone: 'Asia/Tokyo' },
  });
  expect(incidentsQuery(address('hourOfWeek=9T09&zone=Asia/Tokyo&with=luck'))).toEqual({});
  expect(incidentsQuery(address('hourOfWeek=1T09&zone=Mars'))).toEqual({ hourOfWeek: '1T09' });
});

it('adds a value and takes it away again, and leaves the others', () => {
  const one = toggled(address('status=resolved&text=x'), 'status', 'triggered');
  expect(String(one)).toBe('status=resolved&text=x&status=triggered');
  expect(String(toggled(one, 'status', 'resolved'))).toBe('text=x&status=triggered');
});

it('replaces a value, and an empty one takes it away', () => {
  expect(String(replaced(address('text=x&status=resolved'), 'text', 'y'))).toBe('text=y&status=resolved');
  expect(String(replaced(address('text=x&status=resolved'), 'text', ''))).toBe('status=resolved');
});

it('shows every filter that has no control of its own', () => {
  expect(chipsOf(address('team=sre&without=severity&text=x&status=resolved'))).toEqual([
    { name: 'team', value: 'sre' },
    { name: 'without', value: 'severity' },
  ]);
});
