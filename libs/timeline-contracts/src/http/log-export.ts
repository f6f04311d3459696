import { ENTRY_LIMITS, SHARD_COUNT } from '@daybook/timeline-domain';
import { z } from 'zod';

const sha256Text = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const position = z.int().min(0);
const account = z.string().min(1);
const id = z.guid();

/** The first line. `account` is whose rows are shown with their content; `*`: all. */
export const logExportHeaderSchema = z.object({
  line: z.literal('header'),
  format: z.literal('daybook-log-export'),
  version: z.literal(1),
  log: z.string(),
  epoch: z.int().min(1),
  account,
  after: position.describe('the export begins behind this position'),
  chain: sha256Text.describe('the chain at `after`'),
  head: position.describe('the last position of the log when the export began'),
});

/**
 * A row with everything that its leaf was made of. Nothing else stands here, so that nothing is taken for proven that
 * is not. `null` for what somebody has taken away alone.
 */
const entryLine = z.object({
  line: z.literal('entry'),
  position,
  epoch: z.int().min(1),
  account,
  id,
  recordedMs: z.int().describe('UTC milliseconds'),
  shard: z
    .int()
    .min(0)
    .max(SHARD_COUNT - 1),
  shardPrev: position,
  incidentId: z.string(),
  type: z.string(),
  amendsId: id.nullable().describe('the entry that this one revises or redacts'),
  occurredMs: z.int().describe('UTC milliseconds'),
  salt: z
    .string()
    .regex(/^([0-9a-f]{2})*$/)
    .nullable(),
  contentHash: sha256Text.nullable(),
  leaf: sha256Text,
  body: z.string().nullable().describe('what was sent, as RFC 8785 canonical JSON: the text that was hashed'),
});

/** A row whose content is gone: its leaf can no longer be computed, a redaction must account for it. */
const redactedLine = z.object({
  line: z.literal('redacted'),
  ...entryLine.pick({
    position: true,
    epoch: true,
    account: true,
    id: true,
    recordedMs: true,
    shard: true,
    shardPrev: true,
    amendsId: true,
    leaf: true,
  }).shape,
});

/** A row of another account. Leaves are salted, so that they tell nothing of what they cover. */
const hiddenLine = z.object({
  line: z.literal('hidden'),
  position,
  epoch: z.int().min(1),
  leaf: sha256Text,
});

/** An item of the ledger of redactions, behind the rows. */
const redactionLine = z.object({
  line: z.literal('redaction'),
  account,
  entryId: id,
  redactionId: id,
  position: position.describe('of the redaction in the log'),
  contentAt: position.nullable().describe('a row that has content and must have none; null: there is none'),
});

/** The last line. An export without it was cut off. */
const endLine = z.object({
  line: z.literal('end'),
  position,
  chain: sha256Text.describe('the chain at `position`, as the log keeps it'),
  checkpoint: z.string().nullable().describe('the same, signed; null: this service signs none'),
});

/** A line behind the header. */
export const logExportLineSchema = z.discriminatedUnion('line', [
  entryLine,
  redactedLine,
  hiddenLine,
  redactionLine,
  endLine,
]);

export type LogExportHeader = z.infer<typeof logExportHeaderSchema>;
export type LogExportLine = z.infer<typeof logExportLineSchema>;
export type LogExportEntry = z.infer<typeof entryLine>;
export type LogExportRow = Extract<LogExportLine, { readonly leaf: string }>;
export type LogExportRedaction = z.infer<typeof redactionLine>;
export type LogExportEnd = z.infer<typeof endLine>;

/** Longest line of an export: a body of the largest content, whose quotes and backslashes are escaped, and the rest. */
export const MAX_EXPORT_LINE_BYTES = 2 * ENTRY_LIMITS.contentBytes + 8 * 1024;
