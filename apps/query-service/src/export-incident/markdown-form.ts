import type { EntryView, IncidentView } from '@daybook/timeline-contracts';
import { referenceId, type JsonObject, type JsonValue } from '@daybook/timeline-domain';
import { timesIn, type TimeText } from '../time-zone.js';
import { durationText } from './duration-text.js';
import { parsedView, type ExportForm, type ExportHead } from './export-form.js';
import type { ExportPage } from './export-incident.js';
import { codeSpan, markdownLine, markdownLines } from './markdown-text.js';

export const markdownForm: ExportForm = {
  contentType: 'text/markdown; charset=utf-8',
  extension: 'md',
  write: writeMarkdown,
};

/** So long without an entry is told. */
const GAP_MS = 60 * 60 * 1_000;
const INDENT = '  ';

async function* writeMarkdown(head: ExportHead, pages: AsyncIterable<ExportPage>): AsyncGenerator<string> {
  yield skeleton(head);
  const list = new EntryList(timesIn(head.zone ?? 'UTC'), head.incident.id);
  for await (const page of pages) yield list.next(page);
  yield `\n_End of the timeline: ${counted(list.count, 'entry', 'entries')}._\n`;
}

function skeleton({ incident, filter, zone = 'UTC', watermark }: ExportHead): string {
  const left = Object.entries(filter).flatMap(([name, values]) =>
    [values].flat().map((value) => codeSpan(`${name}=${value}`)),
  );
  const scope = left.length === 0 ? '' : ` Not all entries, only those with ${left.join(', ')}.`;
  return [
    `# Post-mortem: ${markdownLine(incident.title ?? incident.id)}`,
    facts(incident, zone),
    '## Summary',
    '## Impact',
    durations(incident),
    '## Root cause',
    '## What went well',
    '## Action items',
    '## Timeline',
    `Times are those of ${markdownLine(zone)}, as of ${codeSpan(watermark)}.${scope}\n`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function facts(incident: IncidentView, zone: string): string {
  const time = (at: string | null) => at && timesIn(zone)(Date.parse(at)).replace('T', ' ');
  const names = (all: readonly string[]) => all.map(markdownLine).join(', ');
  const told: readonly (readonly [string, string | null])[] = [
    ['Incident', markdownLine(incident.id)],
    ['Status', incident.status],
    ['Severity', incident.severity && markdownLine(incident.severity)],
    ['Urgency', incident.urgency && markdownLine(incident.urgency)],
    ['Services', names(incident.services)],
    ['Teams', names(incident.teams)],
    ['Responders', names(incident.responders)],
    ['Triggered', time(incident.triggeredAt)],
    ['Acknowledged', time(incident.acknowledgedAt)],
    ['Resolved', time(incident.resolvedAt)],
    ...(incident.mergedInto ? [['Merged into', markdownLine(incident.mergedInto)] as const] : []),
    ...(incident.merged ? [['Merged into it', names(incident.merged)] as const] : []),
    ['Reopened', incident.reopenedCount > 0 ? counted(incident.reopenedCount, 'time', 'times') : null],
  ];
  return told.map(([name, value]) => `- ${name}: ${value || '–'}`).join('\n');
}

function durations({ timeToAcknowledgeMs, timeToResolveMs }: IncidentView): string {
  const told = [
    ['Time to acknowledge', timeToAcknowledgeMs],
    ['Time to resolve', timeToResolveMs],
  ] as const;
  return told
    .filter(([, duration]) => duration !== null)
    .map(([name, duration]) => `- ${name}: ${durationText(duration!)}`)
    .join('\n');
}

/** The entries of one page after the other, under a heading wherever the day or the zone's offset changes. */
class EntryList {
  count = 0;
  #day = '';
  #last: number | undefined;

  /**
   * @param localTime whole seconds in the zone, made once: making it is dear
   * @param incidentId what is exported: entries of incidents that were merged into it name theirs
   */
  constructor(
    private readonly localTime: TimeText,
    private readonly incidentId: string,
  ) {}

  next({ entries, hidden }: ExportPage): string {
    const lines = entries.map((source, index) => {
      const local = this.localTime(source.occurredAt);
      const lines = [
        ...this.#heading(local),
        ...hiddenLine(hidden[index]),
        ...this.#gap(source.occurredAt),
        `- **${local.slice(11, 19)}** ${entryText(parsedView(source), this.incidentId)}`,
      ];
      return lines.join('\n');
    });
    this.count += entries.length;
    lines.push(...hiddenLine(hidden[entries.length]));
    return lines.map((line) => `${line}\n`).join('');
  }

  #heading(local: string): string[] {
    const day = `${local.slice(0, 10)}, UTC${local.slice(19).replace('Z', '')}`;
    if (day === this.#day) return [];
    this.#day = day;
    return ['', `### ${day}`, ''];
  }

  #gap(occurredAt: number): string[] {
    const gap = occurredAt - (this.#last ?? occurredAt);
    this.#last = occurredAt;
    return gap < GAP_MS ? [] : [`- _${durationText(gap)} later_`];
  }
}

function hiddenLine(count = 0): string[] {
  return count === 0 ? [] : [`- _${counted(count, 'entry', 'entries')} hidden_`];
}

function entryText(entry: EntryView, exported: string): string {
  const { incidentId, type, summary, lateMs, revised, redacted } = entry;
  const named = [
    nameOf(entry['agent']),
    ...[entry['service']].flat().map(nameOf),
    ...[entry['channel']].map(nameOf),
  ].filter((name) => name !== undefined);
  const notes = [
    incidentId === exported ? '' : `of incident ${markdownLine(incidentId)}`,
    named.map(markdownLine).join(', '),
    lateMs === undefined ? '' : `recorded ${durationText(lateMs)} late`,
    revised ? `revised${reasonOf(revised)}` : '',
  ].filter(Boolean);
  const text = redacted ? `_redacted_${reasonOf(redacted)}` : markdownLines(summary, INDENT);
  const note = notes.length > 0 ? `\\\n${INDENT}(${notes.join('; ')})` : '';
  return `${codeSpan(type)} ${text}${note}`;
}

function reasonOf({ reason = '' }: { readonly reason?: string | undefined }): string {
  return reason && `: ${markdownLine(reason)}`;
}

/** How people call who or what is meant. */
function nameOf(reference: unknown): string | undefined {
  const { name } = (reference ?? {}) as JsonObject;
  return typeof name === 'string' && name !== '' ? name : referenceId(reference as JsonValue);
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
