import type { Incident } from '@daybook/client';
import { durationText } from '../../time/duration.js';
import type { Span } from './span.js';

/** What an incident took, from its first trigger on: what MTTA and MTTR are the means of. */
export interface Phase extends Span {
  readonly name: 'acknowledged' | 'resolved';
  /** `acknowledged after 4 min` */
  readonly text: string;
}

export function phasesOf(incident: Incident): Phase[] {
  const { triggeredAt, timeToAcknowledgeMs, timeToResolveMs } = incident;
  if (triggeredAt === null) return [];
  const since = Date.parse(triggeredAt);
  const phase = (name: Phase['name'], length: number | null): Phase[] =>
    length === null || length < 0
      ? []
      : [{ name, since, until: since + length, text: `${name} after ${durationText(length)}` }];
  return [...phase('acknowledged', timeToAcknowledgeMs), ...phase('resolved', timeToResolveMs)];
}

/** Pixels of a letter, on average. */
const LETTER = 6.8;
const GAP = 6;

/** A bracket in a picture, in pixels; an end that is not in sight is cut off there. */
export interface Bracket {
  readonly from: number;
  readonly to: number;
  readonly begins: boolean;
  readonly ends: boolean;
  /** Where its text stands. */
  readonly textAt: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly textWidth: number;
}

/** Undefined: nothing of it is in sight. */
export function bracketOf(
  { since, until, text }: Phase,
  x: (instant: number) => number,
  width: number,
): Bracket | undefined {
  const [begin, end] = [x(since), x(until)];
  if (end < 0 || begin > width) return undefined;
  const from = Math.max(begin, 0);
  const to = Math.min(end, width);
  const textWidth = text.length * LETTER;
  const cut = { from, to, begins: begin >= 0, ends: end <= width, textWidth };
  if (to - from > textWidth + 2 * GAP) return { ...cut, textAt: (from + to) / 2, anchor: 'middle' };
  if (to + GAP + textWidth < width) return { ...cut, textAt: to + GAP, anchor: 'start' };
  return { ...cut, textAt: from - GAP, anchor: 'end' };
}
