import { RequireScope } from '@daybook/http-door';
import {
  changesPageSchema,
  changesQuerySchema,
  problemSchema,
  WATERMARK_HEADER,
} from '@daybook/timeline-contracts';
import { formatLogPosition } from '@daybook/timeline-domain';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Freshness } from '../freshness.js';
import { TenantAccount } from '../tenant-account.js';
import { ReadChanges } from './read-changes.js';

const NDJSON = 'application/x-ndjson';

@ApiTags('live')
@ApiBearerAuth()
@RequireScope('entries:read')
@Controller('v1/changes')
export class ReadChangesDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'What was recorded behind a position, in the order of positions',
    description: `Hand \`next\` back as \`after\`. With \`Accept: ${NDJSON}\` each entry is a line, and the last line tells \`next\`, \`watermark\` and \`more\`.`,
  })
  @ApiProduces('application/json', NDJSON)
  @ApiOkResponse({ description: 'a page', standardSchema: changesPageSchema })
  @ApiResponse({
    status: 409,
    description: '`after` is of another log, or of an epoch that has ended',
    standardSchema: problemSchema,
  })
  async read(
    @Query({ schema: changesQuerySchema }) query: z.output<typeof changesQuerySchema>,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { after, limit, wait, ...filter } = query;
    const asked = { account, filter, after, limit, waitMs: wait * 1_000 };
    const { changes, more, ...page } = await this.queries.execute(new ReadChanges(asked));
    const watermark = formatLogPosition(page.watermark);
    this.freshness.tell(reply);
    void reply.header(WATERMARK_HEADER, watermark);
    const views = changes.map(({ view }) => view);
    const place = `"next":"${formatLogPosition(page.next)}","watermark":"${watermark}","more":${more}}`;
    if (request.headers.accept?.includes(NDJSON)) {
      void reply.type(NDJSON);
      return [...views, `{${place}`, ''].join('\n');
    }
    void reply.type('application/json; charset=utf-8');
    return `{"changes":[${views.join(',')}],${place}`;
  }
}
