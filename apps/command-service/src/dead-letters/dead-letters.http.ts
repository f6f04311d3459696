import type { Caller } from '@daybook/access-tokens';
import { CurrentCaller, HttpProblem, newTraceparent, problemOf, RequireScope } from '@daybook/http-door';
import { parseJson } from '@daybook/exact-json';
import {
  deadLetterSchema,
  deadLettersPageSchema,
  deadLettersQuerySchema,
  problemSchema,
  receiptSchema,
  type DeadLetterView,
  type Receipt,
} from '@daybook/timeline-contracts';
import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { z } from 'zod';
import { appendProblem } from '../append-entry/append-answers.http.js';
import { AppendEntries } from '../append-entry/append-entries.js';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { logUnavailable } from '../log-unavailable.http.js';
import { DeadLetters, type DeadLetter } from './dead-letters.js';

const deadLetterId = z.uuid({ error: 'must be the id of a dead letter' });

/** Commands that were not carried out: to be looked at, replayed or dropped by a person. */
@ApiTags('dead letters')
@ApiBearerAuth()
@RequireScope('admin')
@Controller('v1/dead-letters')
export class DeadLettersDoor {
  constructor(
    private readonly deadLetters: DeadLetters,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Dead letters of the account, oldest first' })
  @ApiOkResponse({ description: 'a page', standardSchema: deadLettersPageSchema })
  async list(
    @Query({ schema: deadLettersQuerySchema }) { after, limit }: z.infer<typeof deadLettersQuerySchema>,
    @CurrentCaller() { account }: Caller,
  ): Promise<z.infer<typeof deadLettersPageSchema>> {
    const letters = await answer(this.deadLetters.list(account, limit, after));
    return { deadLetters: letters.map(toView), next: letters.length === limit ? letters.at(-1)!.id : null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One dead letter, with the message as it came' })
  @ApiOkResponse({ description: 'the dead letter', standardSchema: deadLetterSchema })
  @ApiResponse({ status: 404, description: 'not there', standardSchema: problemSchema })
  async show(
    @Param('id', { schema: deadLetterId }) id: string,
    @CurrentCaller() { account }: Caller,
  ): Promise<DeadLetterView> {
    return toView(await this.#find(account, id));
  }

  @Post(':id/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Carry the command out again; on success the dead letter is gone' })
  @ApiOkResponse({ description: 'recorded', standardSchema: receiptSchema })
  @ApiResponse({ status: 409, description: 'it fails again, and stays', standardSchema: problemSchema })
  async replay(
    @Param('id', { schema: deadLetterId }) id: string,
    @CurrentCaller() { account, scopes }: Caller,
  ): Promise<Receipt> {
    const letter = await this.#find(account, id);
    const { recordedBy } = letter;
    const mayRedact = scopes.has('entries:redact');
    const context = {
      account,
      recordedBy,
      mayRedact,
      traceparent: newTraceparent(),
      receivedAt: letter.firstSeenAt,
    };
    const [result] = await this.commands.execute(new AppendEntries([entryOf(letter)], context));
    if (result!.kind !== 'recorded' && result!.kind !== 'duplicate') throw asHttp(appendProblem(result!));
    await answer(this.deadLetters.drop(account, id));
    return result!.receipt;
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Drop it for good' })
  @ApiNoContentResponse({ description: 'it is gone' })
  async drop(
    @Param('id', { schema: deadLetterId }) id: string,
    @CurrentCaller() { account }: Caller,
  ): Promise<void> {
    if (!(await answer(this.deadLetters.drop(account, id)))) throw notThere(id);
  }

  async #find(account: string, id: string): Promise<DeadLetter> {
    const letter = await answer(this.deadLetters.find(account, id));
    if (!letter) throw notThere(id);
    return letter;
  }
}

function notThere(id: string): HttpProblem {
  return new HttpProblem(404, 'dead_letter_not_found', `there is no dead letter ${id}`);
}

function entryOf({ body }: DeadLetter): unknown {
  try {
    return (parseJson(body) as { data?: unknown } | null)?.data;
  } catch (error) {
    throw new HttpProblem(409, 'invalid_message', `the message can't be read: ${(error as Error).message}`);
  }
}

/** A replay that is refused again is a conflict with the letter's state, whatever the reason. */
function asHttp(error: ReturnType<typeof appendProblem>): HttpProblem {
  if (error instanceof HttpProblem && error.status === 503) return error;
  const { code, detail, field } = problemOf(error);
  return new HttpProblem(409, code, detail, field === undefined ? {} : { field });
}

async function answer<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    throw error instanceof LogUnavailable ? logUnavailable(error.message) : error;
  });
}

function toView(letter: DeadLetter): DeadLetterView {
  const { id, recordedBy, entryId, code, reason, attempts, body } = letter;
  return {
    ...{ id, recordedBy, entryId, code, reason, attempts },
    firstSeenAt: new Date(letter.firstSeenAt).toISOString(),
    lastSeenAt: new Date(letter.lastSeenAt).toISOString(),
    message: body.toString(),
  };
}
