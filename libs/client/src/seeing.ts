import type { Added } from './types.js';

/** Which writes a read must show: it waits for them, and is refused with `not_visible_yet` if they don't come in time. */
export type Seeing = Added | readonly Added[];

export interface ReadOptions {
  readonly seeing?: Seeing;
  readonly signal?: AbortSignal;
}

interface Wanted {
  readonly after?: string;
  readonly includes?: string;
}

/** What a client has written, for reads that must show it. */
export class Writes {
  #last: string | undefined;

  /** @param remembered every read shows what this client wrote before it */
  constructor(private readonly remembered: boolean) {}

  note(added: Added): void {
    if (added.status === 'recorded') this.#last = later(this.#last, added.position);
  }

  wanted(seeing: Seeing | undefined): Wanted {
    if (seeing === undefined) {
      return this.remembered && this.#last !== undefined ? { after: this.#last } : {};
    }
    const all: readonly Added[] = 'status' in seeing ? [seeing] : seeing;
    const wanted: { after?: string; includes?: string } = {};
    for (const added of all) {
      if (all.length > 1 && added.status === 'recorded') {
        wanted.after = later(wanted.after, added.position);
      } else wanted.includes = added.id;
    }
    return wanted;
  }
}

/** Of two positions, `log:epoch:position`, the one further on. */
function later(one: string | undefined, other: string): string {
  if (one === undefined) return other;
  const [a, b] = [one, other].map((text) => text.split(':').slice(-2).map(Number) as [number, number]);
  return a![0] > b![0] || (a![0] === b![0] && a![1] > b![1]) ? one : other;
}
