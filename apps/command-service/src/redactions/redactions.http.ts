import { Readable } from 'node:stream';
import { EVERY_ACCOUNT, type Caller } from '@daybook/access-tokens';
import { CurrentCaller, HttpProblem, RequireScope } from '@daybook/http-door';
import { NDJSON } from '@daybook/timeline-contracts';
import { Controller, Get, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { EntryLog, LogUnavailable, type LoggedEntry } from '../append-entry/entry-log.js';
import { logUnavailable } from '../log-unavailable.http.js';

const PAGE = 500;

/** The ledger of redactions, for keeping it elsewhere: what a restored log must be told again. */
@ApiTags('log')
@ApiBearerAuth()
@RequireScope('log:read')
@Controller('v1/redactions')
export class RedactionsDoor {
  constructor(private readonly log: EntryLog) {}

  @Get()
  @ApiOperation({
    summary: 'The redactions of the account, as they were sent, oldest first',
    description:
      'NDJSON, a redaction a line, as POST /v1/entries takes it: sent again to a log that was restored to an earlier ' +
      'state, what they name is blank again; sent to one that knows them, nothing happens.',
  })
  @ApiProduces(NDJSON)
  @ApiOkResponse({ description: 'all of them', schema: { type: 'string' } })
  async read(@CurrentCaller() { account }: Caller): Promise<StreamableFile> {
    if (account === EVERY_ACCOUNT)
      throw new HttpProblem(403, 'account_missing', 'redactions are told to a token of their account');
    const first = await this.log.redactionsAfter(0, PAGE, account).catch((error: unknown) => {
      throw error instanceof LogUnavailable ? logUnavailable(error.message) : error;
    });
    return new StreamableFile(Readable.from(this.#lines(first, account)), { type: NDJSON });
  }

  async *#lines(first: readonly LoggedEntry[], account: string): AsyncGenerator<string> {
    for (let page = first; page.length > 0;) {
      yield page.map(({ id, body }) => `{"id":"${id}",${body!.slice(1)}\n`).join('');
      page = await this.log.redactionsAfter(page.at(-1)!.at.position, PAGE, account);
    }
  }
}
