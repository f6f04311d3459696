import type { Incident } from '@daybook/client';
import type { Colors } from 'picocolors/types.js';
import wrapAnsi from 'wrap-ansi';
import { durationText } from '../terminal/durations.js';
import { plainLine } from '../terminal/plain-text.js';
import type { TimelineStyle } from '../timeline-text/timeline-text.js';

/** What is known of an incident as a whole, above its timeline. */
export function incidentHead(
  incident: Incident,
  { width, colours }: Pick<TimelineStyle, 'width' | 'colours'>,
): string {
  const { id, title, severity, services, teams, responders, entryCount, mergedInto, merged } = incident;
  const title_ = title === null || title === id ? '' : `  ${plainLine(title)}`;
  const facts = [
    statusText(incident.status, colours),
    ...(severity === null ? [] : [plainLine(severity)]),
    `${entryCount} ${entryCount === 1 ? 'entry' : 'entries'}`,
    ...duration('acknowledged after', incident.timeToAcknowledgeMs),
    ...duration('resolved after', incident.timeToResolveMs),
    ...(incident.reopenedCount > 0 ? [`reopened ${incident.reopenedCount}×`] : []),
    ...(mergedInto ? [`merged into ${plainLine(mergedInto)}`] : []),
    ...(merged?.length ? [`with ${merged.map(plainLine).join(', ')}`] : []),
  ];
  const names = Object.entries({ services, teams, responders })
    .filter(([, those]) => those.length > 0)
    .map(([what, those]) => `${colours.dim(what)} ${those.map(plainLine).join(', ')}`);
  const lines = [colours.bold(plainLine(id)) + title_, facts.join(' · '), ...names];
  return `${lines.map((line) => wrapAnsi(line, width, { hard: true })).join('\n')}\n\n`;
}

export function statusText(status: Incident['status'], { red, yellow, green, dim }: Colors): string {
  const paint = { triggered: red, acknowledged: yellow, resolved: green, unknown: dim }[status];
  return paint(status);
}

function duration(what: string, milliseconds: number | null): string[] {
  return milliseconds === null ? [] : [`${what} ${durationText(milliseconds)}`];
}
