import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, ChannelModel } from 'amqplib';
import { BrokerUnavailable, type Broker } from './broker.js';

const DEADLINE_MS = 2_000;

/** A channel for each errand, since RabbitMQ closes a channel on which it refuses something. */
export class ErrandChannels {
  #connection: ChannelModel | undefined;

  constructor(broker: Broker) {
    broker.onConnection(async (connection) => {
      this.#connection = connection;
      connection.once('close', () => {
        if (this.#connection === connection) this.#connection = undefined;
      });
    });
  }

  /**
   * @throws BrokerUnavailable while there is no connection, and after 2 s
   * @throws Error with the `code` of RabbitMQ's refusal
   */
  async run<T>(errand: (channel: Channel) => Promise<T>): Promise<T> {
    if (!this.#connection) throw new BrokerUnavailable('there is no connection to RabbitMQ');
    const late = new AbortController();
    const run = this.#run(this.#connection, errand);
    run.catch(() => undefined);
    try {
      return await Promise.race([
        run,
        delay(DEADLINE_MS, undefined, { signal: late.signal }).then(() => {
          throw new BrokerUnavailable('RabbitMQ does not answer');
        }),
      ]);
    } finally {
      late.abort();
    }
  }

  async #run<T>(connection: ChannelModel, errand: (channel: Channel) => Promise<T>): Promise<T> {
    try {
      const channel = await connection.createChannel();
      // What it says is thrown by the errand.
      channel.on('error', () => undefined);
      const result = await errand(channel);
      await channel.close();
      return result;
    } catch (error) {
      if (typeof (error as { code?: unknown }).code === 'number') throw error;
      throw new BrokerUnavailable('the connection to RabbitMQ was lost', { cause: error });
    }
  }
}
