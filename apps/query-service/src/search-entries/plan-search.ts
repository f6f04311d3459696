import type { EntryFilter } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import { holdsWord, matches, unlessWhole, type KeyRange } from '../mongo/entry-filter.js';
import type { KeyedList } from '../mongo/page-in-windows.js';
import type { EntrySample, SampledEntry } from './entry-samples.js';

/** Entries that are looked at for one page: a slow store does that in half a second. */
const MOST_LOOKED_AT = 50_000;
/** More at a time saves nothing, and may be more than a page needs. */
const MOST_AT_A_TIME = 2_000;
/** An entry that an index of words names is read from anywhere; those of a span of time lie together. */
const COST_BY_WORD = 2;

export type SearchPlan = ByWord | ByTime;

/** All entries that hold a word are looked at. */
export interface ByWord {
  /** The rarest first. */
  readonly words: readonly string[];
}

/** Spans of time are looked at, one after the other until a page is found. */
export interface ByTime {
  /** In the order of the list, without a gap. */
  readonly spans: readonly (KeyRange | undefined)[];
  /** Where the last of them ends; undefined: with the list. */
  readonly end: TimelineKey | undefined;
}

/** How a page of a filtered list is found by looking at few entries, as far as a sample can tell. */
export function planSearch(
  sample: EntrySample,
  filter: EntryFilter,
  list: Pick<KeyedList<unknown>, 'order' | 'range' | 'limit'>,
): SearchPlan {
  const [team, ...teams] = filter.team;
  // There is an index of the entries of each team: of these alone is looked at, where one is asked for.
  const here = sample.entries.filter(
    (entry) =>
      isWithin(list.range, entry.key) &&
      (team === undefined || teams.length > 0 || entry.teams.includes(team)),
  );
  const wanted = (list.limit + 1) / share(here, (entry) => matches(filter, entry));
  const [rarest, ...others] = (filter.text ?? [])
    .map((word) => ({ word, share: share(sample.entries, (entry) => holdsWord(entry, word)) }))
    .sort((a, b) => a.share - b.share);
  if (rarest) {
    const holders = rarest.share * sample.entries.length * sample.each;
    if (COST_BY_WORD * holders <= Math.min(wanted, MOST_LOOKED_AT))
      return { words: [rarest, ...others].map(({ word }) => word) };
  }
  const keys = here.map(({ key }) => key);
  return spans(list.order === 'asc' ? keys : keys.toReversed(), sample.each, list, wanted);
}

/** Never none and never all: a sample proves neither. */
function share(entries: readonly SampledEntry[], holds: (entry: SampledEntry) => boolean): number {
  return (entries.filter(holds).length + 0.5) / (entries.length + 1);
}

/**
 * The first holds about as many entries as are wanted, each other one at most twice as many as the one before.
 *
 * @param edges keys of the list, in its order
 * @param each how many entries there are from one edge to the next
 */
function spans(
  edges: readonly TimelineKey[],
  each: number,
  { order, range = {} }: Pick<KeyedList<unknown>, 'order' | 'range'>,
  wanted: number,
): ByTime {
  const { $lt, ...lower } = range;
  let from: KeyRange = lower;
  let to: KeyRange = $lt === undefined ? {} : { $lt };
  const found: KeyRange[] = [];
  const last = Math.ceil(MOST_LOOKED_AT / each) - 1;
  for (let step = wanted / each, at = -1; at < last; step *= 2) {
    at = Math.min(at + Math.max(1, Math.ceil(Math.min(step, MOST_AT_A_TIME / each))), last);
    const edge = edges[at];
    if (edge === undefined) return { spans: [...found, unlessWhole({ ...from, ...to })], end: undefined };
    if (order === 'asc') {
      found.push({ ...from, $lte: edge });
      from = { $gt: edge };
    } else {
      found.push({ $gte: edge, ...to });
      to = { $lt: edge };
    }
  }
  return { spans: found, end: edges[last] };
}

function isWithin({ $gte, $gt, $lt }: KeyRange = {}, key: TimelineKey): boolean {
  return (
    ($gte === undefined || key >= $gte) &&
    ($gt === undefined || key > $gt) &&
    ($lt === undefined || key < $lt)
  );
}
