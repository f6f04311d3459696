import { setTimeout as delay } from 'node:timers/promises';
import { arrayResultSchema, type ItemResult } from '@daybook/timeline-contracts';
import type { SentEntry } from '@daybook/timeline-domain';

/** A request that is not answered in this time is sent again. */
const DEADLINE_MS = 30_000;
/** From this to that, doubled each time, unless the service asks for longer. */
const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

export interface CommandDoorOptions {
  /** Address of the command-service. */
  readonly url: string;
  readonly token: string;
  /** How long to go on trying while nothing is taken, in milliseconds. */
  readonly patienceMs: number;
  /** Told the reason when the service stops taking entries, and undefined when it takes them again. */
  readonly onWaiting: (reason: string | undefined) => void;
}

/** Why entries were not taken although nothing is wrong with them. */
interface NotNow {
  readonly reason: string;
  /** What the service asks for, in milliseconds. */
  readonly retryAfterMs: number;
}

/** Sends entries, again with the same ids while their outcome is unknown: what was recorded already is only known then. */
export class CommandDoor {
  #takenAt = Date.now();
  #waiting = false;

  constructor(private readonly options: CommandDoorOptions) {}

  /**
   * The results in the order of the entries, none of them a refusal that time can mend.
   *
   * @throws Error when the service refuses the request as a whole, or has taken nothing for `patienceMs`
   */
  async send(entries: readonly SentEntry[], signal: AbortSignal): Promise<ItemResult[]> {
    const results = new Map<number, ItemResult>();
    for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const open = entries.flatMap((entry, index) => (results.has(index) ? [] : [{ entry, index }]));
      const answer = await this.#attempt(open.map(({ entry }) => entry));
      const settled = Array.isArray(answer) ? answer.filter(({ status }) => !canMend(status)) : [];
      for (const result of settled) results.set(open[result.index]!.index, result);
      if (settled.length > 0) this.#taken();
      if (results.size === entries.length) return entries.map((_, index) => results.get(index)!);
      await this.#wait(Array.isArray(answer) ? notNow(answer) : answer, pauseMs, signal);
    }
  }

  async #attempt(entries: readonly SentEntry[]): Promise<ItemResult[] | NotNow> {
    const { url, token } = this.options;
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${url}/v1/entries`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(entries),
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      text = await response.text();
    } catch (error) {
      const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
      return { reason: cause?.message || cause?.code || message, retryAfterMs: 0 };
    }
    const body = parsed(text);
    const detail = (body as { detail?: string } | undefined)?.detail;
    if (canMend(response.status)) {
      const said = detail === undefined ? '' : `: ${detail}`;
      return {
        reason: `it answers ${response.status}${said}`,
        retryAfterMs: retryAfterMs(response.headers.get('Retry-After')),
      };
    }
    if (response.status >= 400)
      throw new Error(`${url} answers ${response.status}: ${detail ?? response.statusText}`);
    const result = arrayResultSchema.safeParse(body);
    if (!result.success) throw new Error(`${url} does not answer as a command-service`);
    return result.data.results;
  }

  #taken(): void {
    this.#takenAt = Date.now();
    if (this.#waiting) this.options.onWaiting(undefined);
    this.#waiting = false;
  }

  async #wait({ reason, retryAfterMs }: NotNow, pauseMs: number, signal: AbortSignal): Promise<void> {
    const { url, patienceMs, onWaiting } = this.options;
    const leftMs = this.#takenAt + patienceMs - Date.now();
    if (leftMs <= 0)
      throw new Error(`${url} has taken nothing for ${Math.round(patienceMs / 1_000)} s: ${reason}`);
    if (!this.#waiting) onWaiting(reason);
    this.#waiting = true;
    await delay(Math.min(Math.max(pauseMs, retryAfterMs), leftMs), undefined, { signal });
  }
}

/** Too many, too early, or a failure of the service: the same request may be taken later. */
function canMend(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

function notNow(results: readonly ItemResult[]): NotNow {
  const refused = results.find(({ status }) => canMend(status))!;
  const detail = 'problem' in refused ? `: ${refused.problem.detail}` : '';
  return { reason: `it answers ${refused.status}${detail}`, retryAfterMs: 0 };
}

/** Seconds or a date, as RFC 9110 has it. */
function retryAfterMs(header: string | null): number {
  if (header === null) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.max(0, ms);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
