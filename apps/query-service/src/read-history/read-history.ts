import { MOVE, REDACT, REVISE } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { entryKey, idOfEntryKey, type EntryDocument } from '../mongo/documents.js';
import { entryView } from '../mongo/entry-view.js';
import { READ_LIMIT, Store } from '../mongo/store.js';

export interface EntryHistory {
  /** Entry view as JSON text. */
  readonly entry: string;
  /** As it was sent, as JSON text; null once redacted. */
  readonly original: string | null;
  /** Views of its revisions as JSON texts, in the order in which they are put on. */
  readonly revisions: readonly string[];
  readonly redactions: readonly string[];
  readonly moves: readonly string[];
}

/** Undefined: there is no such entry. */
export class ReadHistory extends Query<EntryHistory | undefined> {
  constructor(
    readonly account: string,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(ReadHistory)
export class ReadHistoryHandler implements IQueryHandler<ReadHistory> {
  constructor(private readonly store: Store) {}

  /** @throws StoreUnavailable */
  async execute({ account, id }: ReadHistory): Promise<EntryHistory | undefined> {
    const _id = entryKey(account, id);
    const [document, amendments] = await this.store.read(() =>
      Promise.all([
        this.store.entries.findOne({ _id }, READ_LIMIT),
        this.store.entries.find({ amends: _id }, READ_LIMIT).sort({ _id: 1 }).toArray(),
      ]),
    );
    if (!document) return undefined;
    const ofType = (type: string) =>
      amendments.filter((one) => one.type === type).map((one) => entryView(one));
    return {
      entry: entryView(document),
      original: document.redacted ? null : originalOf(document),
      revisions: ofType(REVISE),
      redactions: ofType(REDACT),
      moves: ofType(MOVE),
    };
  }
}

function originalOf({ _id, body, original = body }: EntryDocument): string {
  return `{"id":"${idOfEntryKey(_id)}",${original.slice(1)}`;
}
