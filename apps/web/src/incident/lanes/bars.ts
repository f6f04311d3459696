/** Where parts of a time and their counts are drawn. Pixels. */
interface BarsPlace {
  /** The left edge of a part. */
  readonly x: (part: number) => number;
  readonly bottom: number;
  readonly height: number;
  /** The count that is as high as `height`. */
  readonly most: number;
}

/** No bar is lower: one entry must be seen beside thousands. */
const LEAST = 2;

/** Bars as the path of one shape. Heights are square roots, so that a burst does not flatten what lies beside it. */
export function barsPath(counts: readonly number[], { x, bottom, height, most }: BarsPlace): string {
  let path = '';
  counts.forEach((count, part) => {
    if (count === 0) return;
    const [left, right] = [x(part), x(part + 1)];
    const up = Math.max(LEAST, Math.sqrt(count / most) * height);
    path += `M${round(left)} ${bottom}v${round(-up)}h${round(Math.max(1, right - left - 0.5))}v${round(up)}z`;
  });
  return path;
}

const round = (pixels: number) => Math.round(pixels * 10) / 10;
