import type { Caller } from '@daybook/access-tokens';
import { CurrentCaller, HttpProblem, RequireScope } from '@daybook/http-door';
import {
  incidentStreamQuerySchema,
  LAST_EVENT_ID_HEADER,
  lastEventIdSchema,
  problemSchema,
  streamQuerySchema,
  type ChangeFilter,
} from '@daybook/timeline-contracts';
import type { LogPosition } from '@daybook/timeline-domain';
import { applyDecorators, Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Store } from '../mongo/store.js';
import { Progress } from '../project-entries/progress.js';
import { Changes } from '../read-changes/changes.js';
import { placeOf } from '../read-changes/read-changes.js';
import { TenantAccount } from '../tenant-account.js';
import { refuseOther } from '../wait-until-visible/wait-until-visible.js';
import { OpenStreams } from './open-streams.js';

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // nginx would keep events back until a buffer is full.
  'X-Accel-Buffering': 'no',
};

const describeStream = (summary: string) =>
  applyDecorators(
    ApiOperation({
      summary,
      description:
        'Server-sent events: `event: entry` with an entry as its data, `event: watermark` every 15 s. Each `id` is a position from which to go on.',
    }),
    ApiHeader({
      name: LAST_EVENT_ID_HEADER,
      required: false,
      description: 'the id of the last event that was seen; asked before `after`',
    }),
    ApiOkResponse({
      description: 'events, until the token expires, the client goes or the replica ends',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    }),
    ApiResponse({
      status: 409,
      description: 'the position is of another log, or of an epoch that has ended',
      standardSchema: problemSchema,
    }),
    ApiResponse({
      status: 429,
      description: 'the caller has too many streams open',
      standardSchema: problemSchema,
    }),
  );

@ApiTags('live')
@ApiBearerAuth()
@RequireScope('entries:read')
@Controller('v1')
export class StreamChangesDoor {
  constructor(
    private readonly streams: OpenStreams,
    private readonly changes: Changes,
    private readonly progress: Progress,
    private readonly store: Store,
  ) {}

  @Get('stream')
  @describeStream('What is recorded for the account, as it comes')
  async ofAccount(
    @Query({ schema: streamQuerySchema }) { after, ...filter }: z.output<typeof streamQuerySchema>,
    @TenantAccount() _account: string,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#answer(caller, filter, await this.#start(request, after), reply);
  }

  @Get('incidents/:id/stream')
  @describeStream('What is recorded of an incident, as it comes; also of one that is still to come')
  async ofIncident(
    @Param('id', { schema: z.string().min(1) }) incidentId: string,
    @Query({ schema: incidentStreamQuerySchema })
    { after, ...filter }: z.output<typeof incidentStreamQuerySchema>,
    @TenantAccount() _account: string,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const start = await this.#start(request, after);
    await this.#answer(caller, { ...filter, incident: [incidentId] }, start, reply);
  }

  /** @throws OtherLog, StoreUnavailable where no log is known yet */
  async #start(request: FastifyRequest, after: string | undefined): Promise<LogPosition> {
    if (!this.progress.followed) await this.store.read(() => this.progress.refresh());
    const seen = lastEventIdOf(request);
    const sent = seen ?? after;
    if (sent === undefined) return this.progress.watermark;
    const field = seen === undefined ? 'after' : LAST_EVENT_ID_HEADER;
    const place = this.changes.settled(placeOf(sent, field));
    refuseOther(place, this.progress.followed, field);
    return place;
  }

  async #answer(caller: Caller, filter: ChangeFilter, from: LogPosition, reply: FastifyReply): Promise<void> {
    // A HEAD request is for the headers alone; Fastify would read the stream to its end.
    const body = reply.request.method === 'HEAD' ? '' : this.streams.open(caller, filter, from);
    await reply.headers(HEADERS).send(body);
  }
}

/** @throws HttpProblem 400 */
function lastEventIdOf({ headers }: FastifyRequest): string | undefined {
  const sent = headers[LAST_EVENT_ID_HEADER.toLowerCase()];
  if (sent === undefined || sent === '') return undefined;
  const read = lastEventIdSchema.safeParse(sent);
  if (read.success) return read.data;
  throw new HttpProblem(400, 'invalid_request', `${LAST_EVENT_ID_HEADER}: ${read.error.issues[0]!.message}`, {
    field: LAST_EVENT_ID_HEADER,
  });
}
