import { Readable } from 'node:stream';
import type { Caller } from '@daybook/access-tokens';
import {
  bodyBytes,
  CurrentCaller,
  HttpProblem,
  openApiSchema,
  problemOf,
  RequireScope,
} from '@daybook/http-door';
import {
  appendBodySchema,
  arrayResultSchema,
  entryIdParameter,
  MAX_ARRAY,
  NDJSON,
  problemSchema,
  queuedSchema,
  receiptSchema,
  sentEntrySchema,
  type ArrayResult,
  type ItemResult,
  type Queued,
  type Receipt,
} from '@daybook/timeline-contracts';
import { DomainError, type EntryId } from '@daybook/timeline-domain';
import { Body, Controller, Headers, Param, Post, Put, Req, Res, StreamableFile } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BulkAppend } from '../bulk-append/bulk-append.js';
import { AppendEntries, type AppendContext, type AppendResult } from './append-entries.js';
import { appendProblem, contextOf } from './append-answers.http.js';
import { EntryRate } from './entry-rate.js';

const ApiProblem = (status: number, description: string) =>
  ApiResponse({ status, description, standardSchema: problemSchema });

@ApiTags('entries')
@ApiBearerAuth()
@ApiProblem(400, 'the body or a header can’t be read')
@ApiProblem(401, 'the token is missing or not valid')
@ApiProblem(403, 'the token does not allow this, or names no account')
@ApiProblem(413, 'the body or the entry is too large')
@ApiProblem(415, 'the content type, charset or encoding is not understood')
@ApiProblem(429, 'the caller sends too many requests or entries; `Retry-After` says when to come back')
@RequireScope('entries:write')
@Controller('v1/entries')
export class AppendEntryDoor {
  constructor(
    private readonly commands: CommandBus,
    private readonly bulk: BulkAppend,
    private readonly rate: EntryRate,
  ) {}

