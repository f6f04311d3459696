import { feedPageSchema, WATERMARK_HEADER } from '@daybook/timeline-contracts';
import { formatLogPosition } from '@daybook/timeline-domain';
import { jsonHeaders, type Target } from './target.js';

/** A backlog of a million entries takes many minutes; one that does not shrink for so long never ends. */
const PATIENCE_MS = 60_000;

/** Waits until the read side shows all that was recorded so far, so that one measurement does not pay for another. */
export async function untilCaughtUp(target: Target): Promise<void> {
  const headers = jsonHeaders(target);
  const feed = await fetch(`${target.commandUrl}/v1/log?after=999999999999&limit=1`, { headers });
  const { log, epoch, head } = feedPageSchema.parse(await feed.json());
  const after = formatLogPosition({ log, epoch, position: head });
  let reached: string | null = null;
  for (let movedAt = Date.now(); Date.now() - movedAt < PATIENCE_MS;) {
    // The door itself waits for some seconds before it says no.
    const answer = await fetch(`${target.queryUrl}/v1/incidents?limit=1&after=${after}`, { headers });
    await answer.arrayBuffer();
    if (answer.status === 200) return;
    // Not yet, or the store is too busy to say.
    if (![503, 504].includes(answer.status))
      throw new Error(`waiting for ${after} was answered ${answer.status}`);
    const watermark = answer.headers.get(WATERMARK_HEADER);
    if (watermark !== reached) movedAt = Date.now();
    reached = watermark;
  }
  throw new Error(`the read side stays at ${reached} and has not reached ${after}`);
}
