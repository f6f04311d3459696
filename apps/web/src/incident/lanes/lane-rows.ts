import type { Entry, Lanes } from '@daybook/client';
import { namedIn } from '../timeline/entry-words.js';
import type { Span } from './span.js';

export type LaneKind = Lanes['by'];

/** A lane of the picture. */
export interface LaneRow {
  /** `without`: entries that name none; `others`: those of all lanes that have no row of their own. */
  readonly kind: 'lane' | 'without' | 'others';
  /** Of a lane; else its kind. */
  readonly id: string;
  readonly name: string;
  readonly total: number;
  readonly counts: readonly number[];
}

/** The lanes in their order, each once, and which row an entry is in. */
export interface LaneRows {
  readonly rows: readonly LaneRow[];
  rowOf(entry: Entry): number;
}

/**
 * @param whole of the whole timeline: it decides which lanes there are, in which order
 * @param shown of the span that is seen: how much is in them
 */
export function laneRows(whole: Lanes, shown: Lanes): LaneRows {
  const counted = new Map(shown.lanes.map((lane) => [lane.id, lane]));
  const rows: LaneRow[] = whole.lanes.map(({ id, name }) => {
    const { total = 0, counts = [] } = counted.get(id) ?? {};
    return { kind: 'lane', id, name, total, counts };
  });
  const without = rows.length;
  if (whole.without.total > 0)
    rows.push({ kind: 'without', id: 'without', name: `no ${whole.by}`, ...shown.without });
  const others = rows.length;
  if (whole.others.total > 0)
    rows.push({
      ...{ kind: 'others', id: 'others', name: `others (${whole.others.lanes})` },
      ...{ total: shown.others.total, counts: shown.others.counts },
    });
  const places = new Map(whole.lanes.map(({ id }, index) => [id, index]));
  const rowOf = (entry: Entry) => {
    const named = namedIn(entry[whole.by]);
    const row = named ? (places.get(named.id) ?? others) : without;
    // What came after the lanes were counted may have none yet.
    return Math.min(row, rows.length - 1);
  };
  return { rows, rowOf };
}

/** From the first part to behind the last one. */
export function spanOfParts({ since, bucketMs, without }: Lanes): Span {
  const begin = Date.parse(since);
  return { since: begin, until: begin + bucketMs * without.counts.length };
}

export function entriesIn({ rows }: LaneRows): number {
  return rows.reduce((sum, { total }) => sum + total, 0);
}

/** Where the first and the last entry of a lane are, and most of them. UTC milliseconds; undefined: it has none. */
export function whereIn(
  { counts }: LaneRow,
  { since, bucketMs }: Pick<Lanes, 'since' | 'bucketMs'>,
): { readonly first: number; readonly last: number; readonly most: number } | undefined {
  const at = (part: number) => Date.parse(since) + part * bucketMs;
  const first = counts.findIndex((count) => count > 0);
  if (first === -1) return undefined;
  return {
    first: at(first),
    last: at(counts.findLastIndex((count) => count > 0) + 1),
    most: at(counts.indexOf(Math.max(...counts))),
  };
}