  @Put(':id')
  @ApiOperation({
    summary: 'Record a fact under the id that its observer made',
    description:
      'Idempotent: the same id and content again is 200 with `duplicate: true`. The types `revise` and `redact` are about ' +
      'another entry of the same incident, `details.entryId`: a revision gives `details.changes`, a JSON merge patch of ' +
      'its content; a redaction, which needs the scope `entries:redact`, takes its content away for good.',
  })
  @ApiBody({ schema: openApiSchema(sentEntrySchema) })
  @ApiResponse({ status: 201, description: 'recorded, and durable', standardSchema: receiptSchema })
  @ApiResponse({ status: 200, description: 'was recorded before', standardSchema: receiptSchema })
  @ApiProblem(409, 'the id is taken by another content; both hashes are told')
  @ApiProblem(410, 'the entry was redacted')
  @ApiProblem(422, 'a field is wrong; it is named')
  @ApiResponse({
    status: 202,
    description: 'durable in the queue, since the log is away',
    standardSchema: queuedSchema,
  })
  @ApiProblem(503, 'no durable place can be reached: send it again with the same id')
  async put(
    @Param('id', { schema: entryIdParameter }) id: string,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Receipt | Queued> {
    if (body instanceof Readable)
      throw new HttpProblem(415, 'unsupported_media_type', 'send one entry as JSON');
    const context = contextOf(caller, request);
    await this.rate.admit(context, 1, bodyBytes(request));
    const [result] = await this.#append([withId(body, id)], context);
    return answerOne(result!, reply);
  }

  @Post()
  @ApiOperation({
    summary: `Record a fact, up to ${MAX_ARRAY} of them, or any number as NDJSON`,
    description:
      'Entries without an id get one; with an `Idempotency-Key` a retry gets the same. An array is answered item by ' +
      'item, 201 when something new was recorded, 200 when all were known, 207 when any was refused. NDJSON ' +
      `(${NDJSON}, gzip welcome) is read as it comes and answered with a line for each line, as soon as you pause or 250 are there, so read the answer while you send. ` +
      'The last line is the summary. Where your body is cut, it is a `problem` instead, and where the answer is, there is ' +
      'neither: send the whole again, with the same ids or key.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: '1 to 255 printable ASCII characters, for entries without an id; kept for 48 h at least',
  })
  @ApiConsumes('application/json', NDJSON)
  @ApiBody({ schema: openApiSchema(appendBodySchema) })
  @ApiResponse({
    status: 201,
    description: 'recorded, and durable',
    standardSchema: z.union([receiptSchema, arrayResultSchema]),
  })
  @ApiResponse({
    status: 200,
    description: 'was recorded before; of NDJSON, the answers',
    content: {
      'application/json': { schema: openApiSchema(z.union([receiptSchema, arrayResultSchema]), 'output') },
      [NDJSON]: { schema: { type: 'string' } },
    },
  })
  @ApiResponse({ status: 207, description: 'some items were refused', standardSchema: arrayResultSchema })
  @ApiProblem(409, 'the id is taken by another content; both hashes are told')
  @ApiProblem(410, 'the entry was redacted')
  @ApiProblem(422, 'a field is wrong; it is named')
  @ApiResponse({
    status: 202,
    description: 'durable in the queue, since the log is away',
    standardSchema: z.union([queuedSchema, arrayResultSchema]),
  })
  @ApiProblem(503, 'no durable place can be reached: send it again with the same id or key')
  async post(
    @Body() body: unknown,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Receipt | Queued | ArrayResult | StreamableFile> {
    const context = contextOf(caller, request, idempotencyKey);
    if (body instanceof Readable) {
      const answer = await this.bulk.append(body, context);
      void reply.status(200);
      return new StreamableFile(answer, { type: NDJSON });
    }
    await this.rate.admit(context, Array.isArray(body) ? body.length : 1, bodyBytes(request));
    if (!Array.isArray(body)) {
      const [result] = await this.#append([body], context);
      return answerOne(result!, reply);
    }
    if (body.length === 0 || body.length > MAX_ARRAY) {
      throw new HttpProblem(
        422,
        'invalid_array',
        `an array must hold 1 to ${MAX_ARRAY} entries, not ${body.length}`,
      );
    }
    return answerAll(await this.#append(body, context), reply);
  }

  #append(items: readonly unknown[], context: AppendContext): Promise<AppendResult[]> {
    return this.commands.execute(new AppendEntries(items, context));
  }
}

/** The id in the path, put where ids stand in a body; one that contradicts it is refused. */
function withId(body: unknown, id: EntryId): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const sent = (body as { id?: unknown }).id;
  if (sent !== undefined && (typeof sent !== 'string' || sent.toLowerCase() !== id)) {
    throw new DomainError('invalid_entry_id', 'id differs from the id in the path', 'id');
  }
  return { ...body, id };
}

function answerOne(result: AppendResult, reply: FastifyReply): Receipt | Queued {
  if (result.kind === 'queued') {
    void reply.status(202).header('Location', result.queued.receipt);
    return result.queued;
  }
  if (result.kind === 'recorded' || result.kind === 'duplicate') {
    void reply.status(result.kind === 'recorded' ? 201 : 200);
    return result.receipt;
  }
  throw appendProblem(result);
}

function answerAll(results: readonly AppendResult[], reply: FastifyReply): ArrayResult {
  const items = results.map((result, index): ItemResult => {
    if (result.kind === 'recorded') return { index, status: 201, receipt: result.receipt };
    if (result.kind === 'duplicate') return { index, status: 200, receipt: result.receipt };
    if (result.kind === 'queued') return { index, status: 202, queued: result.queued };
    const problem = problemOf(appendProblem(result));
    return { index, status: problem.status, problem };
  });
  const count = (status: number) => items.filter((item) => item.status === status).length;
  const recorded = count(201);
  const duplicates = count(200);
  const queued = count(202);
  const refused = items.length - recorded - duplicates - queued;
  if (refused > 0 && results.every(({ kind }) => kind === 'unavailable')) throw appendProblem(results[0]!);
  void reply.status(refused > 0 ? 207 : queued > 0 ? 202 : recorded > 0 ? 201 : 200);
  return { recorded, duplicates, ...(queued > 0 && { queued }), refused, results: items };
}
