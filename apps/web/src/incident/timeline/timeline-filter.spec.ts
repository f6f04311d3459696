import { timelineFilter } from './timeline-filter.js';

it.each([
  ['', {}],
  ['overview=true&text=+db+&entry=x', { overview: true, text: 'db' }],
  ['since=2026-03-01T12:00:00Z&until=noon', { since: '2026-03-01T12:00:00Z' }],
  ['type=notify&type=annotate&agent=&overview=no', { type: ['notify', 'annotate'] }],
])('reads %s', (address, filter) => {
  expect(timelineFilter(new URLSearchParams(address))).toEqual(filter);
});
