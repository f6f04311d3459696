import { IN_PROCESS } from './contenders/append-path.js';
import { CEILING } from './contenders/ceiling.js';
import { BULK, COMMANDS, OVER_HTTP } from './contenders/command-service.js';
import { EMMETT } from './contenders/emmett.js';
import type { Goal, LaneFigures } from './figures.js';

/** Of the goals on two cores, those whose lanes were measured. */
export function goalsOf(lanes: readonly LaneFigures[]): Goal[] {
  const rate = (name: string, callers?: number) =>
    lanes.find((lane) => lane.name === name && lane.callers === callers)?.entriesPerSecond.median;
  const goal = (what: string, wanted: number, reached: number | undefined, base: number | undefined = 1) =>
    reached === undefined || base === undefined
      ? []
      : [{ what, wanted, reached: reached / base, met: reached / base >= wanted }];
  return [
    ...goal('over HTTP to emmett in-process, 32 callers', 3, rate(OVER_HTTP, 32), rate(EMMETT, 32) ?? NaN),
    ...[1, 32, 256].flatMap((callers) =>
      goal(
        `in-process to its ceiling, ${callers} callers`,
        0.9,
        rate(IN_PROCESS, callers),
        rate(CEILING, callers) ?? NaN,
      ),
    ),
    ...goal('NDJSON bulk, entries/s', 15_000, rate(BULK)),
    ...goal('command queue, entries/s', 10_000, rate(COMMANDS)),
  ].filter(({ reached }) => !Number.isNaN(reached));
}
