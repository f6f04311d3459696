import type { Collection, Filter } from 'mongodb';
import type { EntryDocument } from '../mongo/documents.js';
import type { KeyRange } from '../mongo/entry-filter.js';
import type { KeyedList } from '../mongo/page-in-windows.js';
import { READ_LIMIT } from '../mongo/store.js';

/**
 * How many of the matching entries an overview hides before each of those it shows, and behind the last one up to the
 * end of what matches. Where another page follows, what is hidden before its first entry is told there.
 *
 * @param within all that match of a range, hidden and shown: as exact as an index, so that nothing else is looked at
 * @param shown in the page's order
 */
export async function hiddenBetween(
  entries: Collection<EntryDocument>,
  within: (range: KeyRange | undefined) => Filter<EntryDocument>,
  { order, range }: Pick<KeyedList<EntryDocument>, 'order' | 'range'>,
  shown: readonly Pick<EntryDocument, 'key'>[],
  more: boolean,
): Promise<number[]> {
  const keys = shown.map(({ key }) => key);
  const last = keys.at(-1);
  const boundaries = ['', ...(order === 'asc' ? keys : keys.toReversed()), '~'];
  const buckets = await entries
    .aggregate<{ _id: string; count: number }>(
      [
        { $match: within(more && last !== undefined ? upTo(last, order, range) : range) },
        { $bucket: { groupBy: '$key', boundaries, output: { count: { $sum: 1 } } } },
      ],
      READ_LIMIT,
    )
    .toArray();
  const counts = new Map(buckets.map(({ _id, count }) => [_id, count]));
  // A bucket is named by where it begins, and the keys begin with digits, which come before a tilde. All but the first
  // begin with an entry that is shown.
  const gaps = boundaries
    .slice(0, -1)
    .map((from) => Math.max(0, (counts.get(from) ?? 0) - (from === '' ? 0 : 1)));
  if (order === 'desc') gaps.reverse();
  return more ? [...gaps.slice(0, -1), 0] : gaps;
}

/** A range, ended by the last entry of a page. */
function upTo(last: string, order: 'asc' | 'desc', range: KeyRange | undefined): KeyRange {
  if (order === 'asc') return { ...range, $lt: last };
  return { ...(range?.$lt !== undefined && { $lt: range.$lt }), $gte: last };
}
