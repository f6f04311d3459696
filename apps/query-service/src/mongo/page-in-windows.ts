import {
  FIRST_MILLISECOND,
  LAST_MILLISECOND,
  timelineKey,
  timeOfTimelineKey,
} from '@daybook/timeline-domain';
import type { FindCursor } from 'mongodb';
import { unlessWhole, type KeyRange } from './entry-filter.js';

export interface Page<Document> {
  readonly documents: readonly Document[];
  /** Whether it was cut short by its limit. */
  readonly more: boolean;
}

/** A list that keys order. */
export interface KeyedList<Document> {
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** What of the list is wanted. */
  readonly range: KeyRange | undefined;
  /** Reads a part of it, in its order. */
  find(range: KeyRange | undefined): FindCursor<Document>;
  /** What no server can be asked for; absent: all that is found. */
  keeps?(document: Document): boolean;
}

/** Where a list probably begins and ends, in its order. Nothing is missed where it is wrong. */
export interface Guess {
  /** UTC milliseconds; undefined: not known. */
  readonly start?: number;
  readonly end?: number;
  /** Milliseconds to look at first. */
  readonly width: number;
}

const GROWTH = 8;
const CENTURY_MS = 100 * 365 * 86_400_000;

/**
 * The first documents of a list, looked for in one window after the other until a page is found: so a page of a long
 * list costs what one of a short list does, also with a server that looks at all that matches before it sorts and cuts
 * (SecantusDB 0.5.3: 180 ms for 100 of 40,000, 3 ms within bounds).
 *
 * @param parts what is wanted of the list, or its beginning, in its order
 */
export async function pageInWindows<Document>(
  list: KeyedList<Document>,
  parts: Iterable<KeyRange | undefined> = [list.range],
): Promise<Page<Document>> {
  const documents: Document[] = [];
  for (const window of parts) {
    const found = list.find(window);
    if (list.keeps) {
      for (const document of await found.toArray()) if (list.keeps(document)) documents.push(document);
    } else {
      // One beyond the limit tells whether there are more; all in one answer of the server.
      const wanted = list.limit + 1 - documents.length;
      documents.push(...(await found.limit(wanted).batchSize(wanted).toArray()));
    }
    if (documents.length > list.limit) break;
  }
  return { documents: documents.slice(0, list.limit), more: documents.length > list.limit };
}

/** Ranges that make up the whole one, in the order of the list, the nearest first and each wider than the one before. */
export function* windows<Document>(
  { order, range }: Pick<KeyedList<Document>, 'order' | 'range'>,
  guess: Guess | undefined,
): Generator<KeyRange | undefined> {
  const forwards = order === 'asc';
  const { $lt, ...lower } = range ?? {};
  const upper = $lt === undefined ? {} : { $lt };
  const [near, far] = forwards ? [lower.$gt ?? lower.$gte, $lt] : [$lt, lower.$gt ?? lower.$gte];
  const start = near === undefined ? guess?.start : timeOfTimelineKey(near);
  let rest: KeyRange = { ...lower, ...upper };
  if (guess !== undefined && start !== undefined) {
    const end = far === undefined ? guess.end : timeOfTimelineKey(far);
    for (let width = Math.max(1, Math.ceil(guess.width)); width < CENTURY_MS; width *= GROWTH) {
      const edge = forwards ? start + width : start - width;
      if (edge < FIRST_MILLISECOND || edge > LAST_MILLISECOND) break;
      if (end !== undefined && (forwards ? edge >= end : edge <= end)) break;
      const key = timelineKey(edge, '');
      yield forwards ? { ...rest, $lt: key } : { ...rest, $gte: key };
      rest = forwards ? { $gte: key, ...upper } : { ...lower, $lt: key };
    }
  }
  yield unlessWhole(rest);
}
