import { HttpProblem, RequireScope } from '@daybook/http-door';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Freshness } from '../freshness.js';
import { TenantAccount } from '../tenant-account.js';
import { ApiPagerDutyErrors, logEntriesPageSchema, logEntrySchema } from './answers.http.js';
import { ListLogEntries, ReadLogEntry, type LogEntriesAsked, type WithIncident } from './list-log-entries.js';
import { logEntry, type LogEntry } from './log-entry.js';
import { pageEnd, type PageEnd } from './page-end.js';
import {
  incidentLogEntriesQuerySchema,
  itemQuerySchema,
  logEntriesQuerySchema,
  pageAsked,
} from './parameters.js';
import { Presentations, type Presentation } from './presentation.js';

type PageQuery = z.output<typeof incidentLogEntriesQuerySchema>;
type LogEntriesBody = PageEnd & { readonly log_entries: readonly LogEntry[] };

@ApiTags('pagerduty')
@ApiBearerAuth()
@RequireScope('entries:read')
@ApiPagerDutyErrors()
@Controller()
export class LogEntriesDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
    private readonly presentations: Presentations,
  ) {}

  @Get('log_entries')
  @ApiOperation({ summary: 'The log entries of the account, newest first' })
  @ApiOkResponse({ description: 'a page', standardSchema: logEntriesPageSchema })
  list(
    @Query({ schema: logEntriesQuerySchema }) query: z.output<typeof logEntriesQuerySchema>,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LogEntriesBody> {
    return this.#page({ account, teams: query['team_ids[]'] }, query, request, reply);
  }

  @Get('incidents/:id/log_entries')
  @ApiOperation({ summary: 'The log entries of an incident, newest first' })
  @ApiOkResponse({ description: 'a page', standardSchema: logEntriesPageSchema })
  listOfIncident(
    @Param('id') incidentId: string,
    @Query({ schema: incidentLogEntriesQuerySchema }) query: PageQuery,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LogEntriesBody> {
    return this.#page({ account, incidentId }, query, request, reply);
  }

  @Get('log_entries/:id')
  @ApiOperation({ summary: 'One log entry' })
  @ApiOkResponse({ description: 'the entry', standardSchema: z.object({ log_entry: logEntrySchema }) })
  async read(
    @Param('id') id: string,
    @Query({ schema: itemQuerySchema }) query: z.output<typeof itemQuerySchema>,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ log_entry: LogEntry }> {
    this.freshness.tell(reply);
    const found = await this.queries.execute(new ReadLogEntry(account, id.toLowerCase()));
    if (!found) throw new HttpProblem(404, 'log_entry_not_found', `there is no log entry ${id}`);
    return { log_entry: shown(found, this.presentations.of(request, query)) };
  }

  async #page(
    asked: Pick<LogEntriesAsked, 'account' | 'incidentId' | 'teams'>,
    query: PageQuery,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<LogEntriesBody> {
    const watermark = this.freshness.tell(reply);
    const page = pageAsked(query);
    const found = await this.queries.execute(
      new ListLogEntries({
        ...asked,
        page,
        overview: query.is_overview ?? false,
        total: query.total ?? false,
      }),
    );
    if (!found) throw new HttpProblem(404, 'incident_not_found', `there is no incident ${asked.incidentId}`);
    const { entries, more, total } = found;
    const presentation = this.presentations.of(request, query);
    return {
      log_entries: entries.map((one) => shown(one, presentation)),
      ...pageEnd(page, { more, total, lastKey: entries.at(-1)?.entry.key }, query.cursor?.asOf ?? watermark),
    };
  }
}

function shown({ entry, incident }: WithIncident, presentation: Presentation): LogEntry {
  return logEntry(entry, incident, presentation);
}
