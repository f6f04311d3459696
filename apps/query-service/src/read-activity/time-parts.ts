import type { EntryFilter } from '@daybook/timeline-contracts';
import { timelineKey, timeOfTimelineKey } from '@daybook/timeline-domain';
import type { Filter } from 'mongodb';
import { incidentKey, type EntryDocument, type IncidentDocument } from '../mongo/documents.js';
import { entryConditions, keyRange, oneOf } from '../mongo/entry-filter.js';
import { mergedIncidents } from '../mongo/merged-incidents.js';
import { READ_LIMIT, type Store } from '../mongo/store.js';

/** Of a key, before its id: milliseconds from where all keys begin. */
const KEY_BEGIN = timelineKey(0, '');
const TIME_DIGITS = KEY_BEGIN.indexOf('.');
const EPOCH_IN_KEYS = Number(KEY_BEGIN.slice(0, TIME_DIGITS));

export interface PartsAsked {
  readonly account: string;
  readonly incidentId: string;
  readonly filter: EntryFilter;
  readonly overview: boolean;
  /** The most parts into which the time is divided. */
  readonly buckets: number;
}

/** A timeline's time in parts of one length, and what is counted in them. Times are UTC milliseconds. */
export interface TimeParts {
  readonly since: number;
  readonly bucketMs: number;
  readonly parts: number;
  readonly shown: Filter<EntryDocument>;
}

/** Undefined: there is no entry of this incident. */
export async function timeParts(store: Store, asked: PartsAsked): Promise<TimeParts | undefined> {
  const { account, incidentId, filter, overview, buckets } = asked;
  const merged = await mergedIncidents(store.incidents, account, incidentId);
  const together = [incidentId, ...merged];
  const keys = oneOf(together.map((one) => incidentKey(account, one)));
  const extent = await extentOf(store, keys);
  if (!extent) return undefined;
  const since = filter.since ?? extent.first;
  const until = Math.max(filter.until ?? extent.last + 1, since + 1);
  const bucketMs = Math.ceil((until - since) / buckets);
  const range = keyRange(filter, 'asc', undefined);
  const shown = {
    ...{ account, incidentId: oneOf(together), ...(range && { key: range }) },
    ...entryConditions(account, filter),
    ...(overview && { overviewIn: keys }),
  };
  return { since, bucketMs, parts: Math.ceil((until - since) / bucketMs), shown };
}

/** The part that an entry is in, as an expression of the store. */
export function partOfEntry({ since, bucketMs }: Pick<TimeParts, 'since' | 'bucketMs'>): object {
  const time = { $toLong: { $substrBytes: ['$key', 0, TIME_DIGITS] } };
  return { $floor: { $divide: [{ $subtract: [time, since + EPOCH_IN_KEYS] }, bucketMs] } };
}

async function extentOf(store: Store, _id: IncidentDocument['_id'] | { $in: string[] }) {
  const extents = await store.incidents
    .find<Pick<IncidentDocument, 'firstKey' | 'lastKey'>>(
      { _id },
      { ...READ_LIMIT, projection: { _id: 0, firstKey: 1, lastKey: 1 } },
    )
    .toArray();
  if (extents.length === 0) return undefined;
  return {
    first: Math.min(...extents.map(({ firstKey }) => timeOfTimelineKey(firstKey))),
    last: Math.max(...extents.map(({ lastKey }) => timeOfTimelineKey(lastKey))),
  };
}
