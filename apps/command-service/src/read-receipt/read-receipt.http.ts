import type { Caller } from '@daybook/access-tokens';
import { CurrentCaller, HttpProblem, RequireScope } from '@daybook/http-door';
import { entryIdParameter, problemSchema, settledSchema, type Settled } from '@daybook/timeline-contracts';
import { formatLogPosition } from '@daybook/timeline-domain';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { EntryLog, LogUnavailable, type Appended } from '../append-entry/entry-log.js';
import { DeadLetters } from '../dead-letters/dead-letters.js';
import { logUnavailable } from '../log-unavailable.http.js';

const RETRY_AFTER_SECONDS = 1;

const receiptQuerySchema = z.strictObject({
  contentHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
    .optional()
    .describe('whose fate is asked for, where the id was sent with more than one content'),
});

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
  async read(
    @Param('id', { schema: entryIdParameter }) id: string,
    @Query({ schema: receiptQuerySchema }) { contentHash }: z.infer<typeof receiptQuerySchema>,
    @CurrentCaller() { account }: Caller,
  ): Promise<Settled> {
    try {
      const recorded = await this.log.find(account, id);
      if (recorded && recorded.contentHash === contentHash) return settledAs(id, recorded);
      const refused = await this.deadLetters.findByEntry(account, id);
      if (refused)
        return { id, status: 'refused', code: refused.code, reason: refused.reason, deadLetter: refused.id };
      // Another content under the id says nothing of this one, which may still be in the queue.
      if (recorded && (contentHash === undefined || recorded.contentHash === null))
        return settledAs(id, recorded);
    } catch (error) {
      throw error instanceof LogUnavailable ? logUnavailable(error.message) : error;
    }
    throw new HttpProblem(404, 'receipt_unknown', `${id} is not settled: still queued, or never sent`, {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}

function settledAs(id: string, { at, contentHash, recordedAt }: Appended): Settled {
  const position = formatLogPosition(at);
  return { id, status: 'recorded', position, contentHash, recordedAt: new Date(recordedAt).toISOString() };
}
