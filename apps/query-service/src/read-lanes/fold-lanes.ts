/** How many entries of a lane are in a part of the time, as the store counts them. */
export interface Counted {
  readonly _id: { readonly lane: string | null; readonly part: number };
  readonly count: number;
  /** The key of the one with the highest id. */
  readonly newest: string;
}

interface Counts {
  readonly total: number;
  readonly counts: number[];
}

export interface FoldedLanes {
  readonly lanes: readonly (Counts & { readonly id: string })[];
  /** Keys of an entry of each of these lanes. */
  readonly newest: readonly string[];
  /** Entries without a lane. */
  readonly without: Counts;
  /** All other lanes, as one. */
  readonly others: Counts & { readonly lanes: number };
}

class Lane {
  total = 0;
  newest = '';
  readonly counts: number[];

  constructor(parts: number) {
    this.counts = new Array<number>(parts).fill(0);
  }

  add({ _id, count, newest }: Counted): void {
    this.total += count;
    this.counts[_id.part] = this.counts[_id.part]! + count;
    if (newest > this.newest) this.newest = newest;
  }

  get told(): Counts {
    return { total: this.total, counts: this.counts };
  }
}

/** The lanes that were asked for, else the busiest first, of as many entries by id; all others folded into one. */
export function foldLanes(
  counted: readonly Counted[],
  parts: number,
  { lanes: most, lane: asked }: { readonly lanes: number; readonly lane: readonly string[] },
): FoldedLanes {
  const totals = new Map<string, number>();
  for (const { _id, count } of counted)
    if (_id.lane !== null) totals.set(_id.lane, (totals.get(_id.lane) ?? 0) + count);
  const busiest = [...totals].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([id]) => id);
  const told = new Map(
    (asked.length > 0 ? asked : busiest.slice(0, most)).map((id) => [id, new Lane(parts)]),
  );
  const without = new Lane(parts);
  const others = new Lane(parts);
  for (const one of counted) {
    const { lane } = one._id;
    (lane === null ? without : (told.get(lane) ?? others)).add(one);
  }
  return {
    lanes: [...told].map(([id, lane]) => ({ id, ...lane.told })),
    newest: [...told.values()].flatMap(({ newest }) => (newest === '' ? [] : [newest])),
    without: without.told,
    others: { lanes: busiest.filter((id) => !told.has(id)).length, ...others.told },
  };
}
