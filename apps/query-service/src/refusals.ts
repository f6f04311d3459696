import { HttpProblem } from '@daybook/http-door';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { catchError, type Observable } from 'rxjs';
import { Freshness } from './freshness.js';
import { StoreUnavailable } from './mongo/store.js';
import { NotVisibleYet } from './wait-until-visible/wait-until-visible.js';

/** What the doors answer when a read can't be done now. */
@Injectable()
export class Refusals implements NestInterceptor {
  constructor(private readonly freshness: Freshness) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        throw this.#asProblem(error, context.switchToHttp().getResponse<FastifyReply>());
      }),
    );
  }

  #asProblem(error: unknown, reply: FastifyReply): unknown {
    if (error instanceof StoreUnavailable) {
      return new HttpProblem(503, 'store_unavailable', error.message, { retryAfterSeconds: 2 });
    }
    if (error instanceof NotVisibleYet) {
      const watermark = this.freshness.tell(reply);
      return new HttpProblem(504, 'not_visible_yet', error.message, { retryAfterSeconds: 1, watermark });
    }
    return error;
  }
}
