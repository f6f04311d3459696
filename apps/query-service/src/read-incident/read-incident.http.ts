import { HttpProblem, RequireScope } from '@daybook/http-door';
import {
  incidentSchema,
  problemSchema,
  waitQuerySchema,
  type IncidentView,
} from '@daybook/timeline-contracts';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Freshness } from '../freshness.js';
import { incidentView } from '../mongo/incident-view.js';
import { TenantAccount } from '../tenant-account.js';
import { ApiWaits } from '../wait-until-visible/waits.http.js';
import { WaitUntilVisible } from '../wait-until-visible/wait-until-visible.js';
import { ReadIncident } from './read-incident.js';

@ApiTags('incidents')
@ApiBearerAuth()
@RequireScope('entries:read')
@Controller('v1/incidents')
export class ReadIncidentDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: WaitUntilVisible,
    private readonly freshness: Freshness,
  ) {}

  @Get(':id')
  @ApiOperation({ summary: 'One incident' })
  @ApiOkResponse({ description: 'the incident', standardSchema: incidentSchema })
  @ApiResponse({
    status: 404,
    description: 'no entry of this incident is visible',
    standardSchema: problemSchema,
  })
  @ApiWaits()
  async read(
    @Param('id', { schema: z.string().min(1) }) incidentId: string,
    @Query({ schema: waitQuerySchema }) { after, includes }: z.output<typeof waitQuerySchema>,
    @TenantAccount() account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IncidentView> {
    await this.visibility.wait({ account, incidentId, after, includes });
    this.freshness.tell(reply);
    const incident = await this.queries.execute(new ReadIncident(account, incidentId));
    if (!incident) throw new HttpProblem(404, 'incident_not_found', 'there is no entry of this incident');
    return incidentView(incident.document, incident.merged);
  }
}
