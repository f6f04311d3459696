import { HttpProblem, RequireScope } from '@daybook/http-door';
import {
  newPagerDutyNoteSchema,
  pagerDutyErrorSchema,
  pagerDutyNoteSchema,
  pagerDutyReference,
} from '@daybook/timeline-contracts';
import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Config } from '../config.js';
import { Presentations } from './presentation.js';

/** Longer than the command-service takes to find the log away and to queue. */
const DEADLINE_MS = 10_000;
const HANDED_ON = ['authorization', 'from', 'idempotency-key'] as const;

const answerSchema = z.object({ note: pagerDutyNoteSchema });

/**
 * The one call by which PagerDuty's clients write to the address that they read from. The command-service takes the
 * note and answers, as it would without this.
 */
@ApiTags('pagerduty')
@ApiBearerAuth()
@RequireScope('entries:write')
@Controller('incidents')
export class ForwardNoteDoor {
  constructor(
    private readonly config: Config,
    private readonly presentations: Presentations,
  ) {}

  @Post(':id/notes')
  @ApiOperation({ summary: 'Add a note to an incident, by way of the command-service' })
  @ApiResponse({
    status: 201,
    description: 'recorded, and durable; 202: queued',
    standardSchema: answerSchema,
  })
  @ApiResponse({
    status: 503,
    description: 'the command-service can’t be reached',
    standardSchema: pagerDutyErrorSchema,
  })
  async forward(
    @Param('id') incidentId: string,
    @Body({ schema: newPagerDutyNoteSchema }) body: z.output<typeof newPagerDutyNoteSchema>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { status, retryAfter, answer } = await this.#send(incidentId, body, request);
    if (retryAfter !== null) void reply.header('Retry-After', retryAfter);
    void reply.status(status);
    const recorded = answerSchema.safeParse(answer);
    if (!recorded.success) return answer;
    const { note } = recorded.data;
    const { base } = this.presentations.of(request, {});
    // Links of the command-service would lead to where no user is.
    return { note: { ...note, user: pagerDutyReference(base, 'user', note.user.id, note.user.summary) } };
  }

  async #send(incidentId: string, body: object, request: FastifyRequest) {
    const sent = new Headers({
      'content-type': 'application/json',
      traceparent: request.id,
    });
    for (const name of HANDED_ON) {
      const value = request.headers[name];
      if (typeof value === 'string') sent.set(name, value);
    }
    try {
      const url = `${this.config.commandServiceUrl}/incidents/${encodeURIComponent(incidentId)}/notes`;
      const signal = AbortSignal.timeout(DEADLINE_MS);
      const answer = await fetch(url, { method: 'POST', headers: sent, body: JSON.stringify(body), signal });
      const retryAfter = answer.headers.get('retry-after');
      return { status: answer.status, retryAfter, answer: (await answer.json()) as object };
    } catch (error) {
      request.log.warn({ err: error }, 'note not forwarded');
      throw new HttpProblem(
        503,
        'command_service_unavailable',
        'the command-service does not answer now: whether the note was recorded is unknown',
        { retryAfterSeconds: 2 },
      );
    }
  }
}
