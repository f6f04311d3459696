import { HttpProblem, type Refusals } from '@daybook/http-door';
import type { PageCursor } from '@daybook/timeline-contracts';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Freshness } from './freshness.js';
import { StoreUnavailable } from './mongo/store.js';
import { NotVisibleYet, OtherLog } from './wait-until-visible/wait-until-visible.js';

/**
 * A key says nothing where it does not come from: the page would be empty, or begin anywhere.
 *
 * @throws HttpProblem 400 for a cursor of another list
 */
export function refuseForeign(cursor: PageCursor | undefined, list: string): void {
  if (cursor?.list === undefined || cursor.list === list) return;
  throw new HttpProblem(400, 'invalid_request', `cursor: is of another list (${cursor.list})`, {
    field: 'cursor',
  });
}

/** UTC milliseconds; an end that is not told is open. */
export interface SpanAsked {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** @throws HttpProblem 400 for a span of time, in milliseconds, that ends before it begins */
export function refuseBackwards({ since = -Infinity, until = Infinity }: SpanAsked): void {
  if (since <= until) return;
  throw new HttpProblem(400, 'invalid_request', 'since: is later than until', { field: 'since' });
}

/** What the doors answer when a read can't be done now. */
@Injectable()
export class ReadRefusals implements Refusals {
  constructor(private readonly freshness: Freshness) {}

  asProblem(error: unknown, reply: FastifyReply): unknown {
    if (error instanceof StoreUnavailable) {
      return new HttpProblem(503, 'store_unavailable', error.message, { retryAfterSeconds: 2 });
    }
    if (error instanceof OtherLog) {
      const { log, epoch, field } = error;
      return new HttpProblem(409, 'other_log', error.message, { field, log, epoch });
    }
    if (error instanceof NotVisibleYet) {
      const watermark = this.freshness.tell(reply);
      return new HttpProblem(504, 'not_visible_yet', error.message, { retryAfterSeconds: 1, watermark });
    }
    return error;
  }
}
