import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { entryKey } from '../mongo/documents.js';
import { EntriesByKey } from '../mongo/entries-by-key.js';
import { entryView } from '../mongo/entry-view.js';

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
  constructor(private readonly entries: EntriesByKey) {}

  /** @throws StoreUnavailable */
  async execute({ account, id }: ReadEntry): Promise<string | undefined> {
    const found = await this.entries.find(entryKey(account, id));
    return found ? entryView(found) : undefined;
  }
}
