import type { Entry } from '@daybook/client';
import { latenessOf } from '../timeline/between.js';

/** Pixels of a mark, and of a digit beside it. */
export const MARK = 16;
const DIGIT = 7;
/** Marks over so many pixels are not one any more, however close they are. */
const WIDEST = 40;

/** What changes an incident, the weightiest first: seen whatever lies around it. */
export const MILESTONES = [
  'trigger',
  'resolve',
  'acknowledge',
  'reopen',
  'close',
  'cancel',
  'unacknowledge',
  'escalate',
  'merge',
] as const;

const weight = ({ type }: Entry) => {
  const place = (MILESTONES as readonly string[]).indexOf(type);
  return place === -1 ? MILESTONES.length : place;
};

/** Entries that are drawn as one mark, since their own would lie over each other. */
export interface Mark {
  readonly entries: readonly Entry[];
  /** The one that it looks like. */
  readonly face: Entry;
  /** Pixels. */
  readonly centre: number;
  readonly width: number;
}

/** @param entries of one lane, in timeline order @param x where an instant is, in pixels */
export function marksOf(entries: readonly Entry[], x: (instant: number) => number): Mark[] {
  const marks: Mark[] = [];
  let first = 0;
  for (const entry of entries) {
    const at = x(Date.parse(entry.occurredAtUtc));
    const before = marks.at(-1);
    const near = before && at - MARK / 2 < before.centre + before.width / 2 && at - first < WIDEST;
    if (near) marks.pop();
    else first = at;
    const free = marks.at(-1);
    marks.push(markOf(near ? [...before.entries, entry] : [entry], (first + at) / 2, free));
  }
  return marks;
}

/** @param before whose place is taken already */
function markOf(entries: readonly Entry[], middle: number, before: Mark | undefined): Mark {
  const digits = entries.length === 1 ? 0 : String(entries.length).length * DIGIT + 5;
  const width = MARK + digits;
  return {
    entries,
    face: entries.reduce((heaviest, one) => (weight(one) < weight(heaviest) ? one : heaviest)),
    centre: before ? Math.max(middle, before.centre + (before.width + width) / 2) : middle,
    width,
  };
}

/** Ids of the entries that came late. Whether the last of them did shows only once something follows it. */
export function lateIn(entries: readonly Entry[]): Set<string> {
  const late = entries.filter(
    (entry, n) => entries[n + 1] && latenessOf(entry, entries[n + 1]) !== undefined,
  );
  return new Set(late.map(({ id }) => id));
}

/** How many entries there are of each type, the most frequent first. */
export function typesIn(entries: readonly Entry[]): [type: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { type } of entries) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
