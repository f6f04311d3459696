import autocannon from 'autocannon';
import { makeFact } from './facts.js';
import { jsonHeaders, type Target } from './target.js';

export interface AppendFigures {
  readonly callers: number;
  readonly entriesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** One entry a request over HTTP, each caller waiting for its answer. Fails when any request is not answered 201. */
export async function measureAppends(
  target: Target,
  callers: number,
  seconds: number,
): Promise<AppendFigures> {
  let sent = 0;
  const result = await autocannon({
    url: target.commandUrl,
    connections: callers,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        path: '/v1/entries',
        headers: jsonHeaders(target),
        setupRequest: (request) => {
          const incident = `bench-${callers}-${Math.floor(sent / 20)}`;
          return { ...request, body: JSON.stringify(makeFact(incident, sent++ % 20)) };
        },
      },
    ],
  });
  refuseFailures(result, 'append');
  return {
    callers,
    entriesPerSecond: Math.round(result['2xx'] / result.duration),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}

export function refuseFailures(result: autocannon.Result, what: string): void {
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} ${what} requests failed: these figures would mean nothing`);
}
