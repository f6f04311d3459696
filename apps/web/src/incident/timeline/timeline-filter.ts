import type { TimelineFilter } from './timeline-model.js';

const LISTS = ['type', 'agent', 'channel'] as const;
const TIMES = ['since', 'until'] as const;

/** What the address asks of a timeline, by the names of the API. */
export function timelineFilter(address: URLSearchParams): TimelineFilter {
  const filter: Record<string, string | string[] | boolean> = {};
  for (const name of LISTS) {
    const values = address.getAll(name).filter((value) => value !== '');
    if (values.length > 0) filter[name] = values;
  }
  for (const name of TIMES) {
    const value = address.get(name);
    if (value && !Number.isNaN(Date.parse(value))) filter[name] = value;
  }
  const text = address.get('text')?.trim();
  if (text) filter['text'] = text;
  if (address.get('overview') === 'true') filter['overview'] = true;
  return filter as TimelineFilter;
}
