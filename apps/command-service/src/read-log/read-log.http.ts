import { EVERY_ACCOUNT, type Caller } from '@daybook/access-tokens';
import { CurrentCaller, HttpProblem, RequireScope } from '@daybook/http-door';
import { feedPageSchema, feedQuerySchema, problemSchema } from '@daybook/timeline-contracts';
import { formatLogPosition, parseLogPosition } from '@daybook/timeline-domain';
import { Controller, Get, Header, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { LogUnavailable, type LogFilter, type LogHead } from '../append-entry/entry-log.js';
import { recordedEntryJson } from '../entry-json.js';
import { logUnavailable } from '../log-unavailable.http.js';
import { ReadLog } from './read-log.js';

@ApiTags('log')
@ApiBearerAuth()
@RequireScope('log:read')
@Controller('v1/log')
export class ReadLogDoor {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'The catch-up feed: entries in position order',
    description:
      'Complete by position. A token of one account gets that account’s entries, so its positions have gaps.',
  })
  @ApiOkResponse({
    description: 'a page; an empty one: nothing behind `after` yet',
    standardSchema: feedPageSchema,
  })
  @ApiResponse({
    status: 409,
    description: 'the position is of another log or epoch; `epoch` is the present one',
    standardSchema: problemSchema,
  })
  async read(
    @Query({ schema: feedQuerySchema }) query: z.infer<typeof feedQuerySchema>,
    @CurrentCaller() caller: Caller,
  ): Promise<string> {
    const { after, limit } = query;
    const filter = filterOf(query, caller);
    const read = new ReadLog((log) => positionIn(log, after), limit, filter);
    const { head, entries } = await this.queries.execute(read).catch((error: unknown) => {
      throw error instanceof LogUnavailable ? logUnavailable(error.message) : error;
    });
    const last = entries.at(-1)?.at.position;
    // Only an empty page has looked through everything up to the head.
    const next = formatLogPosition({
      ...head,
      position: last ?? Math.max(head.position, positionIn(head, after)),
    });
    const { log, epoch, position } = head;
    return `{"log":"${log}","epoch":${epoch},"head":${Math.max(position, last ?? 0)},"entries":[${entries
      .map(recordedEntryJson)
      .join(',')}],"next":"${next}"}`;
  }
}

/** @throws HttpProblem 403 for another account than the token's, 400 for an incident or id without an account */
function filterOf({ account, incident, id }: z.infer<typeof feedQuerySchema>, caller: Caller): LogFilter {
  if (caller.account !== EVERY_ACCOUNT && account !== undefined && account !== caller.account)
    throw new HttpProblem(403, 'forbidden', 'account: is not that of the token', { field: 'account' });
  const one = caller.account === EVERY_ACCOUNT ? account : caller.account;
  if (one !== undefined) return { account: one, incidentId: incident, id };
  if (incident === undefined && id === undefined) return {};
  throw new HttpProblem(400, 'invalid_request', 'account: must say whose incident or entry it is', {
    field: 'account',
  });
}

/** @throws HttpProblem 409 for a position that this log, in this epoch, has never given out */
export function positionIn({ log, epoch }: LogHead, after: string): number {
  if (/^\d+$/.test(after)) return Number(after);
  const position = parseLogPosition(after);
  if (position.log === log && position.epoch === epoch) return position.position;
  throw new HttpProblem(409, 'other_log', `after: this is the log ${log} in epoch ${epoch}`, {
    field: 'after',
    log,
    epoch,
  });
}
