import { traceIdOf } from '@daybook/http-door';
import type { ReceivedEventV1 } from '@daybook/timeline-contracts';
import { contentOf, ENTRY_LIMITS, type JsonObject, type SentEntry } from '@daybook/timeline-domain';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Counter } from 'prom-client';
import { AppendEntries } from '../append-entry/append-entries.js';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { Logger } from '../logger.js';
import { RoutingKeyDirectory } from '../routing-keys/routing-key-directory.js';
import type { RoutingKey } from '../routing-keys/routing-keys.js';
import { sha256 } from '../sha256.js';
import { EventBatcher } from './event-batcher.js';
import { InvalidEvent, readAlertEvent, readChangeEvent } from './event-body.js';
import { alertEntry, changeEntry } from './event-entry.js';
import { EventQueue } from './event-queue.js';

const events = new Counter({
  name: 'daybook_events_total',
  help: 'Events of monitoring tools, by what became of them',
  labelNames: ['result'],
});

/** What became of an event. All but a refused one are durable. */
export type EventResult =
  | { readonly kind: 'recorded' | 'repeated' | 'queued'; readonly dedupKey: string }
  | { readonly kind: 'refused'; readonly errors: readonly string[] }
  /** Whether it was recorded is unknown. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** An event as a door took it. */
export interface TakenEvent extends Omit<ReceivedEventV1, 'event'> {
  readonly event: JsonObject;
  /** Its sender gave no dedup key, and has not been told of the one that was made. */
  readonly madeKey: boolean;
}

/** Records an event of a monitoring tool in the incident of its alert. */
export class ReceiveEvent extends Command<EventResult> {
  /** @param mayQueue while the log is away */
  constructor(
    readonly taken: TakenEvent,
    readonly traceparent: string,
    readonly mayQueue: boolean,
  ) {
    super();
  }
}

@CommandHandler(ReceiveEvent)
export class ReceiveEventHandler implements ICommandHandler<ReceiveEvent> {
  constructor(
    private readonly directory: RoutingKeyDirectory,
    private readonly batcher: EventBatcher,
    private readonly commands: CommandBus,
    private readonly queue: EventQueue,
    private readonly logger: Logger,
  ) {}

  async execute({ taken, traceparent, mayQueue }: ReceiveEvent): Promise<EventResult> {
    const result = await this.#receive(taken, traceparent, mayQueue);
    events.inc({ result: result.kind });
    if (this.logger.isLevelEnabled('debug')) {
      const { id } = taken;
      this.logger.debug({ traceId: traceIdOf(traceparent), entryId: id, result: result.kind }, 'event');
    }
    return result;
  }

  async #receive(taken: TakenEvent, traceparent: string, mayQueue: boolean): Promise<EventResult> {
    try {
      const key = await this.directory.find(taken.routingKeyId);
      if (!key) return { kind: 'refused', errors: ['routing_key is not known, or was revoked'] };
      return taken.kind === 'alert'
        ? await this.#alert(taken, key, traceparent)
        : await this.#change(taken, key, traceparent);
    } catch (error) {
      if (error instanceof InvalidEvent) return { kind: 'refused', errors: error.errors };
      if (!(error instanceof LogUnavailable)) throw error;
      const queued = mayQueue && (await this.queue.enqueue(taken, traceparent));
      if (queued) return { kind: 'queued', dedupKey: taken.dedupKey };
      return { kind: 'unavailable', reason: error.message };
    }
  }

  async #alert(taken: TakenEvent, key: RoutingKey, traceparent: string): Promise<EventResult> {
    const { id, dedupKey, madeKey, hash } = taken;
    const body = readAlertEvent(taken.event);
    const receivedAt = Date.parse(taken.receivedAt);
    const occurredAt = happenedAt(body, receivedAt);
    const target = { routingKeyId: key.id, service: key.service };
    const recorded = await this.batcher.record({
      ...{ account: key.account, id, traceparent, occurredAt, receivedAt, dedupKey, madeKey, hash },
      recordedBy: recorderOf(key),
      routingKeyId: key.id,
      timed: body.occurredAt !== undefined,
      action: body.action,
      contentIn: (incidentId) =>
        contentOf({ ...alertEntry(target, body, dedupKey, occurredAt), incidentId }, sha256),
    });
    return { kind: recorded.repeated ? 'repeated' : 'recorded', dedupKey: recorded.dedupKey };
  }

  /** A change belongs to no alert: it is appended as any entry. */
  async #change(taken: TakenEvent, key: RoutingKey, traceparent: string): Promise<EventResult> {
    const { id, dedupKey } = taken;
    const body = readChangeEvent(taken.event);
    const receivedAt = Date.parse(taken.receivedAt);
    const target = { routingKeyId: key.id, service: key.service };
    const entry: SentEntry = { id, ...changeEntry(target, body, happenedAt(body, receivedAt)) };
    const context = { account: key.account, recordedBy: recorderOf(key), traceparent, receivedAt };
    const [result] = await this.commands.execute(new AppendEntries([entry], context));
    if (result!.kind === 'unavailable') throw new LogUnavailable(result!.reason);
    if (result!.kind === 'refused') throw new InvalidEvent([result!.error.message]);
    return { kind: result!.kind === 'duplicate' ? 'repeated' : 'recorded', dedupKey };
  }
}

function recorderOf({ id }: RoutingKey): string {
  return `routing-key:${id}`;
}

/** Events of a tool whose clock is far ahead are not refused, since it would not send them again. */
function happenedAt({ occurredAt }: { readonly occurredAt: number | undefined }, receivedAt: number): number {
  const isNear = occurredAt !== undefined && occurredAt <= receivedAt + ENTRY_LIMITS.aheadMilliseconds;
  return isNear ? occurredAt : receivedAt;
}
