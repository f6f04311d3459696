import { parseJson } from '@daybook/exact-json';
import { HttpProblem, openApiSchema, OpenToAll } from '@daybook/http-door';
import { fieldPath, problemSchema } from '@daybook/timeline-contracts';
import { Body, Controller, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { appendProblem } from '../append-entry/append-answers.http.js';
import { AppendEntries, type AppendContext, type AppendResult } from '../append-entry/append-entries.js';
import { EntryRate } from '../append-entry/entry-rate.js';
import { webhookEntry, webhookSchema } from './webhook-entry.js';
import { WebhookSecrets } from './webhook-secrets.js';

/** PagerDuty sends none that is larger than 256 KiB. */
const MAX_BYTES = 512 * 1024;

/** What PagerDuty sends when a subscription is tried: it is about nothing. */
const PING = 'pagey.ping';

const answerSchema = z.union([
  z.object({
    status: z.enum(['recorded', 'duplicate', 'queued']),
    id: z.uuidv7().describe('of the entry'),
    incidentId: z.string(),
  }),
  z.object({ status: z.literal('pong') }),
]);

const bodySchema = openApiSchema(webhookSchema);

/** PagerDuty's webhooks, version 3: what happens there is mirrored here. */
@ApiTags('pagerduty')
@OpenToAll({ bytes: true })
@Controller('v1/pagerduty')
export class ReceivePagerDutyDoor {
  constructor(
    private readonly commands: CommandBus,
    private readonly secrets: WebhookSecrets,
    private readonly rate: EntryRate,
  ) {}

  @Post(':account')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Take an event of a PagerDuty webhook subscription, version 3',
    description:
      'It must be signed with a secret of the account. The entry belongs to the incident that has PagerDuty’s id; an ' +
      'event that is sent again is a duplicate.',
  })
  @ApiHeader({
    name: 'X-PagerDuty-Signature',
    required: true,
    description: 'v1=<HMAC-SHA256 of the body, hexadecimal>; one or more, by commas',
  })
  @ApiBody({ schema: bodySchema })
  @ApiResponse({ status: 202, description: 'durable, or a ping', standardSchema: answerSchema })
  @ApiResponse({
    status: 401,
    description: 'no signature is of a secret of the account',
    standardSchema: problemSchema,
  })
  @ApiResponse({ status: 422, description: 'a field is wrong; it is named', standardSchema: problemSchema })
  @ApiResponse({
    status: 503,
    description: 'no durable place can be reached: send it again',
    standardSchema: problemSchema,
  })
  async receive(
    @Param('account') account: string,
    @Body() body: Buffer | undefined,
    @Headers('x-pagerduty-signature') signature: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof answerSchema>> {
    if (!body || signature === undefined || !this.secrets.verify(account, body, signature))
      throw new HttpProblem(
        401,
        'signature_refused',
        `X-PagerDuty-Signature holds no signature of a secret of the account ${account}`,
        { field: 'X-PagerDuty-Signature' },
      );
    if (body.length > MAX_BYTES)
      throw new HttpProblem(413, 'too_large', `a webhook may have ${MAX_BYTES} bytes`, { limit: MAX_BYTES });
    const event = read(parseJson(body, true));
    if (event.event_type === PING) return { status: 'pong' };
    const entry = webhookEntry(event);
    if (!entry) throw wrong('event.data.id', 'must tell what the event is about');
    const context: AppendContext = {
      ...{ account, recordedBy: 'pagerduty-webhook', traceparent: request.id, mayQueue: true },
    };
    await this.rate.admit(context, 1, body.length);
    const [result] = await this.commands.execute(new AppendEntries([entry], context));
    return answer(result!);
  }
}

function answer(result: AppendResult): z.infer<typeof answerSchema> {
  if (result.kind === 'queued') {
    const { id, incidentId } = result.queued;
    return { status: 'queued', id, incidentId };
  }
  if (result.kind === 'recorded' || result.kind === 'duplicate') {
    const { id, incidentId } = result.receipt;
    return { status: result.kind, id, incidentId };
  }
  throw appendProblem(result);
}

function read(body: unknown): z.infer<typeof webhookSchema>['event'] {
  const result = webhookSchema.safeParse(body);
  if (result.success) return (body as z.infer<typeof webhookSchema>).event;
  const [issue] = result.error.issues;
  throw wrong(fieldPath(issue!.path), issue!.message);
}

function wrong(field: string, why: string): HttpProblem {
  return new HttpProblem(422, 'invalid_webhook', `${field || 'the body'}: ${why}`, { field });
}
