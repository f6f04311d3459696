import { referenceId, referenceIds, type JsonValue } from '@daybook/timeline-domain';
import type { EntryView } from '@daybook/timeline-contracts';
import { stringify } from 'csv-stringify/sync';
import { exactTimesIn } from '../time-zone.js';
import { parsedView, type ExportForm, type ExportHead } from './export-form.js';
import type { ExportPage } from './export-incident.js';

export const csvForm: ExportForm = {
  contentType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  write: writeCsv,
};

type Field = Exclude<keyof EntryView & string, number>;

const COLUMNS: Readonly<Record<string, (entry: EntryView) => unknown>> = {
  occurredAt: ({ occurredAtLocal }) => occurredAtLocal,
  type: ({ type }) => type,
  summary: ({ summary }) => summary,
  agent: (entry) => referenceId(sent(entry, 'agent')),
  channel: (entry) => referenceId(sent(entry, 'channel')),
  services: (entry) => referenceIds(sent(entry, 'service')).join('; '),
  teams: (entry) => referenceIds(sent(entry, 'teams')).join('; '),
  lateMs: ({ lateMs }) => lateMs,
  revised: ({ revised }) => revised && 'true',
  redacted: ({ redacted }) => redacted && 'true',
  details: (entry) => json(sent(entry, 'details')),
  contexts: (entry) => json(sent(entry, 'contexts')),
  id: ({ id }) => id,
  occurredAtUtc: ({ occurredAtUtc }) => occurredAtUtc,
  receivedAt: ({ receivedAt }) => receivedAt,
  recordedAt: ({ recordedAt }) => recordedAt,
  recordedBy: ({ recordedBy }) => recordedBy,
  position: ({ position }) => position,
  contentHash: ({ contentHash }) => contentHash,
  incidentId: ({ incidentId }) => incidentId,
};

/** RFC 4180. A spreadsheet takes no cell for a formula: what could be one begins with a quotation mark. */
const OPTIONS = {
  record_delimiter: 'windows',
  escape_formulas: true,
  // Alone they end a line for many readers.
  quoted_match: /[\r\n]/,
} as const;

async function* writeCsv({ zone }: ExportHead, pages: AsyncIterable<ExportPage>): AsyncGenerator<string> {
  const local = exactTimesIn(zone ?? 'UTC');
  yield stringify([Object.keys(COLUMNS)], OPTIONS);
  for await (const { entries } of pages) {
    const rows = entries.map((source) => {
      const entry = parsedView(source, local);
      return Object.values(COLUMNS).map((cell) => cell(entry));
    });
    yield stringify(rows, OPTIONS);
  }
}

function sent(entry: EntryView, field: Field): JsonValue | undefined {
  return entry[field] as JsonValue | undefined;
}

function json(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
