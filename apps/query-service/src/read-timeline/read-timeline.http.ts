import { HttpProblem, RequireScope } from '@daybook/http-door';
import {
  DEGRADED_HEADER,
  encodeCursor,
  problemSchema,
  timelineList,
  timelinePageSchema,
  timelineQuerySchema,
  WATERMARK_HEADER,
} from '@daybook/timeline-contracts';
import {
  formatLogPosition,
  timelineKey,
  timeOfTimelineKey,
  type TimelineKey,
} from '@daybook/timeline-domain';
import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Freshness } from '../freshness.js';
import { StoreUnavailable } from '../mongo/store.js';
import { LogUnreadable } from '../read-from-log/log-reader.js';
import { ReadTimelineFromLog } from '../read-from-log/timeline-from-log.js';
import { refuseForeign } from '../refusals.js';
import { TenantAccount } from '../tenant-account.js';
import { ApiWaits } from '../wait-until-visible/waits.http.js';
import { WaitUntilVisible, type Wanted } from '../wait-until-visible/wait-until-visible.js';
import { ReadTimeline } from './read-timeline.js';
import { renderPage } from './render-page.js';
import type { TimelineAsked, TimelinePage } from './timeline-page.js';

interface Answer {
  /** Undefined: there is no entry of this incident. */
  readonly page: TimelinePage | undefined;
  readonly watermark: string;
}

/** No entry has a lower one. */
const LOWEST_ID = '00000000-0000-7000-8000-000000000000';

@ApiTags('timelines')
@ApiBearerAuth()
@RequireScope('entries:read')
@Controller('v1/incidents')
export class ReadTimelineDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: WaitUntilVisible,
    private readonly freshness: Freshness,
  ) {}

  @Get(':id/timeline')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'The entries of an incident, in timeline order',
    description: `While the read model’s store is away, made of the log: then ${DEGRADED_HEADER} says so.`,
  })
  @ApiOkResponse({ description: 'a page', standardSchema: timelinePageSchema })
  @ApiResponse({
    status: 404,
    description: 'no entry of this incident is visible',
    standardSchema: problemSchema,
  })
  @ApiWaits()
  async read(
    @Param('id', { schema: z.string().min(1) }) incidentId: string,
    @Query({ schema: timelineQuerySchema }) query: z.output<typeof timelineQuerySchema>,
    @TenantAccount() account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { after, includes, cursor, order, limit, overview, zone, ...filter } = query;
    const list = timelineList(incidentId);
    refuseForeign(cursor, list);
    const asked = { account, incidentId, filter, overview, order, limit, beyond: cursor?.key };
    const wanted = { account, incidentId, after, includes, asOf: cursor?.asOf };
    const { page, watermark } = await this.#page(asked, wanted, reply);
    if (!page) throw new HttpProblem(404, 'incident_not_found', 'there is no entry of this incident');

    const { entries, more } = page;
    const asOf = cursor?.asOf ?? watermark;
    const place = (key: string | undefined) => (key === undefined ? null : encodeCursor({ key, asOf, list }));
    const next = place(more ? entries.at(-1)?.key : undefined);
    // A first page starts where the timeline starts; any other has at least the cursor's entry before it.
    const previous = place(cursor && (entries[0]?.key ?? justBeyond(cursor.key, order)));
    return renderPage(page, zone, { next, previous, watermark, changesAfter: asOf });
  }

  async #page(asked: TimelineAsked, wanted: Wanted, reply: FastifyReply): Promise<Answer> {
    try {
      await this.visibility.wait(wanted);
      const watermark = this.freshness.tell(reply);
      return { page: await this.queries.execute(new ReadTimeline(asked)), watermark };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return await this.#pageFromLog(asked, reply, error);
    }
  }

  /** The log holds everything, so there is nothing to wait for. @throws StoreUnavailable where it can't be asked either */
  async #pageFromLog(asked: TimelineAsked, reply: FastifyReply, away: StoreUnavailable): Promise<Answer> {
    try {
      const page = await this.queries.execute(new ReadTimelineFromLog(asked));
      const watermark = page ? formatLogPosition(page.head) : this.freshness.tell(reply);
      void reply.header(DEGRADED_HEADER, 'timeline-from-log').header(WATERMARK_HEADER, watermark);
      return { page, watermark };
    } catch (error) {
      throw error instanceof LogUnreadable ? away : error;
    }
  }
}

/**
 * Where one who reads back from an empty page starts, so that the entry of its cursor is the first. There is no other of
 * the same millisecond behind it, else the page would not be empty.
 */
function justBeyond(key: TimelineKey, order: 'asc' | 'desc'): TimelineKey {
  return timelineKey(timeOfTimelineKey(key) + (order === 'asc' ? 1 : 0), LOWEST_ID);
}
