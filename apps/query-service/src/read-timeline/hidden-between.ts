import type { TimelineKey } from '@daybook/timeline-domain';
import type { Collection, Filter } from 'mongodb';
import type { EntryDocument } from '../mongo/documents.js';
import { READ_LIMIT } from '../mongo/store.js';

/**
 * How many of the matching entries an overview hides before each of those it shows, and behind the last one up to the
 * end of what matches. Where another page follows, what is hidden before its first entry is told there.
 *
 * @param keys of the entries shown, in the page's order
 */
export async function hiddenBetween(
  entries: Collection<EntryDocument>,
  matching: Filter<EntryDocument>,
  keys: readonly TimelineKey[],
  order: 'asc' | 'desc',
  more: boolean,
): Promise<number[]> {
  const last = keys.at(-1);
  // Where another page follows, nobody asks what is behind this one.
  const reach = more && last !== undefined ? [{ key: order === 'asc' ? { $lt: last } : { $gt: last } }] : [];
  const boundaries = ['', ...(order === 'asc' ? keys : keys.toReversed()), '~'];
  const buckets = await entries
    .aggregate<{ _id: string; count: number }>(
      [
        { $match: { $and: [matching, ...reach, { overviewIn: { $exists: false } }] } },
        { $bucket: { groupBy: '$key', boundaries, output: { count: { $sum: 1 } } } },
      ],
      READ_LIMIT,
    )
    .toArray();
  const counts = new Map(buckets.map(({ _id, count }) => [_id, count]));
  // A bucket is named by where it begins, and the keys begin with digits, which come before a tilde.
  const gaps = boundaries.slice(0, -1).map((from) => counts.get(from) ?? 0);
  if (order === 'desc') gaps.reverse();
  return more ? [...gaps.slice(0, -1), 0] : gaps;
}
