import { build } from 'hdr-histogram-js';

/** What was done in one turn of measuring. */
export interface Slice {
  readonly entriesPerSecond: number;
  /** From an append to its acknowledgement; absent where entries are not answered one by one. */
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

/** Callers that append one entry after the other, each waiting for its acknowledgement before the next. */
export async function closedLoop(
  callers: number,
  seconds: number,
  append: (caller: number) => Promise<void>,
): Promise<Required<Slice>> {
  const microseconds = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60_000_000,
    numberOfSignificantValueDigits: 3,
  });
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1_000;
  const call = async (caller: number): Promise<void> => {
    for (let sentAt = performance.now(); sentAt < endAt;) {
      await append(caller);
      const answeredAt = performance.now();
      microseconds.recordValue(Math.max(1, Math.round((answeredAt - sentAt) * 1_000)));
      sentAt = answeredAt;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  const elapsedSeconds = (performance.now() - startedAt) / 1_000;
  return {
    entriesPerSecond: microseconds.totalCount / elapsedSeconds,
    p50Ms: microseconds.getValueAtPercentile(50) / 1_000,
    p99Ms: microseconds.getValueAtPercentile(99) / 1_000,
  };
}
