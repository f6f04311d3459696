/** Where a mark is in the picture. */
export interface MarkPlace {
  readonly lane: number;
  /** Pixels. */
  readonly x: number;
}

const WAYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] } as const;
export type Arrow = keyof typeof WAYS;

export function isArrow(key: string): key is Arrow {
  return Object.hasOwn(WAYS, key);
}

/** The mark beside one in its lane, or the nearest in the next lane that has any; itself, where there is none that way. */
export function nextMark<Place extends MarkPlace>(
  marks: readonly Place[],
  from: Place | undefined,
  arrow: Arrow,
): Place | undefined {
  if (!from) return marks[0];
  const [down, right] = WAYS[arrow];
  const that = (mark: Place) =>
    down === 0
      ? mark.lane === from.lane && (mark.x - from.x) * right > 0
      : (mark.lane - from.lane) * down > 0;
  const way = (mark: Place) => Math.abs(mark.lane - from.lane) * 1e6 + Math.abs(mark.x - from.x);
  return (
    marks
      .filter(that)
      .reduce<Place | undefined>((best, mark) => (best && way(best) <= way(mark) ? best : mark), undefined) ??
    from
  );
}
