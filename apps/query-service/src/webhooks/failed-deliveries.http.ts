import { RequireScope } from '@daybook/http-door';
import {
  failedDeliveriesPageSchema,
  failedDeliveriesQuerySchema,
  failedReplaySchema,
  problemSchema,
  replayedDeliveriesSchema,
} from '@daybook/timeline-contracts';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { TenantAccount } from '../tenant-account.js';
import { Clock } from './clock.js';
import { Failures } from './failures.js';
import { failedView, webhookId, webhookNotFound } from './webhook-view.http.js';
import { WebhookRunner } from './webhook-runner.js';
import { Webhooks } from './webhooks.js';

/** Deliveries that were given up after 48 hours. */
@ApiTags('webhooks')
@ApiBearerAuth()
@RequireScope('admin')
@Controller('v1/webhooks/:id/failed')
export class FailedDeliveriesDoor {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly failures: Failures,
    private readonly runner: WebhookRunner,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Deliveries that were given up' })
  @ApiOkResponse({ description: 'a page', standardSchema: failedDeliveriesPageSchema })
  @ApiResponse({ status: 404, description: 'the account has no such webhook', standardSchema: problemSchema })
  async list(
    @Param('id', { schema: webhookId }) id: string,
    @Query({ schema: failedDeliveriesQuerySchema })
    { after, limit }: z.output<typeof failedDeliveriesQuerySchema>,
    @TenantAccount() account: string,
  ): Promise<z.output<typeof failedDeliveriesPageSchema>> {
    if (!(await this.webhooks.find(account, id))) throw webhookNotFound(id);
    const failed = (await this.failures.list(id, limit, after)).map(failedView);
    return { failed, next: failed.length === limit ? failed.at(-1)!.entryId : null };
  }

  @Post('replay')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Try some or all of them again, for another 48 hours; what is taken is no longer listed',
  })
  @ApiOkResponse({ description: 'how many are tried', standardSchema: replayedDeliveriesSchema })
  @ApiResponse({ status: 404, description: 'the account has no such webhook', standardSchema: problemSchema })
  async replay(
    @Param('id', { schema: webhookId }) id: string,
    @Body({ schema: failedReplaySchema }) { entries }: z.output<typeof failedReplaySchema>,
    @TenantAccount() account: string,
  ): Promise<z.output<typeof replayedDeliveriesSchema>> {
    if (!(await this.webhooks.find(account, id))) throw webhookNotFound(id);
    const replaying = await this.failures.replay(id, entries, this.clock.now());
    await this.webhooks.touch(account, id);
    this.runner.poke();
    return { replaying };
  }
}
