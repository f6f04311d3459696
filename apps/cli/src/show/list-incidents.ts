import type { Daybook, Incident, IncidentsQuery } from '@daybook/client';
import cliTruncate from 'cli-truncate';
import { durationText } from '../terminal/durations.js';
import type { Output } from '../terminal/output.js';
import { plainLine } from '../terminal/plain-text.js';
import { table } from '../terminal/table.js';
import { statusText } from './incident-head.js';
import type { ShowOptions } from './show-options.js';

const USUAL = 20;
const HEAD = ['STATUS', 'INCIDENT', 'ENTRIES', 'ACTIVE', 'OPEN FOR', 'TITLE'];

/** The incidents with the newest activity. */
export async function listIncidents(daybook: Daybook, options: ShowOptions, output: Output): Promise<void> {
  const { last = USUAL, status, service, team, since, until, text } = options;
  const query = Object.fromEntries(
    Object.entries({ status, service, team, since, until, text }).filter(([, value]) => value !== undefined),
  ) as IncidentsQuery;
  const incidents: Incident[] = [];
  for await (const incident of daybook.incidents({ ...query, limit: Math.min(500, Math.max(1, last)) })) {
    if (incidents.length === last) break;
    incidents.push(incident);
  }
  if (output.json) return incidents.forEach((incident) => output.print(incident, () => ''));
  process.stdout.write(incidentsTable(incidents, output, Date.now()));
}

/** @param now Unix milliseconds */
export function incidentsTable(
  incidents: readonly Incident[],
  { width, colours }: Pick<Output, 'width' | 'colours'>,
  now: number,
): string {
  const rows = incidents.map((incident) => {
    const { id, status, entryCount, lastActivityAt, triggeredAt, timeToResolveMs, title } = incident;
    const since = triggeredAt === null ? null : now - Date.parse(triggeredAt);
    const open = status === 'resolved' ? timeToResolveMs : since;
    return [
      ...[statusText(status, colours), plainLine(id), String(entryCount)],
      `${durationText(Math.max(0, now - Date.parse(lastActivityAt)))} ago`,
      open === null ? '-' : durationText(open),
      title === null ? '' : plainLine(title),
    ];
  });
  const lines = table(HEAD, rows, ['left', 'left', 'right', 'right', 'right']).trimEnd().split('\n');
  return `${lines.map((line) => cliTruncate(line, width)).join('\n')}\n`;
}
