import { ENTRY_RECORDED_V2 } from '@daybook/timeline-contracts';
import { formatLogPosition } from '@daybook/timeline-domain';
import type { LoggedEntry } from './append-entry/entry-log.js';

/**
 * RecordedEntryV2 as JSON text. The body is canonical JSON already and is put in as it stands: parsing it only to
 * write it again would cost more than all the rest.
 */
export function recordedEntryJson(entry: LoggedEntry): string {
  const { account, id, incidentId, type, at, origin, shard, shardPrev, recordedBy, contentHash } = entry;
  const known = JSON.stringify({
    account,
    id,
    ...at,
    origin,
    shard,
    shardPrev,
    recordedBy,
    receivedAt: new Date(entry.receivedAt).toISOString(),
    recordedAt: new Date(entry.recordedAt).toISOString(),
    contentHash,
    incidentId,
    type,
    occurredAt: new Date(entry.occurredAt).toISOString(),
  });
  return `${known.slice(0, -1)},"entry":${entry.body ?? 'null'}}`;
}

/** The CloudEvents message that carries an entry; its id is the same at every sending. */
export function entryRecordedMessage(entry: LoggedEntry): Buffer {
  const envelope = JSON.stringify({
    specversion: '1.0',
    id: formatLogPosition(entry.at),
    source: `/daybook/logs/${entry.at.log}`,
    type: ENTRY_RECORDED_V2,
    subject: entry.id,
    time: new Date(entry.recordedAt).toISOString(),
    datacontenttype: 'application/json',
    ...(entry.traceparent !== null && { traceparent: entry.traceparent }),
  });
  return Buffer.from(`${envelope.slice(0, -1)},"data":${recordedEntryJson(entry)}}`);
}
