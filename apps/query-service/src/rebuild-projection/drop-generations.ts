import { setTimeout as sleep } from 'node:timers/promises';
import type { Generations } from '../mongo/generations.js';
import { GENERATION_LEASE_MS, READ_DEADLINE_MS } from '../mongo/store.js';
import { isUnderWay, Refused } from './rebuild-lock.js';

/** Until the last reader that had not heard of it is done. */
const FAREWELL_MS = GENERATION_LEASE_MS + READ_DEADLINE_MS + 1_000;

/**
 * Removes generations that are not live, and what is left of a removal that was interrupted.
 *
 * @param number left out for all of them
 * @returns the numbers of those that are gone
 * @throws Refused for one that is live, is being built or does not exist
 */
export async function dropGenerations(generations: Generations, number?: number): Promise<number[]> {
  let dropped: number[] = [];
  await generations.change((before) => {
    const { live, rebuild, generations: all } = before;
    if (number === live) throw new Refused(`generation ${number} is live.`);
    if (rebuild && isUnderWay(rebuild))
      throw new Refused(
        `a rebuild is under way, by the process ${rebuild.pid} on ${rebuild.host}: wait for it, or end it.`,
      );
    const goes = (each: number) => each !== live && (number === undefined || each === number);
    if (number !== undefined && !all.some((one) => goes(one.number)))
      throw new Refused(`there is no generation ${number}.`);
    dropped = all.map((one) => one.number).filter(goes);
    const { rebuild: _over, ...rest } = before;
    return { ...rest, generations: all.filter((one) => !goes(one.number)) };
  });
  if (dropped.length > 0) await sleep(FAREWELL_MS);
  return generations.removeUnlisted();
}
