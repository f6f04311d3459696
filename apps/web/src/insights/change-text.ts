/** What less and more of something are called. */
export interface Words {
  readonly less: string;
  readonly more: string;
}

/** What stands where there is nothing to tell. */
export const NONE = '–';

/** null: there is none; undefined: it has not been read yet. */
type Known = number | null | undefined;

/** How a number compares with the one of before: `20 % shorter`. undefined: there is nothing to compare. */
export function changeText(now: Known, before: Known, words: Words): string | undefined {
  if (now == null || before == null || before === 0) return undefined;
  const percent = Math.round((now / before - 1) * 100);
  if (percent === 0) return 'as before';
  return percent < 0 ? `${-percent} % ${words.less}` : `${percent} % ${words.more}`;
}

/** How a share, 0 to 1, compares with the one of before: `3 points more`. */
export function shareChangeText(now: Known, before: Known): string | undefined {
  if (now == null || before == null) return undefined;
  const points = Math.round(now * 100) - Math.round(before * 100);
  if (points === 0) return 'as before';
  return `${Math.abs(points)} ${Math.abs(points) === 1 ? 'point' : 'points'} ${points < 0 ? 'less' : 'more'}`;
}

/** null: of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

export function percentText(share: Known): string {
  return share == null ? NONE : `${Math.round(share * 100)} %`;
}
