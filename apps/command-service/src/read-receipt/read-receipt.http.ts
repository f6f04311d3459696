import type { Caller } from '@daybook/access-tokens';
import { CurrentCaller, HttpProblem, RequireScope } from '@daybook/http-door';
import { problemSchema, settledSchema, type Settled } from '@daybook/timeline-contracts';
import { formatLogPosition, parseEntryId } from '@daybook/timeline-domain';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { EntryLog, LogUnavailable } from '../append-entry/entry-log.js';
import { DeadLetters } from '../dead-letters/dead-letters.js';
import { logUnavailable } from '../log-unavailable.http.js';

const RETRY_AFTER_SECONDS = 1;

@ApiTags('entries')
@ApiBearerAuth()
@RequireScope('entries:write')
@Controller('v1/receipts')
export class ReadReceiptDoor {
  constructor(
    private readonly log: EntryLog,
    private readonly deadLetters: DeadLetters,
  ) {}

  @Get(':id')
  @ApiOperation({
    summary: 'What became of a fact that was queued',
    description: 'For the address that a 202 gave.',
  })
  @ApiOkResponse({ description: 'it is settled: recorded, or refused', standardSchema: settledSchema })
  @ApiResponse({ status: 404, description: 'not settled yet, or never sent', standardSchema: problemSchema })
  async read(@Param('id') pathId: string, @CurrentCaller() { account }: Caller): Promise<Settled> {
    const id = parseEntryId(pathId);
    try {
      const refused = await this.deadLetters.findByEntry(account, id);
      if (refused)
        return { id, status: 'refused', code: refused.code, reason: refused.reason, deadLetter: refused.id };
      const recorded = await this.log.find(account, id);
      if (recorded) {
        const { at, contentHash, recordedAt } = recorded;
        const position = formatLogPosition(at);
        return {
          id,
          status: 'recorded',
          position,
          contentHash,
          recordedAt: new Date(recordedAt).toISOString(),
        };
      }
    } catch (error) {
      throw error instanceof LogUnavailable ? logUnavailable(error.message) : error;
    }
    throw new HttpProblem(404, 'receipt_unknown', `${id} is not settled: still queued, or never sent`, {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}
