import { hash } from 'node:crypto';
import { traceIdOf } from '@daybook/http-door';
import { parseSentEntry, refuseFuture, type Queued, type Receipt } from '@daybook/timeline-contracts';
import {
  amendmentOf,
  contentOfChecked,
  deriveEntryId,
  DomainError,
  ENTRY_LIMITS,
  entryIdMaker,
  formatLogPosition,
  occurredAt,
  parseEntryId,
  REDACT,
  type EntryId,
  type SentEntry,
} from '@daybook/timeline-domain';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Counter } from 'prom-client';
import { Logger } from '../logger.js';
import { AppendBatcher } from './append-batcher.js';
import { Clock } from './clock.js';
import { CommandQueue } from './command-queue.js';
import { EntryLog, LogUnavailable, type Misplaced, type NewEntry } from './entry-log.js';

const appends = new Counter({
  name: 'daybook_appends_total',
  help: 'Facts that came to a door, by what became of them',
  labelNames: ['result'],
});

/** What became of one item, in the words of the domain; the doors put it in theirs. */
export type AppendResult =
  | { readonly kind: 'recorded' | 'duplicate'; readonly receipt: Receipt }
  /** The id is taken by another content. */
  | {
      readonly kind: 'conflict';
      readonly id: EntryId;
      readonly sentHash: string;
      readonly recordedHash: string;
    }
  | { readonly kind: 'refused'; readonly error: DomainError }
  /** Durable in the command queue, since the log is away; whether the log has it as well is unknown. */
  | { readonly kind: 'queued'; readonly queued: Queued }
  /** Whether it was recorded is unknown. Sending it again with the same id is safe. */
  | { readonly kind: 'unavailable'; readonly reason: string };

export interface AppendContext {
  readonly account: string;
  readonly recordedBy: string;
  readonly traceparent: string;
  /** When a door took it, if that was not now: UTC milliseconds. */
  readonly receivedAt?: number;
  /** Whether facts may go into the command queue while the log is away. */
  readonly mayQueue?: boolean;
  /** Redactions destroy what was recorded, and are refused without. */
  readonly mayRedact?: boolean;
  /** For items without an id: the same key and place give the same id, whenever it is sent. */
  readonly idempotencyKey?: string;
}

/** Records facts as they came from outside, each on its own: one that is refused takes no other with it. */
export class AppendEntries extends Command<AppendResult[]> {
  /** @param places of the items in what the sender sent, for the Idempotency-Key */
  constructor(
    readonly items: readonly unknown[],
    readonly context: AppendContext,
    readonly places: readonly number[] = items.map((_, index) => index),
  ) {
    super();
  }
}

@CommandHandler(AppendEntries)
export class AppendEntriesHandler implements ICommandHandler<AppendEntries> {
  readonly #makeId: () => EntryId;

  constructor(
    private readonly batcher: AppendBatcher,
    private readonly log: EntryLog,
    private readonly commandQueue: CommandQueue,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.#makeId = entryIdMaker(() => clock.now());
  }

  async execute({ items, context, places }: AppendEntries): Promise<AppendResult[]> {
    const receivedAt = context.receivedAt ?? this.clock.now();
    let makeId: (place: number) => EntryId = () => this.#makeId();
    if (context.idempotencyKey !== undefined && items.some(lacksId)) {
      // Without the log only items that need an id are held up: others are refused or queued as ever.
      makeId = await this.#idsOfKey(context.account, context.idempotencyKey, receivedAt).catch(
        (error: unknown) => () => {
          throw error;
        },
      );
    }
    const results = await Promise.all(
      items.map((item, index) => this.#append(item, context, receivedAt, () => makeId(places[index]!))),
    );
    this.#tell(results, context);
    return results;
  }

