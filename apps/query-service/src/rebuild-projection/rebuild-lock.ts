import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type {
  GenerationRecord,
  Generations,
  ProjectionDocument,
  RebuildRecord,
} from '../mongo/generations.js';

/** A rebuild that has not told of itself for so long is over, however it ended. */
const OVER_AFTER_MS = 15_000;
const RENEW_MS = 1_000;

/** It can't be done as things stand: the message says why, and what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export interface RebuildChoice {
  /** One that exists: an unfinished one, or one before the live one, to go back to it. */
  readonly generation?: number;
  /** Begins from nothing, also where an unfinished generation could be gone on with. */
  readonly anew?: boolean;
}

/** The right to build a generation and to make it live. One process has it at a time. */
export class RebuildLock {
  #renewedAt = performance.now();

  private constructor(
    private readonly generations: Generations,
    readonly generation: number,
    private readonly id: string,
  ) {}

  /** @throws Refused while another has it, or when that generation can't be built */
  static async take(generations: Generations, choice: RebuildChoice): Promise<RebuildLock> {
    const id = randomUUID();
    const { rebuild } = await generations.change((before) => {
      if (before.rebuild && isUnderWay(before.rebuild)) throw new Refused(beingBuilt(before.rebuild));
      const number = chosen(before, choice);
      const known = before.generations.some((one) => one.number === number);
      const begun: GenerationRecord = { number, finished: false, startedAt: new Date() };
      return {
        ...before,
        generations: known ? before.generations : [...before.generations, begun],
        last: Math.max(before.last, number),
        rebuild: { generation: number, host: hostname(), pid: process.pid, id, renewedAt: new Date() },
      };
    });
    return new RebuildLock(generations, rebuild!.generation, id);
  }

  /** To be called often. @throws Refused when another has taken it meanwhile */
  async renew(): Promise<void> {
    if (performance.now() - this.#renewedAt < RENEW_MS) return;
    await this.#change((before) => ({ ...before, rebuild: { ...before.rebuild!, renewedAt: new Date() } }));
    this.#renewedAt = performance.now();
  }

  /** From now on, all replicas go over to this generation. @returns the one that was live */
  async makeLive(): Promise<number> {
    let replaced = 0;
    await this.#change((before) => {
      replaced = before.live;
      const generations = before.generations.map((one) =>
        one.number === this.generation ? { ...one, finished: true } : one,
      );
      return { ...before, live: this.generation, generations };
    });
    return replaced;
  }

  async release(): Promise<void> {
    await this.#change(({ rebuild: _over, ...rest }) => rest);
  }

  #change(change: (before: ProjectionDocument) => ProjectionDocument): Promise<ProjectionDocument> {
    return this.generations.change((before) => {
      if (before.rebuild?.id !== this.id) throw new Refused('another process has taken over this rebuild.');
      return change(before);
    });
  }
}

/** Whether somebody works at it. A process of this machine is seen to have ended; another has to be waited for. */
export function isUnderWay({ host, pid, renewedAt }: RebuildRecord): boolean {
  // Either way: a clock may have been set back since.
  if (Math.abs(Date.now() - renewedAt.getTime()) > OVER_AFTER_MS) return false;
  return host !== hostname() || isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function beingBuilt({ generation, host, pid }: RebuildRecord): string {
  return `generation ${generation} is being built by the process ${pid} on ${host}: wait for it, or end it.`;
}

function chosen(
  { generations, live, last }: ProjectionDocument,
  { generation, anew }: RebuildChoice,
): number {
  if (generation === undefined) {
    const unfinished = generations.filter(({ finished }) => !finished).at(-1);
    return unfinished && !anew ? unfinished.number : last + 1;
  }
  if (generation === live)
    throw new Refused(`generation ${generation} is live: leave out --generation to build a new one.`);
  if (generations.some(({ number }) => number === generation)) return generation;
  throw new Refused(`there is no generation ${generation}.`);
}
