import { feedPageSchema } from '@daybook/timeline-contracts';
import { parseLogPosition, type LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Config } from '../config.js';

const DEADLINE_MS = 2_000;
/** A page of 1,000 long entries is large. */
const PAGE_DEADLINE_MS = 10_000;

/** The page without its items: these are judged one by one, so that a bad one does not spoil the others. */
const pageSchema = feedPageSchema.extend({ entries: z.array(z.unknown()) });
const otherLogSchema = z.looseObject({ code: z.literal('other_log'), log: z.string(), epoch: z.int() });

export interface FeedPage {
  readonly log: string;
  readonly epoch: number;
  readonly head: number;
  readonly items: readonly unknown[];
  readonly next: LogPosition;
  readonly askedAt: number;
}

/** The feed is there and has another log or epoch than the one asked for. */
export class OtherLog extends Error {
  override readonly name = 'OtherLog';

  constructor(
    readonly log: string,
    readonly epoch: number,
  ) {
    super(`the feed is of the log ${log} in epoch ${epoch}`);
  }
}

/** The command-service's catch-up feed. */
@Injectable()
export class FeedClient {
  constructor(private readonly config: Config) {}

  /**
   * @param after `log:epoch:position`, or `0` for the start of whatever log is there
   * @throws OtherLog, or Error when the feed can't be read now
   */
  async read(after: string, limit: number, stop: AbortSignal): Promise<FeedPage> {
    const askedAt = Date.now();
    const url = `${this.config.commandServiceUrl}/v1/log?after=${encodeURIComponent(after)}&limit=${limit}`;
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${this.config.feedToken}` },
      signal: AbortSignal.any([stop, AbortSignal.timeout(limit > 1 ? PAGE_DEADLINE_MS : DEADLINE_MS)]),
    });
    const body = (await response.json()) as unknown;
    if (response.status === 409) {
      const { log, epoch } = otherLogSchema.parse(body);
      throw new OtherLog(log, epoch);
    }
    if (!response.ok) throw new Error(`the feed answered ${response.status}`);
    const { log, epoch, head, entries, next } = pageSchema.parse(body);
    return { log, epoch, head, items: entries, next: parseLogPosition(next, 'next'), askedAt };
  }
}
