import { Broker, ConfirmPublisher } from '@daybook/rabbitmq';
import { ENTRIES_EXCHANGE } from '@daybook/timeline-contracts';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { Logger } from '../logger.js';
import { Counter, Gauge } from 'prom-client';
import { EntriesRecorded } from '../append-entry/entries-recorded.js';
import { Relay } from './relay.js';
import { RelayLog } from './relay-log.js';

const published = new Counter({
  name: 'daybook_relay_published_total',
  help: 'Entries that the broker has confirmed',
});
const unroutable = new Counter({
  name: 'daybook_relay_unroutable_total',
  help: 'Entries that no queue was bound for',
});
const checkpoint = new Gauge({
  name: 'daybook_relay_checkpoint_position',
  help: 'Position up to which the log was handed over',
});
const active = new Gauge({
  name: 'daybook_relay_active',
  help: 'Whether the relay of this replica is the one that hands the log over: 1 or 0',
});

/** Runs the relay as long as the service. */
@Injectable()
@EventsHandler(EntriesRecorded)
export class RelayRunner
  implements OnApplicationBootstrap, BeforeApplicationShutdown, IEventHandler<EntriesRecorded>
{
  readonly #relay: Relay;

  constructor(log: RelayLog, broker: Broker, logger: Logger) {
    const publisher = new ConfirmPublisher(broker, async (channel) => {
      await channel.assertExchange(ENTRIES_EXCHANGE, 'topic', { durable: true });
    });
    this.#relay = new Relay(
      log,
      publisher,
      {
        published: (count) => published.inc(count),
        unroutable: (count) => unroutable.inc(count),
        checkpoint: (position) => checkpoint.set(position),
        active: (is) => active.set(is ? 1 : 0),
      },
      logger.child({ part: 'relay' }),
    );
  }

  onApplicationBootstrap(): void {
    this.#relay.start();
  }

  handle(): void {
    this.#relay.poke();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#relay.stop();
  }
}
