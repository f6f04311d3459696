import { RequireScope } from '@daybook/http-door';
import {
  entryHistorySchema,
  entryIdParameter,
  entryViewSchema,
  problemSchema,
  waitQuerySchema,
} from '@daybook/timeline-contracts';
import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Freshness } from '../freshness.js';
import { MissingEntry } from '../read-from-log/missing-entry.js';
import { ReadHistory } from '../read-history/read-history.js';
import { TenantAccount } from '../tenant-account.js';
import { ApiWaits } from '../wait-until-visible/waits.http.js';
import { WaitUntilVisible } from '../wait-until-visible/wait-until-visible.js';
import { ReadEntry } from './read-entry.js';

const NOT_VISIBLE = {
  status: 404,
  description: 'not visible: `entry_pending` is recorded, `entry_not_found` is not, `entry_unknown` may be',
  standardSchema: problemSchema,
} as const;

@ApiTags('timelines')
@ApiBearerAuth()
@RequireScope('entries:read')
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
  @ApiResponse(NOT_VISIBLE)
  @ApiWaits()
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

  @Get(':id/history')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'How an entry became what it is: as it was sent, its revisions, redactions and moves',
  })
  @ApiOkResponse({ description: 'the history', standardSchema: entryHistorySchema })
  @ApiResponse(NOT_VISIBLE)
  @ApiWaits()
  async readHistory(
    @Param('id', { schema: entryIdParameter }) id: string,
    @Query({ schema: waitQuerySchema }) { after, includes }: z.output<typeof waitQuerySchema>,
    @TenantAccount() account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.visibility.wait({ account, after, includes });
    this.freshness.tell(reply);
    const history = await this.queries.execute(new ReadHistory(account, id));
    if (!history) throw await this.missing.problem(account, id);
    const { entry, original, revisions, redactions, moves } = history;
    return `{"entry":${entry},"original":${original},"revisions":[${revisions.join(',')}],"redactions":[${redactions.join(',')}],"moves":[${moves.join(',')}]}`;
  }
}
