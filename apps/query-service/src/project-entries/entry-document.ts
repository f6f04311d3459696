import type { RecordedEntryV1 } from '@daybook/timeline-contracts';
import {
  formatLogPosition,
  isLifecycleType,
  occurredAt,
  referenceId,
  referenceIds,
  timelineKey,
  type SentEntry,
} from '@daybook/timeline-domain';
import { entryKey, incidentKey, type EntryDocument } from '../mongo/documents.js';

/**
 * The one mapping from a recorded entry to its document.
 *
 * @throws DomainError for a time that can't be read
 */
export function entryDocument(
  recorded: RecordedEntryV1 & { readonly entry: NonNullable<RecordedEntryV1['entry']> },
): EntryDocument {
  const { id: _key, ...content } = recorded.entry;
  const sent = content as unknown as SentEntry;
  const { account, log, epoch, position, shard, recordedBy, receivedAt, recordedAt } = recorded;
  const id = recorded.id.toLowerCase();
  const at = occurredAt(id, sent);
  const occurredAtUtc = new Date(at).toISOString();
  const key = timelineKey(at, id);
  const agent = referenceId(sent['agent']);
  const channel = referenceId(sent['channel']);
  const origin = formatLogPosition(recorded.origin);
  const contentHash = recorded.contentHash ?? '';
  const shown = {
    ...(sent['occurredAt'] === undefined && { occurredAt: occurredAtUtc }),
    ...{ occurredAtUtc, recordedBy, receivedAt, recordedAt, contentHash },
    position: formatLogPosition({ log, epoch, position }),
    origin,
    timelineKey: key,
  };
  return {
    _id: entryKey(account, id),
    account,
    incidentId: sent.incidentId,
    key,
    type: sent.type,
    ...(isLifecycleType(sent.type) && { summarizedIn: incidentKey(account, sent.incidentId) }),
    occurredAt: at,
    receivedAt: Date.parse(receivedAt),
    recordedAt: Date.parse(recordedAt),
    recordedBy,
    ...{ log, epoch, position, shard, origin, contentHash },
    ...(agent !== undefined && { agent }),
    ...(channel !== undefined && { channel }),
    services: referenceIds(sent['service']),
    teams: referenceIds(sent['teams']),
    body: JSON.stringify(sent),
    shown: JSON.stringify(shown).slice(1, -1),
  };
}
