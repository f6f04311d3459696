import autocannon from 'autocannon';
import { jsonHeaders, type Target } from './target.js';

export const CALLERS = 16;

export interface RequestFigures {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * Reads these in turn over so many connections, each asking again as soon as it is answered.
 *
 * @throws Error where any is refused
 */
export async function measureRequests(
  target: Target,
  paths: readonly string[],
  seconds: number,
  callers = CALLERS,
): Promise<RequestFigures> {
  const load = {
    url: target.queryUrl,
    connections: callers,
    requests: paths.map((path) => ({ method: 'GET' as const, path, headers: jsonHeaders(target) })),
  };
  // What takes longer than a slice is asked for once by each caller.
  const slice = await autocannon({ ...load, duration: seconds });
  const result = slice['2xx'] > 0 ? slice : await autocannon({ ...load, amount: callers });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0 || result['2xx'] === 0) {
    throw new Error(
      `${paths[0]}: ${failed} requests failed, ${result['2xx']} did not: figures of it would mean nothing`,
    );
  }
  return {
    requestsPerSecond: Math.round(result['2xx'] / result.duration),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}
