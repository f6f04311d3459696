import { pagerDutyTime } from '@daybook/timeline-contracts';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config.js';
import type { TimeText } from '../time-zone.js';

/** How answers are written: where links lead, how times look, what is shown in full. */
export interface Presentation {
  /** Where the API is, without a slash at its end. */
  readonly base: string;
  readonly time: TimeText;
  readonly include: ReadonlySet<string>;
}

@Injectable()
export class Presentations {
  constructor(private readonly config: Config) {}

  of(
    request: FastifyRequest,
    query: { readonly time_zone?: TimeText | undefined; readonly 'include[]'?: readonly string[] },
  ): Presentation {
    return {
      base: this.config.publicUrl ?? `${request.protocol}://${request.host}`,
      time: query.time_zone ?? pagerDutyTime,
      include: new Set(query['include[]']),
    };
  }
}
