import { RequireScope } from '@daybook/http-door';
import {
  entryIdParameter,
  entryViewSchema,
  problemSchema,
  waitQuerySchema,
} from '@daybook/timeline-contracts';
import { Controller, Get, Header, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Freshness } from '../freshness.js';
import { MissingEntry } from '../read-from-log/missing-entry.js';
import { Refusals } from '../refusals.js';
import { TenantAccount } from '../tenant-account.js';
import { WaitUntilVisible } from '../wait-until-visible/wait-until-visible.js';
import { ReadEntry } from './read-entry.js';

@ApiTags('timelines')
@ApiBearerAuth()
@RequireScope('entries:read')
@UseInterceptors(Refusals)
@Controller('v1/entries')
export class ReadEntryDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: WaitUntilVisible,
    private readonly freshness: Freshness,
    private readonly missing: MissingEntry,
  ) {}

  @Get(':id')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'One entry' })
  @ApiOkResponse({ description: 'the entry', standardSchema: entryViewSchema })
  @ApiResponse({
    status: 404,
    description: 'not visible: `entry_pending` is recorded, `entry_not_found` is not, `entry_unknown` may be',
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
    @Param('id', { schema: entryIdParameter }) id: string,
    @Query({ schema: waitQuerySchema }) { after, includes }: z.output<typeof waitQuerySchema>,
    @TenantAccount() account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.visibility.wait({ account, after, includes });
    this.freshness.tell(reply);
    const entry = await this.queries.execute(new ReadEntry(account, id));
    if (entry === undefined) throw await this.missing.problem(account, id);
    return entry;
  }
}
