import { refuseBackwards, type SpanAsked } from './refusals.js';

const USUAL_SPAN_MS = 30 * 24 * 3_600_000;

/** UTC milliseconds. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

/** What figures are of: the last 30 days unless told. @throws HttpProblem 400 for a span that ends before it begins */
export function figuresSpan({ until = endOfThisSecond(), since = until - USUAL_SPAN_MS }: SpanAsked): Span {
  refuseBackwards({ since, until });
  return { since, until };
}

/** Not the moment: who asks in the same second asks the same. */
function endOfThisSecond(): number {
  return Math.ceil((Date.now() + 1) / 1_000) * 1_000;
}

/** As answers tell it. */
export function spanView({ since, until }: Span): { readonly since: string; readonly until: string } {
  return { since: new Date(since).toISOString(), until: new Date(until).toISOString() };
}
