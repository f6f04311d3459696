import {
  FIRST_MILLISECOND,
  LAST_MILLISECOND,
  timelineKey,
  timeOfTimelineKey,
} from '@daybook/timeline-domain';
import type { FindCursor } from 'mongodb';
import type { KeyRange } from './entry-filter.js';

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
 * The first documents of a list, looked for in windows of time that grow until a page is found: so a page of a long
 * list costs what one of a short list does, also with a server that looks at all that matches before it sorts and cuts
 * (SecantusDB 0.5.3: 180 ms for 100 of 40,000, 3 ms within bounds).
 */
export async function pageInWindows<Document>(
  list: KeyedList<Document>,
  guess: Guess | undefined,
): Promise<Page<Document>> {
  const documents: Document[] = [];
  for (const window of windows(list, guess)) {
    // One beyond the limit tells whether there are more; all in one answer of the server.
    const wanted = list.limit + 1 - documents.length;
    documents.push(...(await list.find(window).limit(wanted).batchSize(wanted).toArray()));
    if (documents.length > list.limit) break;
  }
  return { documents: documents.slice(0, list.limit), more: documents.length > list.limit };
}

/** Ranges that make up the whole one, in the order of the list. */
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
  yield Object.keys(rest).length > 0 ? rest : undefined;
}
