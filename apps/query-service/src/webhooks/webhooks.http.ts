import { randomUUID } from 'node:crypto';
import type { Caller } from '@daybook/access-tokens';
import { CurrentCaller, HttpProblem, RequireScope } from '@daybook/http-door';
import {
  changeFilterSchema,
  createdWebhookSchema,
  newWebhookSchema,
  problemSchema,
  rotatedSecretSchema,
  webhookChangeSchema,
  webhookReplaySchema,
  webhookSchema,
  webhooksSchema,
} from '@daybook/timeline-contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { z } from 'zod';
import { TenantAccount } from '../tenant-account.js';
import { AllowedAddresses } from './allowed-addresses.js';
import { Clock } from './clock.js';
import { Failures } from './failures.js';
import { StartingPlace } from './starting-place.js';
import { webhookId, webhookNotFound, webhookView } from './webhook-view.http.js';
import type { WebhookDocument } from './webhook-documents.js';
import { WebhookRunner } from './webhook-runner.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { Webhooks, WEBHOOKS_OF_ACCOUNT, type WebhookChange } from './webhooks.js';

/** So long receivers have to learn a new secret. */
const GRACE_MS = 24 * 3_600_000;

type View = z.output<typeof webhookSchema>;

/** Where entries are posted as they are recorded. */
@ApiTags('webhooks')
@ApiBearerAuth()
@RequireScope('admin')
@Controller('v1/webhooks')
export class WebhooksDoor {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly failures: Failures,
    private readonly start: StartingPlace,
    private readonly secrets: WebhookSecrets,
    private readonly addresses: AllowedAddresses,
    private readonly runner: WebhookRunner,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Have entries posted to an address; the secret that signs them is told this once',
  })
  @ApiCreatedResponse({ description: 'it is active', standardSchema: createdWebhookSchema })
  @ApiResponse({
    status: 409,
    description: `the account has ${WEBHOOKS_OF_ACCOUNT}; this installation has no key for webhooks; \`after\` is of another log`,
    standardSchema: problemSchema,
  })
  async create(
    @Body({ schema: newWebhookSchema }) sent: z.output<typeof newWebhookSchema>,
    @TenantAccount() account: string,
    @CurrentCaller() { subject }: Caller,
  ): Promise<z.output<typeof createdWebhookSchema>> {
    this.#refuseAddress(sent.url);
    const _id = randomUUID();
    const secret = this.#secretOf({ _id, generation: 1 });
    const webhook: WebhookDocument = {
      ...{ _id, account, url: sent.url, description: sent.description ?? null },
      filter: sent.filter ?? changeFilterSchema.parse({}),
      ...{ createdBy: subject, createdAt: this.clock.now(), pausedBecause: null },
      ...{ generation: 1, previousUntil: 0, place: await this.start.of(sent.after) },
      ...{ replays: 0, version: 1, leaseHolder: '', leaseUntil: 0 },
    };
    if (!(await this.webhooks.add(webhook))) {
      const message = `the account has ${WEBHOOKS_OF_ACCOUNT} webhooks, as many as it may have`;
      throw new HttpProblem(409, 'too_many_webhooks', message, { limit: WEBHOOKS_OF_ACCOUNT });
    }
    this.runner.poke();
    return { ...(await this.#view(webhook)), secret };
  }

  @Get()
  @ApiOperation({ summary: 'The webhooks of the account, oldest first' })
  @ApiOkResponse({ description: 'all of them, without their secrets', standardSchema: webhooksSchema })
  async list(@TenantAccount() account: string): Promise<z.output<typeof webhooksSchema>> {
    const webhooks = await this.webhooks.list(account);
    const undelivered = await this.failures.counted(webhooks.map(({ _id }) => _id));
    return { webhooks: webhooks.map((webhook) => webhookView(webhook, undelivered(webhook._id))) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One webhook: how far it is, and what is held back' })
  @ApiOkResponse({ description: 'the webhook, without its secret', standardSchema: webhookSchema })
  @ApiResponse({ status: 404, description: 'the account has no such webhook', standardSchema: problemSchema })
  async show(
    @Param('id', { schema: webhookId }) id: string,
    @TenantAccount() account: string,
  ): Promise<View> {
    return this.#view(await this.#find(account, id));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change its address, filter or description; it goes on from where it is' })
  @ApiOkResponse({ description: 'as it is now', standardSchema: webhookSchema })
  async change(
    @Param('id', { schema: webhookId }) id: string,
    @Body({ schema: webhookChangeSchema }) sent: z.output<typeof webhookChangeSchema>,
    @TenantAccount() account: string,
  ): Promise<View> {
    if (sent.url !== undefined) this.#refuseAddress(sent.url);
    const named = Object.entries(sent).filter(([, value]) => value !== undefined);
    return this.#changed(account, id, Object.fromEntries(named));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove it, with what it has not delivered' })
  @ApiNoContentResponse({ description: 'it is gone' })
  async remove(
    @Param('id', { schema: webhookId }) id: string,
    @TenantAccount() account: string,
  ): Promise<void> {
    if (!(await this.webhooks.remove(account, id))) throw webhookNotFound(id);
    this.runner.poke();
  }

  @Post(':id/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Deliver nothing until it is resumed; nothing is missed' })
  @ApiOkResponse({ description: 'as it is now', standardSchema: webhookSchema })
  async pause(
    @Param('id', { schema: webhookId }) id: string,
    @TenantAccount() account: string,
  ): Promise<View> {
    const { pausedBecause } = await this.#find(account, id);
    return this.#changed(account, id, { pausedBecause: pausedBecause ?? 'asked' });
  }

  @Post(':id/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go on from where it was' })
  @ApiOkResponse({ description: 'as it is now', standardSchema: webhookSchema })
  @ApiResponse({
    status: 409,
    description: 'its position is of an epoch that has ended: replay from another one first',
    standardSchema: problemSchema,
  })
  async resume(
    @Param('id', { schema: webhookId }) id: string,
    @TenantAccount() account: string,
  ): Promise<View> {
    await this.start.refuseEnded((await this.#find(account, id)).place);
    return this.#changed(account, id, { pausedBecause: null });
  }

  @Post(':id/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Deliver again, or leave out: go on from another position' })
  @ApiOkResponse({ description: 'as it is now', standardSchema: webhookSchema })
  @ApiResponse({ status: 409, description: '`after` is of another log', standardSchema: problemSchema })
  async replay(
    @Param('id', { schema: webhookId }) id: string,
    @Body({ schema: webhookReplaySchema }) { after }: z.output<typeof webhookReplaySchema>,
    @TenantAccount() account: string,
  ): Promise<View> {
    return this.#changed(account, id, { place: await this.start.of(after) });
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make another secret; for 24 hours both sign' })
  @ApiOkResponse({ description: 'the new secret, told this once', standardSchema: rotatedSecretSchema })
  @ApiResponse({ status: 409, description: 'somebody else just did', standardSchema: problemSchema })
  async rotate(
    @Param('id', { schema: webhookId }) id: string,
    @TenantAccount() account: string,
  ): Promise<z.output<typeof rotatedSecretSchema>> {
    const until = this.clock.now() + GRACE_MS;
    const webhook = await this.webhooks.rotate(await this.#find(account, id), until);
    if (!webhook)
      throw new HttpProblem(409, 'secret_rotated', 'the secret has just been rotated by another call');
    this.runner.poke();
    return { secret: this.#secretOf(webhook), previousSecretUntil: new Date(until).toISOString() };
  }

  async #changed(account: string, id: string, change: WebhookChange): Promise<View> {
    const webhook = await this.webhooks.change(account, id, change);
    if (!webhook) throw webhookNotFound(id);
    this.runner.poke();
    return this.#view(webhook);
  }

  async #find(account: string, id: string): Promise<WebhookDocument> {
    const webhook = await this.webhooks.find(account, id);
    if (!webhook) throw webhookNotFound(id);
    return webhook;
  }

  async #view(webhook: WebhookDocument): Promise<View> {
    return webhookView(webhook, (await this.failures.counted([webhook._id]))(webhook._id));
  }

  #secretOf({ _id: webhook, generation }: Pick<WebhookDocument, '_id' | 'generation'>): string {
    const secret = this.secrets.tell({ webhook, generation });
    if (secret !== undefined) return secret;
    throw new HttpProblem(409, 'no_webhooks', 'WEBHOOK_SECRET_FILE is not set on this service');
  }

  /** What a name leads to is judged at each delivery. */
  #refuseAddress(url: string): void {
    if (this.addresses.mayBeAsked(new URL(url))) return;
    const message = 'url: must be https and of the public internet, but for what this installation allows';
    throw new HttpProblem(400, 'invalid_request', message, { field: 'url' });
  }
}
