import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { makeFact } from '../facts.js';
import { millisecondHistogram } from '../millisecond-histogram.js';
import { jsonHeaders, type Target } from '../target.js';

const RATE = 10;

export interface StreamFigures {
  readonly streams: number;
  readonly eventsPerSecond: number;
  /** From `recordedAt` until a stream has it. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Ten entries a second to so many streams of the account. */
export async function measureStreams(
  target: Target,
  streams: number,
  seconds: number,
): Promise<StreamFigures> {
  const histogram = millisecondHistogram();
  const agent = new Agent({ connections: streams, bodyTimeout: 0 });
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const listening = Array.from({ length: streams }, () =>
    listen(target, agent, stop.signal, (ms) => histogram.recordValue(ms)),
  );
  await Promise.all(listening.map(({ opened }) => opened));
  const startedAt = performance.now();
  for (let sent = 0; sent < RATE * seconds; sent += 1) {
    await delay(Math.max(0, startedAt + (sent * 1_000) / RATE - performance.now()));
    const response = await fetch(`${target.commandUrl}/v1/entries`, {
      method: 'POST',
      headers: jsonHeaders(target),
      body: JSON.stringify(makeFact('streamed', sent)),
    });
    if (response.status !== 201) throw new Error(`an append was answered ${response.status}`);
  }
  const wanted = streams * RATE * seconds;
  while (histogram.totalCount < wanted && performance.now() - startedAt < (seconds + 30) * 1_000)
    await delay(50);
  const elapsed = (performance.now() - startedAt) / 1_000;
  stop.abort();
  await Promise.all(listening.map(({ ended }) => ended));
  await agent.destroy();
  if (histogram.totalCount < wanted) throw new Error(`${histogram.totalCount} of ${wanted} events came`);
  return {
    streams,
    eventsPerSecond: Math.round(wanted / elapsed),
    p50Ms: histogram.getValueAtPercentile(50),
    p99Ms: histogram.getValueAtPercentile(99),
  };
}

function listen(target: Target, dispatcher: Agent, signal: AbortSignal, seen: (ms: number) => void) {
  const headers = { authorization: `Bearer ${target.token}`, accept: 'text/event-stream' };
  const answer = request(`${target.queryUrl}/v1/stream`, { headers, dispatcher, signal });
  const opened = answer.then(({ statusCode }) => {
    if (statusCode !== 200) throw new Error(`a stream was answered ${statusCode}`);
  });
  const ended = answer.then(async ({ body }) => {
    let rest = '';
    for await (const chunk of body) {
      const events = (rest + String(chunk)).split('\n\n');
      rest = events.pop()!;
      for (const event of events) {
        const recordedAt = /"recordedAt":"([^"]+)"/.exec(event)?.[1];
        if (recordedAt !== undefined) seen(Math.max(1, Date.now() - Date.parse(recordedAt)));
      }
    }
  });
  return { opened, ended: ended.catch(() => undefined) };
}
