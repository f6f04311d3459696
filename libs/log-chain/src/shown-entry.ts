import { isDeepStrictEqual } from 'node:util';
import type { EntryView, LogExportEntry } from '@daybook/timeline-contracts';
import {
  amendmentOf,
  COVERED_FIELDS,
  formatLogPosition,
  MOVE,
  occurredAt,
  RESERVED_FIELDS,
  REVISE,
  revise,
  timelineKey,
  type JsonObject,
  type Revision,
} from '@daybook/timeline-domain';

/** What Daybook shows beside what was sent. */
const DAYBOOKS_FIELDS: ReadonlySet<string> = new Set([
  ...RESERVED_FIELDS,
  ...COVERED_FIELDS,
  ...['id', 'occurredAt'],
]);
/** Of these, those that can be sent: what was sent in them is not shown. */
const UNSHOWN_FIELDS: ReadonlySet<string> = new Set(COVERED_FIELDS);

/**
 * What of an entry as it is shown is not what the log says. `recordedBy`, `receivedAt`, `origin` and what follows from
 * them stand in no leaf and are not looked at.
 *
 * @param amendments the revisions and moves that were in force, in the order of their ids
 * @returns the first field that differs
 */
export function shownOtherwise(
  shown: EntryView,
  log: string,
  row: LogExportEntry,
  amendments: readonly LogExportEntry[],
): string | undefined {
  const revisions = amendments.filter(({ type }) => type === REVISE);
  const incidentId = placeAfter(row, amendments);
  const content: JsonObject = { ...contentAfter(row, revisions), incidentId };
  const at = occurredAt(row.id, content);
  const occurredAtUtc = new Date(at).toISOString();
  const expected: JsonObject = {
    ...(content['occurredAt'] === undefined && { occurredAt: occurredAtUtc }),
    ...content,
    occurredAtUtc,
    timelineKey: timelineKey(at, row.id),
    recordedAt: new Date(row.recordedMs).toISOString(),
    contentHash: row.contentHash!,
    position: formatLogPosition({ log, epoch: row.epoch, position: row.position }),
  };
  for (const [field, value] of Object.entries(expected)) {
    if (!UNSHOWN_FIELDS.has(field) && !isDeepStrictEqual(shown[field], value)) return field;
  }
  const added = Object.keys(shown).find(
    (field) => !DAYBOOKS_FIELDS.has(field) && !Object.hasOwn(expected, field),
  );
  if (added !== undefined) return added;
  if (shown.redacted !== undefined) return 'redacted';
  const move = incidentId === row.incidentId ? undefined : amendments.findLast(({ type }) => type === MOVE);
  if (shown.moved?.by !== move?.id || (move && shown.moved?.from !== row.incidentId)) return 'moved';
  const { count = 0, by } = shown.revised ?? {};
  return count === revisions.length && by === revisions.at(-1)?.id ? undefined : 'revised';
}

/** The incident on whose timeline an entry stands after its moves, in the order of their ids. */
export function placeAfter(row: LogExportEntry, amendments: readonly LogExportEntry[]): string {
  const move = amendments.findLast(({ type }) => type === MOVE);
  const amendment = move && amendmentOf(JSON.parse(move.body!) as JsonObject);
  return amendment?.kind === MOVE ? amendment.incidentId : row.incidentId;
}

function contentAfter(row: LogExportEntry, revisions: readonly LogExportEntry[]): JsonObject {
  const sent = JSON.parse(row.body!) as JsonObject;
  return revisions.length === 0 ? sent : revise(sent, revisions.map(toRevision));
}

function toRevision({ id, body }: LogExportEntry): Revision {
  const amendment = amendmentOf(JSON.parse(body!) as JsonObject);
  return { id, changes: amendment?.kind === REVISE ? amendment.changes : {} };
}
