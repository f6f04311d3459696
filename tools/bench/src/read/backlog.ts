import { endService, ensureService, type Stack } from '@daybook/local-stack';
import { waitFor } from '@daybook/test-servers';
import { logProgressSchema } from '@daybook/timeline-contracts';
import { jsonHeaders, type Target } from '../target.js';
import { untilCaughtUp } from '../until-caught-up.js';
import { load } from './load.js';

const MOST = 50_000;
/** Fewer are gone before a service that has just started is warm. */
const FEWEST = 10_000;
const RELAY_PATIENCE_MS = 60_000;

/** How many of so many entries are recorded while the query-service is away. */
export function backlogOf(entries: number): number {
  const half = Math.floor(entries / 2);
  return half < FEWEST ? 0 : Math.min(half, MOST);
}

/**
 * Records so many entries while the query-service is away. They are all in its queues before it is started.
 *
 * @returns how many a second became readable, from when it was ready until all were
 */
export async function measureBacklog(
  target: Target,
  stack: Stack,
  source: Iterator<object, never>,
  entries: number,
): Promise<number> {
  await endService(stack, 'query-service');
  await load(target, source, entries);
  await waitFor(() => isRelayed(target), { what: 'the relay', timeoutMs: RELAY_PATIENCE_MS });
  await ensureService(stack, 'query-service', () => undefined);
  const readyAt = performance.now();
  await untilCaughtUp(target);
  return Math.round((entries * 1_000) / (performance.now() - readyAt));
}

async function isRelayed(target: Target): Promise<boolean> {
  const answer = await fetch(`${target.commandUrl}/v1/progress`, { headers: jsonHeaders(target) });
  const { log } = logProgressSchema.parse(await answer.json());
  return log?.behind === 0;
}
