import type { PagerDutyNote } from '@daybook/timeline-contracts';
import type { SentEntry } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { idOfEntryKey, incidentKey } from '../mongo/documents.js';
import { READ_LIMIT, Store } from '../mongo/store.js';
import { LOG_ENTRY_FIELDS, type LogEntrySource } from './log-entry.js';
import { agentOf } from './references.js';
import type { Presentation } from './presentation.js';

/** The list has no pages. An incident with more notes shows its newest. */
export const MAX_NOTES = 1_000;

/** The entries that are an incident's notes, newest first. Undefined: there is no such incident. */
export class ReadNotes extends Query<LogEntrySource[] | undefined> {
  constructor(
    readonly account: string,
    readonly incidentId: string,
  ) {
    super();
  }
}

@QueryHandler(ReadNotes)
export class ReadNotesHandler implements IQueryHandler<ReadNotes> {
  constructor(private readonly store: Store) {}

  /** @throws StoreUnavailable */
  execute({ account, incidentId }: ReadNotes): Promise<LogEntrySource[] | undefined> {
    return this.store.read(async () => {
      const notes = await this.store.entries
        .find({ account, incidentId, type: 'annotate' }, { ...READ_LIMIT, projection: LOG_ENTRY_FIELDS })
        .sort({ key: -1 })
        .limit(MAX_NOTES)
        .batchSize(MAX_NOTES)
        .toArray();
      if (notes.length > 0) return notes;
      const known = await this.store.incidents.findOne({ _id: incidentKey(account, incidentId) }, READ_LIMIT);
      return known ? notes : undefined;
    });
  }
}

export function noteOf(source: LogEntrySource, { base, time }: Presentation): PagerDutyNote {
  const sent = JSON.parse(source.body) as SentEntry;
  return {
    id: idOfEntryKey(source._id),
    user: agentOf(sent, source.recordedBy, base),
    channel: { summary: 'Daybook' },
    content: sent.summary,
    created_at: time(source.occurredAt),
  };
}
