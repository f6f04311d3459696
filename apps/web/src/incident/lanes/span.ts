/** A part of time: from `since` on, before `until`. UTC milliseconds. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

/** No picture shows less. */
const LEAST_MS = 1_000;

/**
 * The span that is seen after zooming.
 *
 * @param factor of its length: below 1 into it, above out of it
 * @param centre the instant that keeps its place
 * @returns undefined: it is the whole
 */
export function zoomed(span: Span, whole: Span, factor: number, centre: number): Span | undefined {
  const length = span.until - span.since;
  const wanted = Math.max(length * factor, Math.min(LEAST_MS, length));
  if (wanted >= whole.until - whole.since) return undefined;
  const before = (centre - span.since) * (wanted / length);
  return within({ since: centre - before, until: centre - before + wanted }, whole);
}

/** The span beside this one, as far as there is something. @param by parts of its length, to the left where below 0 */
export function panned(span: Span, whole: Span, by: number): Span {
  const way = (span.until - span.since) * by;
  return within({ since: span.since + way, until: span.until + way }, whole);
}

/** Two instants in any order as a span, which an instant alone is not: undefined. */
export function spanOf(a: number, b: number): Span | undefined {
  const span = { since: Math.round(Math.min(a, b)), until: Math.round(Math.max(a, b)) };
  return span.until > span.since ? span : undefined;
}

function within({ since, until }: Span, whole: Span): Span {
  const length = until - since;
  const begin = Math.round(Math.min(Math.max(since, whole.since), whole.until - length));
  return { since: begin, until: Math.round(begin + length) };
}
