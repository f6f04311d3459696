import { timeOfTimelineKey, type TimelineKey } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { pageInWindows, windows, type Guess, type KeyedList, type Page } from './page-in-windows.js';

/** Lists that are remembered, those read last. */
const MOST = 10_000;
/** Where nothing is known of a list. */
const FIRST_WIDTH_MS = 1_000;
/** Entries come in bursts, and too much costs more than looking again. */
const CAUTION = 64;

/** What a summary tells of a list. Times are UTC milliseconds. */
export interface Extent {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

interface Known {
  /** Where a page from the beginning of the list ended. */
  readonly edge: number | undefined;
  /** Milliseconds from one document to the next, towards the end of the page that was read last. */
  readonly apartMs: number;
}

/** The name of all entries of an account, or of one incident. */
export function entriesOf(account: string, incidentId?: string): string {
  return `${account}/entries/${incidentId ?? ''}`;
}

/** Remembers how close lists stood where they were read last, since the next page and the next reader come to the same place. */
@Injectable()
export class KeyedLists {
  readonly #known = new LRUCache<string, Known>({ max: MOST });

  /**
   * A page of all documents of a list, each of which one index holds in its order.
   *
   * @param name the same for the same list
   */
  async page<Document>(
    name: string,
    list: KeyedList<Document>,
    keyOf: (document: Document) => TimelineKey,
    extent?: Extent,
  ): Promise<Page<Document>> {
    const { order, limit, range } = list;
    const id = `${name}/${order}/${limit}`;
    const fromStart = (order === 'asc' ? (range?.$gt ?? range?.$gte) : range?.$lt) === undefined;
    const known = this.#known.get(id);
    const page = await pageInWindows(list, windows(list, guess(list, fromStart, known, extent)));
    const [middle, last] = [page.documents.at(Math.floor(page.documents.length / 2)), page.documents.at(-1)];
    if (page.more && middle && last) {
      const [half, edge] = [timeOfTimelineKey(keyOf(middle)), timeOfTimelineKey(keyOf(last))];
      const apartMs = (2 * Math.abs(half - edge)) / page.documents.length;
      this.#known.set(id, { edge: fromStart ? edge : known?.edge, apartMs });
    }
    return page;
  }
}

function guess<Document>(
  { order, limit }: KeyedList<Document>,
  fromStart: boolean,
  known: Known | undefined,
  extent: Extent | undefined,
): Guess | undefined {
  const ends = extent && (order === 'asc' ? [extent.first, extent.last] : [extent.last, extent.first]);
  const end = ends && { end: ends[1]! };
  if (fromStart && known?.edge !== undefined) return { start: known.edge, ...end, width: known.apartMs };
  const apartMs = known?.apartMs ?? (extent && (extent.last - extent.first) / extent.count / CAUTION);
  const width = apartMs === undefined ? FIRST_WIDTH_MS : 1.25 * limit * apartMs;
  if (!fromStart) return { ...end, width };
  if (ends) return { start: ends[0]!, ...end, width };
  return order === 'desc' ? { start: Date.now(), width } : undefined;
}
