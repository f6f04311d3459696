import { HttpProblem, RequireScope } from '@daybook/http-door';
import { pagerDutyReferenceSchema } from '@daybook/timeline-contracts';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Freshness } from '../freshness.js';
import { TenantAccount } from '../tenant-account.js';
import { ApiPagerDutyErrors, pageOf } from './answers.http.js';
import { noSuchIncident } from './incidents.http.js';
import { pageEnd, type PageEnd } from './page-end.js';
import { alertsQuerySchema, itemQuerySchema } from './parameters.js';
import { Presentations, type Presentation } from './presentation.js';
import { alertOf, ReadAlert, type Alert } from './read-alert.js';

/** Alerts, which clients look up to know what an incident is about. */
@ApiTags('pagerduty')
@ApiBearerAuth()
@RequireScope('entries:read')
@ApiPagerDutyErrors()
@Controller('incidents/:id/alerts')
export class AlertsDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
    private readonly presentations: Presentations,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What triggered an incident: one alert at most' })
  @ApiOkResponse({ description: 'a page', standardSchema: pageOf('alerts', pagerDutyReferenceSchema) })
  async list(
    @Param('id') id: string,
    @Query({ schema: alertsQuerySchema }) query: z.output<typeof alertsQuerySchema>,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageEnd & { readonly alerts: readonly Alert[] }> {
    const watermark = this.freshness.tell(reply);
    const statuses = query['statuses[]'];
    const found = await this.#alerts(account, id, this.presentations.of(request, query));
    const asked = found.filter(({ status }) => statuses.length === 0 || statuses.includes(status));
    const total = query.total ? asked.length : null;
    return {
      alerts: asked.slice(query.offset, query.offset + query.limit),
      ...pageEnd(query, { more: false, total, lastKey: undefined }, watermark),
    };
  }

  @Get(':alertId')
  @ApiOperation({ summary: 'One alert of an incident' })
  @ApiOkResponse({
    description: 'the alert',
    standardSchema: z.object({ alert: pagerDutyReferenceSchema }),
  })
  async read(
    @Param('id') id: string,
    @Param('alertId') alertId: string,
    @Query({ schema: itemQuerySchema }) query: z.output<typeof itemQuerySchema>,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ alert: Alert }> {
    this.freshness.tell(reply);
    const [alert] = await this.#alerts(account, id, this.presentations.of(request, query));
    if (alert?.id !== alertId.toLowerCase())
      throw new HttpProblem(404, 'alert_not_found', `the incident ${id} has no alert ${alertId}`);
    return { alert };
  }

  async #alerts(account: string, incidentId: string, shown: Presentation): Promise<Alert[]> {
    const found = await this.queries.execute(new ReadAlert(account, incidentId));
    if (!found) throw noSuchIncident(incidentId);
    const { incident, trigger } = found;
    return trigger ? [alertOf(incident, trigger, shown)] : [];
  }
}
