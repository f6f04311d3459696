import type { Caller } from '@daybook/access-tokens';
import { bodyBytes, CurrentCaller, HttpProblem, RequireScope, type ErrorForm } from '@daybook/http-door';
import {
  newPagerDutyNoteSchema,
  pagerDutyError,
  pagerDutyErrorSchema,
  pagerDutyNoteSchema,
  pagerDutyReference,
  pagerDutyTime,
  type PagerDutyNote,
} from '@daybook/timeline-contracts';
import { ENTRY_LIMITS, timeOfEntryId, type EntryId } from '@daybook/timeline-domain';
import { Body, Controller, Headers, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { appendProblem, contextOf } from '../append-entry/append-answers.http.js';
import { AppendEntries, type AppendResult } from '../append-entry/append-entries.js';
import { EntryRate } from '../append-entry/entry-rate.js';

/** PagerDuty's clients add notes below this path. */
export const noteErrorForm: ErrorForm = {
  takes: (path) => path.startsWith('/incidents/'),
  body: pagerDutyError,
};

const answerSchema = z.object({ note: pagerDutyNoteSchema });

/** Notes as PagerDuty's clients add them; the query-service shows them. */
@ApiTags('pagerduty')
@ApiBearerAuth()
@RequireScope('entries:write')
@Controller('incidents')
export class PagerDutyNotesDoor {
  constructor(
    private readonly commands: CommandBus,
    private readonly rate: EntryRate,
  ) {}

  @Post(':id/notes')
  @ApiOperation({
    summary: 'Add a note to an incident: an entry of type annotate',
    description: 'An incident of which nothing is known yet is taken as well.',
  })
  @ApiHeader({
    name: 'From',
    required: false,
    description: 'who writes it, by email address; absent, the token’s subject',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'a retry with it adds no second note' })
  @ApiResponse({ status: 201, description: 'recorded, and durable', standardSchema: answerSchema })
  @ApiResponse({
    status: 202,
    description: 'durable in the queue, since the log is away',
    standardSchema: answerSchema,
  })
  @ApiResponse({
    status: 400,
    description: 'a field is wrong; it is named',
    standardSchema: pagerDutyErrorSchema,
  })
  @ApiResponse({
    status: 503,
    description: 'no durable place can be reached: send it again',
    standardSchema: pagerDutyErrorSchema,
  })
  async add(
    @Param('id') incidentId: string,
    @Body({ schema: newPagerDutyNoteSchema }) { note }: z.output<typeof newPagerDutyNoteSchema>,
    @Headers('from') from: string | undefined,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ note: PagerDutyNote }> {
    const context = contextOf(caller, request, idempotencyKey);
    const author = authorOf(from, caller);
    await this.rate.admit(context, 1, bodyBytes(request));
    const entry = {
      ...{ incidentId, type: 'annotate', summary: note.content },
      ...{ agent: { id: author, type: 'user' }, channel: { type: 'note' } },
    };
    const [result] = await this.commands.execute(new AppendEntries([entry], context));
    const id = recordedId(result!);
    void reply.status(result!.kind === 'queued' ? 202 : 201);
    return {
      note: {
        id,
        user: pagerDutyReference(`${request.protocol}://${request.host}`, 'user', author, author),
        channel: { summary: 'Daybook' },
        content: note.content,
        created_at: pagerDutyTime(timeOfEntryId(id)),
      },
    };
  }
}

function authorOf(from: string | undefined, { subject }: Caller): string {
  const author = from?.trim() || subject;
  if (author.length <= ENTRY_LIMITS.referenceId) return author;
  throw new HttpProblem(
    400,
    'invalid_request',
    `From may have ${ENTRY_LIMITS.referenceId} characters, not ${author.length}`,
    { field: 'From' },
  );
}

function recordedId(result: AppendResult): EntryId {
  if (result.kind === 'recorded' || result.kind === 'duplicate') return result.receipt.id;
  if (result.kind === 'queued') return result.queued.id;
  throw appendProblem(result);
}
