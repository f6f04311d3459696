const secondsPer = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** `90s`, `15m`, `12h` or `30d`. */
export function secondsOf(lifetime: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(lifetime) ?? [];
  const seconds = Number(count) * secondsPer[unit as keyof typeof secondsPer];
  if (!(seconds > 0))
    throw new Error(`--expires is a number and s, m, h or d, such as 30d, not "${lifetime}".`);
  return seconds;
}
