import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { AnswersUnderWay } from './answers-under-way.js';
import { COUNT_DEADLINE_MS, Store, StoreUnavailable } from './mongo/store.js';
import { Progress } from './project-entries/progress.js';

/** A store works on them long after those who asked have gone, and the projector needs it, too. */
const MOST_AT_A_TIME = 4;

/**
 * Answers for which the store looks at all that they count, which takes the longer the more there is: few of them at a
 * time. Those who ask the same while the same is visible share one.
 */
@Injectable()
export class Counts {
  readonly #inTurn = pLimit(MOST_AT_A_TIME);
  readonly #underWay = new AnswersUnderWay();

  constructor(
    private readonly store: Store,
    private readonly progress: Progress,
  ) {}

  /**
   * @param question all that decides the answer, beside what is visible
   * @param count must not change what it has answered before
   * @throws StoreUnavailable for whatever fails in it, and after 8 s
   */
  answer<T>(question: readonly [name: string, ...asked: unknown[]], count: () => Promise<T>): Promise<T> {
    const name = JSON.stringify([this.store.generation, this.progress.marksText, ...question]);
    return this.#underWay.share(name, () => this.#count(count));
  }

  #count<T>(count: () => Promise<T>): Promise<T> {
    let waits = true;
    const inTurn = (): Promise<T> =>
      this.#inTurn(() => {
        if (waits) return count();
        throw new StoreUnavailable('nobody waits for it any more');
      });
    return this.store.read(inTurn, COUNT_DEADLINE_MS).finally(() => (waits = false));
  }
}
