import { HttpProblem, RequireScope } from '@daybook/http-door';
import { lanesQuerySchema, lanesSchema, problemSchema, type LanesView } from '@daybook/timeline-contracts';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Freshness } from '../freshness.js';
import { refuseBackwards } from '../refusals.js';
import { TenantAccount } from '../tenant-account.js';
import { ApiWaits } from '../wait-until-visible/waits.http.js';
import { WaitUntilVisible } from '../wait-until-visible/wait-until-visible.js';
import { ReadLanes } from './read-lanes.js';

@ApiTags('timelines')
@ApiBearerAuth()
@RequireScope('entries:read')
@Controller('v1/incidents')
export class ReadLanesDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: WaitUntilVisible,
    private readonly freshness: Freshness,
  ) {}

  @Get(':id/lanes')
  @ApiOperation({
    summary: 'Who or what a timeline’s entries are of, and how many fall into each part of its time',
    description: 'What is drawn of an incident as lanes, one for each agent or channel, the busiest first.',
  })
  @ApiOkResponse({ description: 'the lanes', standardSchema: lanesSchema })
  @ApiResponse({
    status: 404,
    description: 'no entry of this incident is visible',
    standardSchema: problemSchema,
  })
  @ApiWaits()
  async read(
    @Param('id', { schema: z.string().min(1) }) incidentId: string,
    @Query({ schema: lanesQuerySchema }) query: z.output<typeof lanesQuerySchema>,
    @TenantAccount() account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LanesView> {
    const { after, includes, overview, buckets, by, lanes, lane, ...filter } = query;
    refuseBackwards(filter);
    await this.visibility.wait({ account, incidentId, after, includes });
    const watermark = this.freshness.tell(reply);
    const asked = { account, incidentId, filter, overview, buckets, by, lanes, lane };
    const found = await this.queries.execute(new ReadLanes(asked));
    if (!found) throw new HttpProblem(404, 'incident_not_found', 'there is no entry of this incident');
    return { by, ...found, since: new Date(found.since).toISOString(), watermark };
  }
}
