import { feedPageSchema } from '@daybook/timeline-contracts';
import { formatLogPosition, parseLogPosition, type LogPosition } from '@daybook/timeline-domain';
import type { Logger } from 'pino';
import { z } from 'zod';

const DEADLINE_MS = 2_000;
/** A page of 1,000 long entries is large. */
const PAGE_DEADLINE_MS = 10_000;

/** The page without its items: these are judged one by one, so that a bad one does not spoil the others. */
export const pageSchema = feedPageSchema.extend({ entries: z.array(z.unknown()) });
const otherLogSchema = z.looseObject({ code: z.literal('other_log') });

export interface FeedPage {
  /** Where it begins: the position that was asked for, or 0 when another log was there. */
  readonly after: number;
  readonly log: string;
  readonly epoch: number;
  readonly head: number;
  readonly items: readonly unknown[];
  readonly next: LogPosition;
  readonly askedAt: number;
}

/** The command-service's catch-up feed. */
export class FeedClient {
  #reachable = true;

  /**
   * @param url of the command-service, without a slash at its end
   * @param token with the scope `log:read` for every account
   */
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly logger: Logger,
  ) {}

  /** Whether it answered when it was last asked. */
  get reachable(): boolean {
    return this.#reachable;
  }

  /**
   * @param after left out for the start of whatever log is there, which is also read where the log is another one or
   *   was restored
   * @throws Error when the feed can't be read now
   */
  async read(after: LogPosition | undefined, limit: number, stop: AbortSignal): Promise<FeedPage> {
    try {
      const page =
        (after && (await this.#ask(after, limit, stop))) ?? (await this.#ask(undefined, limit, stop));
      this.#become(true);
      return page!;
    } catch (error) {
      this.#become(false, error);
      throw error;
    }
  }

  /** @returns undefined when the log is another one */
  async #ask(
    after: LogPosition | undefined,
    limit: number,
    stop: AbortSignal,
  ): Promise<FeedPage | undefined> {
    const askedAt = Date.now();
    const from = after ? formatLogPosition(after) : '0';
    const response = await fetch(`${this.url}/v1/log?after=${encodeURIComponent(from)}&limit=${limit}`, {
      headers: { authorization: `Bearer ${this.token}` },
      signal: AbortSignal.any([stop, AbortSignal.timeout(limit > 1 ? PAGE_DEADLINE_MS : DEADLINE_MS)]),
    });
    const body = (await response.json()) as unknown;
    if (after && response.status === 409 && otherLogSchema.safeParse(body).success) return undefined;
    if (!response.ok) throw new Error(`the feed answered ${response.status}`);
    const { log, epoch, head, entries: items, next: nextText } = pageSchema.parse(body);
    const next = parseLogPosition(nextText, 'next');
    const start = after?.position ?? 0;
    // A token of one account is shown its entries alone, and what is built on them would pass for complete.
    if (next.position - start !== items.length)
      throw new Error('the feed has gaps: it must be read with a token of the account *');
    return { after: start, log, epoch, head, items, next, askedAt };
  }

  #become(reachable: boolean, error?: unknown): void {
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    if (reachable) this.logger.info('the feed answers');
    else this.logger.warn({ err: error }, 'the feed does not answer');
  }
}
