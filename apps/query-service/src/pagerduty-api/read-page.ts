import type { TimelineKey } from '@daybook/timeline-domain';
import type { Collection, Filter, FindCursor, Sort } from 'mongodb';
import type { KeyRange } from '../mongo/entry-filter.js';
import type { KeyedLists } from '../mongo/keyed-lists.js';
import { pageInWindows, type KeyedList, type Page } from '../mongo/page-in-windows.js';
import { READ_LIMIT } from '../mongo/store.js';
import type { PageAsked } from './parameters.js';

/** What is listed, all with the same index, which ends with the key. */
export interface Listed<Document extends object> {
  readonly collection: Collection<Document>;
  readonly filter: object;
  /** The field that orders the list: a timeline key, different in each document of the list. */
  readonly key: keyof Document & string;
  /** 1: oldest first, -1: newest first. */
  readonly order: 1 | -1;
  readonly projection?: object;
  /** Of a list that has an index of its own, if nothing else is asked of it than its key. */
  readonly name?: string;
}

/**
 * One range of one index. An offset is counted off on the index alone, without looking at any document, so that it can
 * be deep; a cursor begins at its place whatever comes before.
 */
export async function readPage<Document extends object>(
  listed: Listed<Document>,
  asked: PageAsked,
  lists: KeyedLists,
): Promise<Page<Document>> {
  const { collection, key, order, projection, name } = listed;
  const { limit, offset } = asked;
  const start = offset > 0 ? await keyAt(listed, asked) : asked.beyond;
  if (offset > 0 && start === undefined) return { documents: [], more: false };
  const bounds = { ...range(asked), ...placed(start, offset > 0, listed.order, asked) };
  const list: KeyedList<Document> = {
    ...{ order: order === 1 ? 'asc' : 'desc', limit, range: bounds },
    find: (within = {}) =>
      collection
        .find(filterOf(listed, within), { ...READ_LIMIT, ...(projection && { projection }) })
        .sort({ [key]: order } as Sort) as unknown as FindCursor<Document>,
  };
  return name === undefined || offset > 0
    ? pageInWindows(list)
    : lists.page(name, list, (document) => document[key] as TimelineKey);
}

/** How many there are in all pages together, counted on the index. */
export function countListed<Document extends object>(
  listed: Listed<Document>,
  asked: PageAsked,
): Promise<number> {
  return listed.collection.countDocuments(filterOf(listed, range(asked)), READ_LIMIT);
}

/** The key of the first document behind the offset. */
async function keyAt<Document extends object>(
  listed: Listed<Document>,
  asked: PageAsked,
): Promise<TimelineKey | undefined> {
  const { collection, key, order } = listed;
  const [first] = await collection
    .find(filterOf(listed, range(asked)), { ...READ_LIMIT, projection: { _id: 0, [key]: 1 } })
    .sort({ [key]: order } as Sort)
    .skip(asked.offset)
    .limit(1)
    .toArray();
  return (first as Record<string, TimelineKey> | undefined)?.[key];
}

export function range({ from, to }: PageAsked): KeyRange {
  return { ...(from !== undefined && { $gte: from }), ...(to !== undefined && { $lt: to }) };
}

/** Where in its range a page begins: with what was found behind the offset, or behind the cursor. */
function placed(
  start: TimelineKey | undefined,
  inclusive: boolean,
  order: 1 | -1,
  { to }: PageAsked,
): KeyRange {
  if (start === undefined) return {};
  if (order === 1) return inclusive ? { $gte: start } : { $gt: start };
  if (inclusive) return { $lte: start };
  return { $lt: to !== undefined && to < start ? to : start };
}

export function filterOf<Document extends object>(
  { filter, key }: Listed<Document>,
  bounds: KeyRange,
): Filter<Document> {
  return { ...filter, ...(Object.keys(bounds).length > 0 && { [key]: bounds }) } as Filter<Document>;
}
