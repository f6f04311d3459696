import { feedPageSchema } from '@daybook/timeline-contracts';
import { formatLogPosition } from '@daybook/timeline-domain';
import { jsonHeaders, type Target } from './target.js';

const PATIENCE_MS = 300_000;

/** Waits until the read side shows all that was recorded so far, so that one measurement does not pay for another. */
export async function untilCaughtUp(target: Target): Promise<void> {
  const headers = jsonHeaders(target);
  const feed = await fetch(`${target.commandUrl}/v1/log?after=999999999999&limit=1`, { headers });
  const { log, epoch, head } = feedPageSchema.parse(await feed.json());
  const after = formatLogPosition({ log, epoch, position: head });
  for (const giveUpAt = Date.now() + PATIENCE_MS; Date.now() < giveUpAt;) {
    // The door itself waits for some seconds before it says no.
    const { status } = await fetch(`${target.queryUrl}/v1/incidents?limit=1&after=${after}`, { headers });
    if (status === 200) return;
    if (status !== 504) throw new Error(`waiting for ${after} was answered ${status}`);
  }
  throw new Error(`the read side has not reached ${after} within ${PATIENCE_MS / 1_000} s`);
}
