import { LAG_HEADER, WATERMARK_HEADER } from '@daybook/timeline-contracts';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Progress } from './project-entries/progress.js';

const NO_FACTS = /^\/(health|metrics|docs|ui)([/?]|$)/;

/** Tells every answer of the API how fresh it is. */
@Injectable()
export class Freshness implements OnModuleInit {
  constructor(
    private readonly progress: Progress,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, reply, done) => {
      if (!NO_FACTS.test(request.url)) this.tell(reply);
      done();
    });
  }

  /**
   * Sets the headers, and returns the watermark that they tell. Call it before reading, so that the answer holds at
   * least what it claims; again after waiting.
   */
  tell(reply: FastifyReply): string {
    const watermark = this.progress.watermarkText;
    void reply.header(WATERMARK_HEADER, watermark).header(LAG_HEADER, String(this.progress.lag()));
    return watermark;
  }
}
