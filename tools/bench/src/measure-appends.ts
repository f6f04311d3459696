import { Pool } from 'undici';
import { closedLoop, type Slice } from './closed-loop.js';
import { reporter } from './facts.js';
import { jsonHeaders, type Door } from './target.js';

/** One entry a request over HTTP, each caller on a connection of its own. Fails when any request is not answered 201. */
export async function measureAppends(door: Door, callers: number, seconds: number): Promise<Required<Slice>> {
  const pool = new Pool(door.commandUrl, { connections: callers, pipelining: 1 });
  const headers = jsonHeaders(door);
  const reporters = Array.from({ length: callers }, reporter);
  try {
    return await closedLoop(callers, seconds, async (caller) => {
      const body = JSON.stringify(reporters[caller]!().fact);
      const answer = await pool.request({ method: 'POST', path: '/v1/entries', headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 201) throw new Error(`an append was answered ${answer.statusCode}: ${text}`);
    });
  } finally {
    await pool.destroy();
  }
}
