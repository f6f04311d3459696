import { Broker, BrokerUnavailable, ErrandChannels, queueDepths } from '@daybook/rabbitmq';
import { COMMAND_QUEUE, EVENT_QUEUE, type LogProgress } from '@daybook/timeline-contracts';
import { formatLogPosition } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { HandedOver } from './handed-over.js';

/** How far the log has been handed over, and what waits to come into it. */
export class ReadProgress extends Query<LogProgress> {}

@QueryHandler(ReadProgress)
export class ReadProgressHandler implements IQueryHandler<ReadProgress> {
  readonly #channels: ErrandChannels;

  constructor(
    private readonly handedOver: HandedOver,
    broker: Broker,
  ) {
    this.#channels = new ErrandChannels(broker);
  }

  /** Answers while a server is away, which is when it is asked. */
  async execute(): Promise<LogProgress> {
    const [log, queues] = await Promise.all([
      this.#log().catch(nullWhen(LogUnavailable)),
      queueDepths(this.#channels, [COMMAND_QUEUE, EVENT_QUEUE]).catch(nullWhen(BrokerUnavailable)),
    ]);
    return { log, queues };
  }

  async #log(): Promise<LogProgress['log']> {
    const { head, relayed } = await this.handedOver.read();
    return {
      head: formatLogPosition(head),
      relayed,
      // The two are read at one moment, but a restored log may end before what was handed over of the one before.
      behind: Math.max(0, head.position - relayed),
    };
  }
}

function nullWhen(away: new (...args: never[]) => Error): (error: unknown) => null {
  return (error) => {
    if (error instanceof away) return null;
    throw error;
  };
}