  /** The id's time is when the key was first seen, which the log keeps: a retry an hour later gets the same id. */
  async #idsOfKey(account: string, key: string, now: number): Promise<(place: number) => EntryId> {
    const firstSeen = await this.log.firstSeen(account, key, now);
    return (place) => deriveEntryId(firstSeen, place, sha256(JSON.stringify([account, key, place])));
  }

  /** Ids and outcomes, never content. */
  #tell(results: readonly AppendResult[], { traceparent }: AppendContext): void {
    for (const { kind } of results) appends.inc({ result: kind });
    if (!this.logger.isLevelEnabled('debug')) return;
    const ids = results.map((result) => {
      if ('receipt' in result) return result.receipt.id;
      return 'queued' in result ? result.queued.id : result.kind;
    });
    this.logger.debug({ traceId: traceIdOf(traceparent), entryIds: ids }, 'append');
  }

  async #append(
    item: unknown,
    context: AppendContext,
    receivedAt: number,
    makeId: () => EntryId,
  ): Promise<AppendResult> {
    try {
      const entry = readEntry(item, context, receivedAt, makeId);
      const appended = await this.batcher.append(entry).catch(asRefusal);
      if (appended instanceof LogUnavailable) return await this.#queue(entry, context, appended);
      if ('misplaced' in appended) throw misplaced(appended);
      if (appended.contentHash === null) {
        throw new DomainError('entry_redacted', `${entry.id} was redacted, and stays so`, 'id');
      }
      if (!appended.recordedNow && appended.contentHash !== entry.contentHash) {
        return {
          kind: 'conflict',
          id: entry.id,
          sentHash: entry.contentHash,
          recordedHash: appended.contentHash,
        };
      }
      const receipt: Receipt = {
        id: entry.id,
        incidentId: entry.incidentId,
        duplicate: !appended.recordedNow,
        position: formatLogPosition(appended.at),
        contentHash: entry.contentHash,
        receivedAt: new Date(appended.receivedAt).toISOString(),
        recordedAt: new Date(appended.recordedAt).toISOString(),
      };
      return { kind: appended.recordedNow ? 'recorded' : 'duplicate', receipt };
    } catch (error) {
      return failure(error);
    }
  }

  /** Also for an append whose outcome is unknown: if the log has it after all, the queued command is a duplicate. */
  async #queue(
    entry: NewEntry,
    { mayQueue }: AppendContext,
    { message }: LogUnavailable,
  ): Promise<AppendResult> {
    if (!mayQueue || !(await this.commandQueue.enqueue([entry])))
      return { kind: 'unavailable', reason: message };
    const { id, incidentId, contentHash } = entry;
    return {
      kind: 'queued',
      queued: {
        id,
        incidentId,
        status: 'queued',
        receipt: `/v1/receipts/${id}?contentHash=${contentHash}`,
        contentHash,
        receivedAt: new Date(entry.receivedAt).toISOString(),
      },
    };
  }
}

function lacksId(item: unknown): boolean {
  return (item as { id?: unknown } | null | undefined)?.id === undefined;
}

function readEntry(
  item: unknown,
  context: AppendContext,
  receivedAt: number,
  makeId: () => EntryId,
): NewEntry {
  const sent: SentEntry = parseSentEntry(item);
  const id = sent['id'] === undefined ? makeId() : parseEntryId(sent['id'] as string);
  const happenedAt = occurredAt(id, sent);
  const amendment = amendmentOf(sent);
  refuseFuture({ id, occurredAt: happenedAt, amendment }, receivedAt);
  if (amendment?.kind === REDACT && !context.mayRedact) {
    throw new DomainError(
      'redaction_not_allowed',
      'a redaction needs a token with the scope entries:redact',
      'type',
    );
  }
  const content = contentOfChecked(sent, sha256);
  if (Buffer.byteLength(content.text) > ENTRY_LIMITS.contentBytes) {
    throw new DomainError(
      'entry_too_large',
      `an entry may have ${ENTRY_LIMITS.contentBytes} bytes as canonical JSON`,
    );
  }
  return {
    account: context.account,
    id,
    incidentId: sent.incidentId,
    type: sent.type,
    occurredAt: happenedAt,
    receivedAt,
    recordedBy: context.recordedBy,
    traceparent: context.traceparent,
    body: content.text,
    contentHash: content.hash,
    ...(amendment && { amends: amendment.target }),
  };
}

function misplaced({ misplaced: why }: Misplaced): DomainError {
  return why === 'other_incident'
    ? new DomainError('not_amendable', 'the entry that is meant is of another incident', 'incidentId')
    : new DomainError(
        'not_amendable',
        'a redaction can’t be amended, nor a revision or a move but by a redaction',
        'details.entryId',
      );
}

/** What the log can't store, for a reason that the doors' checks don't know, is refused. */
function asRefusal(error: unknown): LogUnavailable {
  if (error instanceof LogUnavailable) return error;
  throw new DomainError('invalid_entry', `the log can't store this entry: ${(error as Error).message}`);
}

function failure(error: unknown): AppendResult {
  if (error instanceof DomainError) return { kind: 'refused', error };
  if (error instanceof LogUnavailable) return { kind: 'unavailable', reason: error.message };
  throw error;
}

function sha256(text: string): string {
  return hash('sha256', text);
}
