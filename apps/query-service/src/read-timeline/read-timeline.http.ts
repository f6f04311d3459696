import { HttpProblem, RequireScope } from '@daybook/http-door';
import {
  encodeCursor,
  problemSchema,
  timelineList,
  timelinePageSchema,
  timelineQuerySchema,
} from '@daybook/timeline-contracts';
import { Controller, Get, Header, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Freshness } from '../freshness.js';
import { entryView } from '../mongo/entry-view.js';
import { refuseForeign, Refusals } from '../refusals.js';
import { TenantAccount } from '../tenant-account.js';
import { exactTimesIn } from '../time-zone.js';
import { WaitUntilVisible } from '../wait-until-visible/wait-until-visible.js';
import { ReadTimeline } from './read-timeline.js';

@ApiTags('timelines')
@ApiBearerAuth()
@RequireScope('entries:read')
@UseInterceptors(Refusals)
@Controller('v1/incidents')
export class ReadTimelineDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: WaitUntilVisible,
    private readonly freshness: Freshness,
  ) {}

  @Get(':id/timeline')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'The entries of an incident, in timeline order' })
  @ApiOkResponse({ description: 'a page', standardSchema: timelinePageSchema })
  @ApiResponse({
    status: 404,
    description: 'no entry of this incident is visible',
    standardSchema: problemSchema,
  })
  @ApiResponse({
    status: 409,
    description: '`after` is of another log, or of an epoch that has ended',
    standardSchema: problemSchema,
  })
  @ApiResponse({
    status: 504,
    description: '`after` or `includes` is not visible yet',
    standardSchema: problemSchema,
  })
  async read(
    @Param('id', { schema: z.string().min(1) }) incidentId: string,
    @Query({ schema: timelineQuerySchema }) query: z.output<typeof timelineQuerySchema>,
    @TenantAccount() account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { after, includes, cursor, order, limit, overview, zone, ...filter } = query;
    const list = timelineList(incidentId);
    refuseForeign(cursor, list);
    const local = zone === undefined ? undefined : exactTimesIn(zone);
    await this.visibility.wait({ account, incidentId, after, includes });
    const watermark = this.freshness.tell(reply);
    const page = await this.queries.execute(
      new ReadTimeline({ account, incidentId, filter, overview, order, limit, beyond: cursor?.key }),
    );
    if (!page) throw new HttpProblem(404, 'incident_not_found', 'there is no entry of this incident');

    const { entries, more, hidden } = page;
    const asOf = cursor?.asOf ?? watermark;
    const place = (key: string | undefined) =>
      JSON.stringify(key === undefined ? null : encodeCursor({ key, asOf, list }));
    const next = place(more ? entries.at(-1)?.key : undefined);
    // A first page starts where the timeline starts; any other has at least the cursor's entry before it.
    const previous = place(cursor && (entries[0]?.key ?? cursor.key));
    const views = entries.map((entry) => entryView(entry, local)).join(',');
    const gaps = hidden ? `"hidden":${JSON.stringify(hidden)},` : '';
    return `{"entries":[${views}],${gaps}"next":${next},"previous":${previous},"watermark":"${watermark}","changesAfter":"${asOf}"}`;
  }
}
