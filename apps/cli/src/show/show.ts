import type { Daybook, Entry, TimelineQuery } from '@daybook/client';
import { daybookOf } from '../connection/client.js';
import type { Fallback } from '../connection/connection.js';
import { filterOf } from '../connection/entry-filter.js';
import { Output } from '../terminal/output.js';
import { tell } from '../terminal/progress.js';
import { withLateness } from '../timeline-text/annotations.js';
import { styleOf } from '../timeline-text/text-options.js';
import { TimelineText } from '../timeline-text/timeline-text.js';
import { incidentHead } from './incident-head.js';
import { listIncidents } from './list-incidents.js';
import type { ShowOptions } from './show-options.js';

/** The most that a page holds. */
const PAGE = 500;

export async function show(
  incident: string | undefined,
  options: ShowOptions,
  fallback: Fallback | undefined,
): Promise<void> {
  const daybook = await daybookOf(options, ['queryUrl', 'token'], fallback);
  const output = new Output(options);
  if (incident === undefined) return listIncidents(daybook, options, output);
  const query: TimelineQuery = {
    ...filterOf(options),
    ...(options.overview && { overview: true }),
    ...(options.text !== undefined && { text: options.text }),
    ...(options.zone !== undefined && { zone: options.zone }),
  };
  const last = options.last === undefined ? undefined : await lastOf(daybook, incident, query, options.last);
  if (output.json) {
    for await (const entry of last?.entries ?? daybook.timeline(incident, { ...query, limit: PAGE }))
      output.print(entry, () => '');
    return;
  }
  const known = await daybook.incident(incident);
  const style = styleOf(options, output, options.gap);
  process.stdout.write(incidentHead(known, style));
  const origin = Date.parse(known.triggeredAt ?? known.firstActivityAt);
  const text = new TimelineText({ ...style, origin, incidentId: incident });
  if (last) {
    if (last.more) process.stdout.write(`${style.colours.dim('earlier entries are left out')}\n`);
    for (const entry of withLateness(last.entries)) process.stdout.write(text.entry(entry));
    return;
  }
  for await (const page of daybook.timeline(incident, { ...query, limit: PAGE }).pages()) {
    if (page.degraded !== undefined)
      tell(`The read model is away: this is made of the log (${page.degraded}).`);
    const { entries, hidden = [] } = page;
    withLateness(entries).forEach((entry, index) => process.stdout.write(text.entry(entry, hidden[index])));
    for (const line of text.hidden(hidden[entries.length] ?? 0)) process.stdout.write(`${line}\n`);
  }
}

/** The last entries of a timeline, in timeline order, and whether there are more before them. */
async function lastOf(
  daybook: Daybook,
  incident: string,
  query: TimelineQuery,
  count: number,
): Promise<{ readonly entries: Entry[]; readonly more: boolean }> {
  const entries: Entry[] = [];
  const limit = Math.min(PAGE, count + 1);
  for await (const entry of daybook.timeline(incident, { ...query, order: 'desc', limit })) {
    if (entries.length === count) return { entries: entries.reverse(), more: true };
    entries.push(entry);
  }
  return { entries: entries.reverse(), more: false };
}
