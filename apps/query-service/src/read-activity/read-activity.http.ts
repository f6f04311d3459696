import { HttpProblem, RequireScope } from '@daybook/http-door';
import {
  activityQuerySchema,
  activitySchema,
  problemSchema,
  type ActivityView,
} from '@daybook/timeline-contracts';
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
import { ReadActivity } from './read-activity.js';

@ApiTags('timelines')
@ApiBearerAuth()
@RequireScope('entries:read')
@Controller('v1/incidents')
export class ReadActivityDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: WaitUntilVisible,
    private readonly freshness: Freshness,
  ) {}

  @Get(':id/activity')
  @ApiOperation({
    summary: 'How many entries of a timeline fall into each part of its time',
    description:
      'What is drawn of an incident at a glance, and by which a reader finds any place in a long timeline.',
  })
  @ApiOkResponse({ description: 'the counts', standardSchema: activitySchema })
  @ApiResponse({
    status: 404,
    description: 'no entry of this incident is visible',
    standardSchema: problemSchema,
  })
  @ApiWaits()
  async read(
    @Param('id', { schema: z.string().min(1) }) incidentId: string,
    @Query({ schema: activityQuerySchema }) query: z.output<typeof activityQuerySchema>,
    @TenantAccount() account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ActivityView> {
    const { after, includes, overview, buckets, ...filter } = query;
    refuseBackwards(filter);
    await this.visibility.wait({ account, incidentId, after, includes });
    const watermark = this.freshness.tell(reply);
    const activity = await this.queries.execute(
      new ReadActivity({ account, incidentId, filter, overview, buckets }),
    );
    if (!activity) throw new HttpProblem(404, 'incident_not_found', 'there is no entry of this incident');
    const { counts, bucketMs } = activity;
    return {
      since: new Date(activity.since).toISOString(),
      ...{ bucketMs, counts: [...counts], total: counts.reduce((sum, count) => sum + count, 0), watermark },
    };
  }
}
