import { parseJson } from '@daybook/exact-json';
import { problem, problemOf, traceparentOf } from '@daybook/http-door';
import { BatchConsumer, Broker, type BatchHandler, type Delivery } from '@daybook/rabbitmq';
import {
  APPEND_ENTRY_V1,
  COMMAND_QUEUE,
  type AppendReplyV1,
  type Problem,
} from '@daybook/timeline-contracts';
import { DomainError, ENTRY_LIMITS, parseEntryId } from '@daybook/timeline-domain';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Logger as PinoLogger } from 'pino';
import { Config } from '../config.js';
import { DeadLetters, type NewDeadLetter } from '../dead-letters/dead-letters.js';
import { Logger } from '../logger.js';
import { appendProblem } from './append-answers.http.js';
import { AppendEntries, type AppendResult } from './append-entries.js';
import { CommandReplies } from './command-replies.js';
import { senderOf, type CommandSender } from './command-sender.js';
import { LogUnavailable } from './entry-log.js';
import { declareCommands } from './rabbitmq-command-queue.js';

/** Twice a batch: while one is appended and settled, the next is there already. */
const PREFETCH = 2_000;
/** An entry, spaced out or escaped, in its envelope. RabbitMQ itself takes 128 MiB, which would hold up all others. */
const MAX_MESSAGE_BYTES = 4 * ENTRY_LIMITS.contentBytes;

interface Command {
  readonly delivery: Delivery;
  readonly sender: CommandSender;
  readonly entry: unknown;
  /** As it was sent, if at all. */
  readonly traceparent: string | undefined;
}

interface Settled {
  readonly delivery: Delivery;
  readonly sender: CommandSender;
  /** Absent where the message could not be read. */
  readonly entry?: unknown;
  readonly answer: AppendReplyV1;
}

/**
 * The command queue's door. A batch of commands shares the append of everything else; a command is settled when it is
 * in the log, or parked with the reason why it can't be. While the log is away the queue keeps what comes.
 */
@Injectable()
export class AppendEntryConsumer implements BatchHandler<Command | Settled>, BeforeApplicationShutdown {
  readonly #consumer: BatchConsumer<Command | Settled>;
  readonly #logger: PinoLogger;
  readonly #serviceUser: string;

  constructor(
    broker: Broker,
    config: Config,
    private readonly commands: CommandBus,
    private readonly deadLetters: DeadLetters,
    private readonly replies: CommandReplies,
    logger: Logger,
  ) {
    this.#serviceUser = config.rabbitmqUser;
    this.#logger = logger.child({ part: 'command-queue' });
    this.#consumer = new BatchConsumer(
      broker,
      [{ queue: COMMAND_QUEUE, prefetch: PREFETCH, declare: declareCommands }],
      this,
    );
  }

  read(delivery: Delivery): Command | Settled {
    return readCommand(delivery, this.#serviceUser);
  }

  /** @throws LogUnavailable: then the same batch comes again, and what it had recorded is a duplicate */
  async handle(batch: readonly (Command | Settled)[]): Promise<void> {
    const settled: Settled[] = [];
    const bySender = new Map<string, Command[]>();
    for (const command of batch) {
      if ('answer' in command) {
        settled.push(command);
        continue;
      }
      const key = JSON.stringify(command.sender);
      const group = bySender.get(key);
      if (group) group.push(command);
      else bySender.set(key, [command]);
    }
    for (const group of await Promise.all([...bySender.values()].map((commands) => this.#append(commands)))) {
      settled.push(...group);
    }
    await this.deadLetters.park(settled.flatMap(asDeadLetter));
    this.replies.send(settled.map(({ delivery, answer }) => ({ to: delivery.properties, answer })));
  }

  failed(error: unknown, messages: number): void {
    this.#logger.warn({ err: error, messages }, 'commands wait for the log');
  }

  recovered(): void {
    this.#logger.info('commands are carried out again');
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#consumer.stop();
  }

  async #append(commands: readonly Command[]): Promise<Settled[]> {
    const [{ sender, traceparent }] = commands as [Command];
    const items = commands.map(({ entry }) => entry);
    const context = { ...sender, traceparent: traceparentOf(traceparent) };
    const results = await this.commands.execute(new AppendEntries(items, context));
    return commands.map(({ delivery, entry }, index) => {
      const result = results[index]!;
      if (result.kind === 'unavailable') throw new LogUnavailable(result.reason);
      return { delivery, sender, entry, answer: answerOf(result) };
    });
  }
}

function readCommand(delivery: Delivery, serviceUser: string): Command | Settled {
  const sender = senderOf(delivery.properties, serviceUser);
  if (!sender) {
    const nobody = { account: 'unknown', recordedBy: 'unknown', mayRedact: false };
    const refusal = problem(
      401,
      'sender_unknown',
      'user-id must be set, and name the account of the RabbitMQ user',
    );
    return { delivery, sender: nobody, answer: refused(refusal) };
  }
  try {
    if (delivery.body.length > MAX_MESSAGE_BYTES)
      throw new DomainError('entry_too_large', `a command may have ${MAX_MESSAGE_BYTES} bytes`);
    const message = parseJson(delivery.body) as {
      type?: unknown;
      data?: unknown;
      traceparent?: string;
    } | null;
    if (message?.type !== APPEND_ENTRY_V1) throw new SyntaxError(`type must be ${APPEND_ENTRY_V1}`);
    const entry = message.data;
    if (typeof (entry as { id?: unknown } | null | undefined)?.id !== 'string')
      throw new DomainError('invalid_entry_id', 'a command must carry the id of its entry', 'id');
    return { delivery, sender, entry, traceparent: message.traceparent };
  } catch (error) {
    const refusal =
      error instanceof DomainError
        ? problemOf(error)
        : problem(400, 'invalid_message', (error as Error).message);
    return { delivery, sender, answer: refused(refusal) };
  }
}

/** Null for what can't be an id. */
function idOf(value: unknown): string | null {
  try {
    return parseEntryId(value as string);
  } catch {
    return null;
  }
}

/** With the id by which a receipt is asked for, and that of the entry it is about. */
function asDeadLetter({ delivery, sender, entry, answer }: Settled): NewDeadLetter[] {
  const refusal = answer.problem;
  if (!refusal) return [];
  const { id, details } = (entry ?? {}) as { id?: unknown; details?: { entryId?: unknown } | null };
  const [entryId, amendsId] = [idOf(id), idOf(details?.entryId)];
  const { account, recordedBy } = sender;
  const body = delivery.body.subarray(0, MAX_MESSAGE_BYTES);
  return [{ account, recordedBy, entryId, amendsId, code: refusal.code, reason: refusal.detail, body }];
}

function answerOf(result: AppendResult): AppendReplyV1 {
  if (result.kind === 'recorded') return { status: 201, receipt: result.receipt };
  if (result.kind === 'duplicate') return { status: 200, receipt: result.receipt };
  return refused(problemOf(appendProblem(result)));
}

function refused(refusal: Problem): AppendReplyV1 {
  return { status: refusal.status, problem: refusal };
}
