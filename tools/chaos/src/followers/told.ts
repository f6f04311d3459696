import { parseLogPosition } from '@daybook/timeline-domain';
import type { LogRow } from '../audit/log-audit.js';

/** Of an entry, as every way of following shows it. */
export interface ToldEntry {
  readonly incidentId: string;
  /** `log:epoch:position` */
  readonly position: string;
}

export interface WhatIsPromised {
  /** What is in order by itself: the whole log, or each incident. */
  readonly orderOf: (entry: ToldEntry) => string;
  readonly mayRepeat: boolean;
}

/** What one way of following has told. */
export class Told {
  readonly faults: string[] = [];
  /** How many entries came again. */
  repeated = 0;
  readonly #positions = new Set<number>();
  readonly #last = new Map<string, number>();

  constructor(
    private readonly way: string,
    private readonly promised: WhatIsPromised,
  ) {}

  get count(): number {
    return this.#positions.size;
  }

  take(entry: ToldEntry): void {
    const { position } = parseLogPosition(entry.position);
    if (this.#positions.has(position)) {
      this.repeated += 1;
      if (!this.promised.mayRepeat) this.faults.push(`${this.way} told ${position} again`);
      return;
    }
    const order = this.promised.orderOf(entry);
    const last = this.#last.get(order) ?? 0;
    if (position < last) this.faults.push(`${this.way} told ${position} after ${last}`);
    this.#positions.add(position);
    this.#last.set(order, position);
  }

  /** @returns what does not hold, in words */
  audit(log: readonly LogRow[]): string[] {
    const missing = log.filter(({ position }) => !this.#positions.has(position));
    const known = new Set(log.map(({ position }) => position));
    const unknown = [...this.#positions].filter((position) => !known.has(position));
    return [
      ...this.faults,
      ...missing.map(({ position, id }) => `${this.way} did not tell ${id} at ${position}`),
      ...unknown.map(
        (position) => `${this.way} told ${position}, which the log does not have for this account`,
      ),
    ];
  }
}
