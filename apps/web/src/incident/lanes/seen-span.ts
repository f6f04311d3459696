import type { Span } from './span.js';

/** What of the time is seen in the column. It changes with every row that scrolls by, so only who draws it is told. */
export class SeenSpan {
  #span: Span | undefined;
  readonly #listeners = new Set<() => void>();

  readonly tell = (since: number, until: number): void => {
    this.#span = { since, until };
    for (const listener of this.#listeners) listener();
  };

  readonly span = (): Span | undefined => this.#span;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
