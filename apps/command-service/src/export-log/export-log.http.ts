import { Readable } from 'node:stream';
import type { Caller } from '@daybook/access-tokens';
import { CurrentCaller, HttpProblem, RequireScope } from '@daybook/http-door';
import { feedQuerySchema, NDJSON, problemSchema } from '@daybook/timeline-contracts';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { z } from 'zod';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { logUnavailable } from '../log-unavailable.http.js';
import { positionIn } from '../read-log/read-log.http.js';
import { ExportLog } from './export-log.js';

const exportQuerySchema = feedQuerySchema.pick({ after: true });

@ApiTags('log')
@ApiBearerAuth()
@RequireScope('log:read')
@Controller('v1/log/export')
export class ExportLogDoor {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiProduces(NDJSON)
  @ApiOperation({
    summary: 'The log with its leaves, to be checked offline',
    description:
      'NDJSON: a header, a line for each position, the end. Rows of the token’s account carry what their leaf was ' +
      'made of; of other accounts’ rows and of redacted ones only the leaf is there. An export without its last line ' +
      '(`end`) was cut off. `daybook verify` reads it.',
  })
  @ApiOkResponse({ description: 'streamed, up to the end of the log', schema: { type: 'string' } })
  @ApiResponse({
    status: 409,
    description: 'the position is of another log or epoch, or behind the end of the log',
    standardSchema: problemSchema,
  })
  @ApiResponse({ status: 503, description: 'the log can’t be reached', standardSchema: problemSchema })
  async export(
    @Query({ schema: exportQuerySchema }) { after }: z.infer<typeof exportQuerySchema>,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    const query = new ExportLog((head) => {
      const position = positionIn(head, after);
      if (position <= head.position) return position;
      throw new HttpProblem(409, 'position_ahead', `after: the log ends at ${head.position}`, {
        field: 'after',
      });
    }, caller.account);
    const text = await this.queries.execute(query).catch((error: unknown) => {
      throw error instanceof LogUnavailable ? logUnavailable(error.message) : error;
    });
    return new StreamableFile(Readable.from(text, { objectMode: false }), { type: NDJSON });
  }
}
