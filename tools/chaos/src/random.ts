import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Everything that chance decides in a run, from its seed alone. */
export class Random {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  /** @param stream keeps the draws of one part apart from those of others, which come in no steady order */
  constructor(seed: number, stream = 0) {
    this.#generator = xoroshiro128plus(seed);
    for (let jumps = 0; jumps < stream; jumps += 1) this.#generator.jump();
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return uniformInt(this.#generator, least, most);
  }

  /** True once in `times`. */
  onceIn(times: number): boolean {
    return this.between(1, times) === 1;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    return items.map(() => left.splice(this.between(0, left.length - 1), 1)[0]!);
  }
}
