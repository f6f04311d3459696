import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { entryKey } from '../mongo/documents.js';
import { entryView, VIEW_FIELDS } from '../mongo/entry-view.js';
import { READ_LIMIT, Store } from '../mongo/store.js';

/** The entry's view as JSON text; undefined when it is not there. */
export class ReadEntry extends Query<string | undefined> {
  constructor(
    readonly account: string,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(ReadEntry)
export class ReadEntryHandler implements IQueryHandler<ReadEntry> {
  constructor(private readonly store: Store) {}

  /** @throws StoreUnavailable */
  async execute({ account, id }: ReadEntry): Promise<string | undefined> {
    const filter = { _id: entryKey(account, id) };
    const found = await this.store.read(() =>
      this.store.entries.findOne(filter, { ...READ_LIMIT, projection: VIEW_FIELDS }),
    );
    return found ? entryView(found) : undefined;
  }
}
