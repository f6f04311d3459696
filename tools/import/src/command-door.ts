import { setTimeout as delay } from 'node:timers/promises';
import { arrayResultSchema, type ArrayResult } from '@daybook/timeline-contracts';
import type { SentEntry } from '@daybook/timeline-domain';

export interface CommandDoor {
  /** Address of the command-service. */
  readonly url: string;
  readonly token: string;
}

const DEADLINE_MS = 30_000;
/** How long to go on trying while the service is away, busy or without its database. */
const PATIENCE_MS = 120_000;

/** Sends entries, again with the same ids while the outcome is unknown: what was recorded already is only a duplicate. */
export async function sendEntries(
  { url, token }: CommandDoor,
  entries: readonly SentEntry[],
): Promise<ArrayResult> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await attempt(url, token, entries);
    if (typeof answer !== 'string') return answer;
    if (Date.now() > giveUpAt) throw new Error(`${url} does not take entries: ${answer}`);
    await delay(1_000);
  }
}

/** The results, or why it is worth another try. */
async function attempt(
  url: string,
  token: string,
  entries: readonly SentEntry[],
): Promise<ArrayResult | string> {
  let response: Response;
  try {
    response = await fetch(new URL('/v1/entries', url), {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(entries),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error ? cause.message : message;
  }
  if (response.status === 429 || response.status >= 500) return `it answers ${response.status}`;
  const body: unknown = await response.json();
  if (response.status >= 400)
    throw new Error(`${url} refused: ${(body as { detail?: string }).detail ?? response.status}`);
  return arrayResultSchema.parse(body);
}
