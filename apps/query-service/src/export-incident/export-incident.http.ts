import { Readable } from 'node:stream';
import { HttpProblem, RequireScope } from '@daybook/http-door';
import {
  EXPORT_FILTERS,
  incidentExportQuerySchema,
  incidentExportSchema,
  problemSchema,
  type ExportFormat,
  type IncidentExport,
} from '@daybook/timeline-contracts';
import { Controller, Get, Headers, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { z } from 'zod';
import { Freshness } from '../freshness.js';
import { TenantAccount } from '../tenant-account.js';
import { ApiWaits } from '../wait-until-visible/waits.http.js';
import { WaitUntilVisible } from '../wait-until-visible/wait-until-visible.js';
import { csvForm } from './csv-form.js';
import type { ExportForm } from './export-form.js';
import { ExportIncident } from './export-incident.js';
import { jsonForm } from './json-form.js';
import { markdownForm } from './markdown-form.js';

const FORMS: Readonly<Record<ExportFormat, ExportForm>> = {
  json: jsonForm,
  csv: csvForm,
  markdown: markdownForm,
};

/** By what Accept may ask for; the first is given to those who take any. */
const BY_MEDIA_TYPE: ReadonlyMap<string, ExportFormat> = new Map([
  ['application/json', 'json'],
  ['text/csv', 'csv'],
  ['text/markdown', 'markdown'],
]);

/** A file name is at most 255 bytes long in most systems, and a character up to 4. */
const NAME_LENGTH = 55;

@ApiTags('incidents')
@ApiBearerAuth()
@RequireScope('entries:read')
@Controller('v1/incidents')
export class ExportIncidentDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: WaitUntilVisible,
    private readonly freshness: Freshness,
  ) {}

  @Get(':id/export')
  @ApiProduces(...BY_MEDIA_TYPE.keys())
  @ApiOperation({
    summary: 'An incident with its timeline, as a file',
    description:
      'JSON, CSV, or Markdown as a draft of a post-mortem, streamed. Where the store fails midway the connection ' +
      'breaks off: a body that ends as HTTP says is whole. `daybook verify` holds the JSON against the log.',
  })
  @ApiOkResponse({ description: 'streamed, in timeline order', standardSchema: incidentExportSchema })
  @ApiResponse({
    status: 404,
    description: 'no entry of this incident is visible',
    standardSchema: problemSchema,
  })
  @ApiResponse({
    status: 406,
    description: 'Accept asks for none of the formats',
    standardSchema: problemSchema,
  })
  @ApiWaits()
  async export(
    @Param('id', { schema: z.string().min(1) }) incidentId: string,
    @Query({ schema: incidentExportQuerySchema }) query: z.output<typeof incidentExportQuerySchema>,
    @Headers('accept') accept: string | undefined,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { after, includes, overview, zone, format, ...filter } = query;
    const form = FORMS[format ?? formatFor(accept)];
    await this.visibility.wait({ account, incidentId, after, includes });
    const watermark = this.freshness.tell(reply);
    const found = await this.queries.execute(new ExportIncident({ account, incidentId, filter, overview }));
    if (!found) throw new HttpProblem(404, 'incident_not_found', 'there is no entry of this incident');

    const { incident, pages, close } = found;
    const head = { account, incident, filter: filterAsSent(request, overview), zone, watermark };
    void reply.header('Vary', 'Accept').header('X-Content-Type-Options', 'nosniff');
    const file = Readable.from(form.write(head, pages), { objectMode: false }).once('close', close);
    return new StreamableFile(file, {
      type: form.contentType,
      disposition: contentDisposition(fileName(incidentId, form.extension)),
    });
  }
}

function formatFor(accept: string | undefined): ExportFormat {
  const types = [...BY_MEDIA_TYPE.keys()];
  const type = new Negotiator({ headers: { accept } }).mediaType(types);
  const format = BY_MEDIA_TYPE.get(type ?? '');
  if (format) return format;
  throw new HttpProblem(406, 'not_acceptable', `Accept: exports are ${types.join(', ')}`);
}

function filterAsSent({ query }: FastifyRequest, overview: boolean): IncidentExport['filter'] {
  const sent = query as IncidentExport['filter'];
  const names = EXPORT_FILTERS.filter(
    (name) => sent[name] !== undefined && (name !== 'overview' || overview),
  );
  return Object.fromEntries(names.map((name) => [name, sent[name]]));
}

/** Letters, digits and little else, so that no system reads a path or a command in it. */
function fileName(incidentId: string, extension: string): string {
  const safe = incidentId.replace(/[^\p{L}\p{N}_-]+/gu, '_');
  return `incident-${[...safe].slice(0, NAME_LENGTH).join('')}.${extension}`;
}
