/**
 * A list that is read page by page as one goes on. Iterating gives its items: `for await (const entry of …)`; `pages()`
 * gives the pages themselves, with what else they tell.
 */
export class Pages<Page, Item> implements AsyncIterable<Item> {
  constructor(
    /** @param cursor of the page; undefined: the first */
    private readonly read: (cursor: string | undefined) => Promise<Page>,
    private readonly itemsOf: (page: Page) => readonly Item[],
    /** Undefined at the end. */
    private readonly nextOf: (page: Page) => string | undefined,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for await (const page of this.pages()) yield* this.itemsOf(page);
  }

  async *pages(): AsyncGenerator<Page> {
    let cursor: string | undefined;
    do {
      const page = await this.read(cursor);
      yield page;
      cursor = this.nextOf(page);
    } while (cursor !== undefined);
  }

  /** The first page alone. */
  first(): Promise<Page> {
    return this.read(undefined);
  }

  /** The page that begins where another ends. @param cursor its `next` */
  at(cursor: string): Promise<Page> {
    return this.read(cursor);
  }

  /** Every item, in memory. */
  async toArray(): Promise<Item[]> {
    const items: Item[] = [];
    for await (const item of this) items.push(item);
    return items;
  }
}
