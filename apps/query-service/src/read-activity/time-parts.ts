import type { EntryFilter } from '@daybook/timeline-contracts';
import { timelineKey, timeOfTimelineKey } from '@daybook/timeline-domain';
import type { Filter } from 'mongodb';
import { incidentKey, type EntryDocument, type IncidentDocument } from '../mongo/documents.js';
import { entryConditions, oneOf, type KeyRange } from '../mongo/entry-filter.js';
import { mergedIncidents } from '../mongo/merged-incidents.js';
import { COUNT_LIMIT, READ_LIMIT, type Store } from '../mongo/store.js';

/** Of a key, before its id: milliseconds from where all keys begin. */
const KEY_BEGIN = timelineKey(0, '');
const TIME_DIGITS = KEY_BEGIN.indexOf('.');
const EPOCH_IN_KEYS = Number(KEY_BEGIN.slice(0, TIME_DIGITS));

/** Entries. */
const COUNTED_AT_ONCE = 20_000;

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
  /** Where the last part ends; before `since` where nothing of the timeline is in this time. */
  readonly until: number;
  /** How many entries the timeline has, in this time and beside it. */
  readonly entries: number;
  /** But for its time. */
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
  const until = filter.until ?? extent.last + 1;
  const length = Math.max(until - since, 1);
  const bucketMs = Math.ceil(length / buckets);
  const shown = {
    ...{ account, incidentId: oneOf(together) },
    ...entryConditions(account, filter),
    ...(overview && { overviewIn: keys }),
  };
  const parts = Math.ceil(length / bucketMs);
  return { since, until, bucketMs, parts, entries: extent.entries, shown };
}

/**
 * Counts the entries of some parts after the other, about 20,000 at a time: so a store that can't count all of them in
 * time is left alone soon after that, and has time for others meanwhile.
 *
 * @param group what is counted, as a stage of an aggregation; entries of different parts are never of one group
 * @throws Error after the deadline of counts
 */
export async function countInParts<Counted extends object>(
  store: Store,
  time: TimeParts,
  group: object,
): Promise<Counted[]> {
  const end = performance.now() + COUNT_LIMIT.maxTimeMS;
  const counted: Counted[] = [];
  for (const key of keyWindows(time)) {
    const maxTimeMS = Math.ceil(end - performance.now());
    if (maxTimeMS <= 0) throw new Error('not counted in time');
    const stages = [{ $match: { ...time.shown, key } }, { $group: group }];
    counted.push(...(await store.entries.aggregate<Counted>(stages, { maxTimeMS }).toArray()));
  }
  return counted;
}

/** The keys of the parts, in ranges of as many parts each. */
export function keyWindows({ since, bucketMs, parts, entries, until }: TimeParts): KeyRange[] {
  const count = Math.min(parts, Math.max(1, Math.ceil(entries / COUNTED_AT_ONCE)));
  const edges = Array.from(
    { length: count },
    (_, window) => since + Math.floor((window * parts) / count) * bucketMs,
  );
  return edges.map((edge, window) => ({
    $gte: timelineKey(edge, ''),
    $lt: timelineKey(edges[window + 1] ?? until, ''),
  }));
}

/** The part that an entry is in, as an expression of the store. */
export function partOfEntry({ since, bucketMs }: Pick<TimeParts, 'since' | 'bucketMs'>): object {
  const time = { $toLong: { $substrBytes: ['$key', 0, TIME_DIGITS] } };
  return { $floor: { $divide: [{ $subtract: [time, since + EPOCH_IN_KEYS] }, bucketMs] } };
}

async function extentOf(store: Store, _id: IncidentDocument['_id'] | { $in: string[] }) {
  const extents = await store.incidents
    .find<Pick<IncidentDocument, 'firstKey' | 'lastKey' | 'entryCount'>>(
      { _id },
      { ...READ_LIMIT, projection: { _id: 0, firstKey: 1, lastKey: 1, entryCount: 1 } },
    )
    .toArray();
  if (extents.length === 0) return undefined;
  return {
    first: Math.min(...extents.map(({ firstKey }) => timeOfTimelineKey(firstKey))),
    last: Math.max(...extents.map(({ lastKey }) => timeOfTimelineKey(lastKey))),
    entries: extents.reduce((sum, { entryCount }) => sum + entryCount, 0),
  };
}
