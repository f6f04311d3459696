import { HttpProblem, RequireScope } from '@daybook/http-door';
import {
  pagerDutyNoteSchema,
  pagerDutyReferenceSchema,
  type PagerDutyNote,
} from '@daybook/timeline-contracts';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Freshness } from '../freshness.js';
import { ReadIncident } from '../read-incident/read-incident.js';
import { TenantAccount } from '../tenant-account.js';
import { ApiPagerDutyErrors, pageOf } from './answers.http.js';
import { incidentObject, statusesOf } from './incident.js';
import { ListAccountIncidents } from './list-incidents.js';
import { pageEnd, type PageEnd } from './page-end.js';
import { incidentsQuerySchema, itemQuerySchema, pageAsked } from './parameters.js';
import { Presentations } from './presentation.js';
import { noteOf, ReadNotes } from './read-notes.js';

type ItemQuery = z.output<typeof itemQuerySchema>;

const NEWEST_FIRST = { by: 'created_at', order: -1 } as const;

@ApiTags('pagerduty')
@ApiBearerAuth()
@RequireScope('entries:read')
@ApiPagerDutyErrors()
@Controller('incidents')
export class IncidentsDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
    private readonly presentations: Presentations,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Incidents, the newest first unless sort_by says otherwise' })
  @ApiOkResponse({ description: 'a page', standardSchema: pageOf('incidents', pagerDutyReferenceSchema) })
  async list(
    @Query({ schema: incidentsQuerySchema }) query: z.output<typeof incidentsQuerySchema>,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageEnd & { readonly incidents: readonly object[] }> {
    const watermark = this.freshness.tell(reply);
    const page = pageAsked(query);
    const sort = query.sort_by ?? NEWEST_FIRST;
    const { documents, more, total } = await this.queries.execute(
      new ListAccountIncidents({
        ...{ account, sort, page, total: query.total ?? false },
        statuses: query['statuses[]'].flatMap(statusesOf),
        services: query['service_ids[]'],
        teams: query['team_ids[]'],
        responders: query['user_ids[]'],
        urgencies: query['urgencies[]'],
      }),
    );
    const presentation = this.presentations.of(request, query);
    const lastKey = sort.by === 'created_at' ? documents.at(-1)?.firstKey : undefined;
    return {
      incidents: documents.map((incident) => incidentObject(incident, presentation)),
      ...pageEnd(page, { more, total, lastKey }, query.cursor?.asOf ?? watermark),
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One incident' })
  @ApiOkResponse({
    description: 'the incident',
    standardSchema: z.object({ incident: pagerDutyReferenceSchema }),
  })
  async read(
    @Param('id') id: string,
    @Query({ schema: itemQuerySchema }) query: ItemQuery,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ incident: object }> {
    this.freshness.tell(reply);
    const incident = (await this.queries.execute(new ReadIncident(account, id)))?.document;
    if (!incident) throw noSuchIncident(id);
    return { incident: incidentObject(incident, this.presentations.of(request, query)) };
  }

  @Get(':id/notes')
  @ApiOperation({ summary: 'The notes of an incident, newest first: its entries of type annotate' })
  @ApiOkResponse({
    description: 'all of them',
    standardSchema: z.object({ notes: z.array(pagerDutyNoteSchema) }),
  })
  async notes(
    @Param('id') id: string,
    @Query({ schema: itemQuerySchema }) query: ItemQuery,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ notes: readonly PagerDutyNote[] }> {
    this.freshness.tell(reply);
    const notes = await this.queries.execute(new ReadNotes(account, id));
    if (!notes) throw noSuchIncident(id);
    const presentation = this.presentations.of(request, query);
    return { notes: notes.map((note) => noteOf(note, presentation)) };
  }
}

export function noSuchIncident(id: string): HttpProblem {
  return new HttpProblem(404, 'incident_not_found', `there is no incident ${id}`);
}
