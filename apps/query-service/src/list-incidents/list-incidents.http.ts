import { RequireScope } from '@daybook/http-door';
import {
  encodeCursor,
  INCIDENTS_LIST,
  incidentsPageSchema,
  incidentsQuerySchema,
} from '@daybook/timeline-contracts';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Freshness } from '../freshness.js';
import { refuseForeign } from '../refusals.js';
import { TenantAccount } from '../tenant-account.js';
import { ApiWaits } from '../wait-until-visible/waits.http.js';
import { WaitUntilVisible } from '../wait-until-visible/wait-until-visible.js';
import { ListIncidents } from './list-incidents.js';

@ApiTags('incidents')
@ApiBearerAuth()
@RequireScope('entries:read')
@Controller('v1/incidents')
export class ListIncidentsDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: WaitUntilVisible,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Incidents, newest activity first',
    description:
      'An incident that becomes active while one pages moves to the front, so later pages don’t show it again.',
  })
  @ApiOkResponse({ description: 'a page', standardSchema: incidentsPageSchema })
  @ApiWaits()
  async list(
    @Query({ schema: incidentsQuerySchema }) query: z.output<typeof incidentsQuerySchema>,
    @TenantAccount() account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof incidentsPageSchema>> {
    const { limit, cursor, after, includes, ...filter } = query;
    refuseForeign(cursor, INCIDENTS_LIST);
    await this.visibility.wait({ account, after, includes, asOf: cursor?.asOf });
    const watermark = this.freshness.tell(reply);
    const page = await this.queries.execute(new ListIncidents(account, filter, limit, cursor?.key));
    const asOf = cursor?.asOf ?? watermark;
    const next =
      page.more && page.lastKey !== undefined
        ? encodeCursor({ key: page.lastKey, asOf, list: INCIDENTS_LIST })
        : null;
    return { incidents: [...page.incidents], next, watermark, changesAfter: asOf };
  }
}
