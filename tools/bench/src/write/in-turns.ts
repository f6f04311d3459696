import type { Contender, Lane, LaneSlice } from './contender.js';
import { summarize, type LaneFigures } from './figures.js';

export interface Turns {
  readonly rounds: number;
  readonly secondsPerSlice: number;
  /** Told of each slice that counts; round 0 warms up and is not told. */
  readonly onSlice?: (lane: Lane, slice: LaneSlice, round: number) => void;
}

/**
 * Measures all lanes in turns, a slice at a time, so that whatever the machine does meanwhile meets all of them. Lanes
 * with as many callers follow each other.
 */
export async function measureInTurns(
  contenders: readonly Contender[],
  { rounds, secondsPerSlice, onSlice }: Turns,
): Promise<LaneFigures[]> {
  const lanes = contenders
    .flatMap((contender) => contender.lanes)
    .sort((a, b) => (a.callers ?? Number.MAX_VALUE) - (b.callers ?? Number.MAX_VALUE));
  const slices = new Map<Lane, LaneSlice[]>(lanes.map((lane) => [lane, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const lane of lanes) {
      const slice = await lane.measure(secondsPerSlice);
      if (round === 0) continue;
      slices.get(lane)!.push(slice);
      onSlice?.(lane, slice, round);
    }
  }
  return lanes.map((lane) => summarize(lane, slices.get(lane)!));
}
