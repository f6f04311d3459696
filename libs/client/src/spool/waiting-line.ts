import type { Waiting } from './segment.js';

/** What waits, in the order of ids. Almost always that in which it comes. */
export class WaitingLine {
  readonly #line: Waiting[] = [];

  get length(): number {
    return this.#line.length;
  }

  add(more: readonly Waiting[]): void {
    const ordered = more.toSorted(byId);
    const last = this.#line.at(-1);
    const inOrder = !last || !ordered[0] || last.id <= ordered[0].id;
    for (const one of ordered) this.#line.push(one);
    if (!inOrder) this.#line.sort(byId);
  }

  /** The first of them, at most `most` and together at most `mostBytes`, one at least; they wait no longer here. */
  take(most: number, mostBytes: number): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { length } of this.#line) {
      bytes += length;
      if (count > 0 && (count === most || bytes > mostBytes)) break;
      count += 1;
    }
    return this.#line.splice(0, count);
  }
}

function byId(one: Waiting, other: Waiting): number {
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}
