import { RequireScope } from '@daybook/http-door';
import {
  encodeCursor,
  ENTRIES_LIST,
  foundEntriesSchema,
  searchQuerySchema,
} from '@daybook/timeline-contracts';
import { Controller, Get, Header, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Freshness } from '../freshness.js';
import { entryView } from '../mongo/entry-view.js';
import { refuseForeign } from '../refusals.js';
import { TenantAccount } from '../tenant-account.js';
import { exactTimesIn } from '../time-zone.js';
import { ApiWaits } from '../wait-until-visible/waits.http.js';
import { WaitUntilVisible } from '../wait-until-visible/wait-until-visible.js';
import { SearchEntries } from './search-entries.js';

@ApiTags('timelines')
@ApiBearerAuth()
@RequireScope('entries:read')
@Controller('v1/entries')
export class SearchEntriesDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: WaitUntilVisible,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'Entries of all incidents, newest first' })
  @ApiOkResponse({ description: 'a page', standardSchema: foundEntriesSchema })
  @ApiWaits()
  async search(
    @Query({ schema: searchQuerySchema }) query: z.output<typeof searchQuerySchema>,
    @TenantAccount() account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { after, includes, cursor, order, limit, zone, ...filter } = query;
    refuseForeign(cursor, ENTRIES_LIST);
    const local = zone === undefined ? undefined : exactTimesIn(zone);
    await this.visibility.wait({ account, after, includes, asOf: cursor?.asOf });
    const watermark = this.freshness.tell(reply);
    const { entries, lookedTo } = await this.queries.execute(
      new SearchEntries(account, filter, order, limit, cursor?.key),
    );
    const asOf = cursor?.asOf ?? watermark;
    const next = lookedTo === undefined ? null : encodeCursor({ key: lookedTo, asOf, list: ENTRIES_LIST });
    const views = entries.map((entry) => entryView(entry, local)).join(',');
    return `{"entries":[${views}],"next":${JSON.stringify(next)},"watermark":"${watermark}","changesAfter":"${asOf}"}`;
  }
}
