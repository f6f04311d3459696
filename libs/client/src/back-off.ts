/** How long to wait between attempts: doubled each time up to a limit, half of it by chance, so that clients part. */
export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** @param failures so far, from 1; @param askedMs what the service asks for, which is the least */
export function pauseMs({ firstMs, mostMs }: BackOff, failures: number, askedMs = 0): number {
  const full = Math.min(mostMs, firstMs * 2 ** (failures - 1));
  const waited = full / 2 + (Math.random() * full) / 2;
  return askedMs > 0 ? askedMs + (Math.random() * full) / 2 : waited;
}

/** @throws the signal's reason, as soon as it is aborted */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const end = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', end, { once: true });
  });
}
