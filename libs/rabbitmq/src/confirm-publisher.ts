import type { ChannelModel, ConfirmChannel, Message, Options } from 'amqplib';
import { BrokerUnavailable, type Broker } from './broker.js';

export interface OutgoingMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  /** Unique among the messages in flight. */
  readonly messageId: string;
  readonly options?: Options.Publish;
}

export interface PublishOutcome {
  /** How many messages, from the first on without a gap, the broker has confirmed. */
  readonly confirmed: number;
  /** How many of these went to no queue, since none was bound. */
  readonly unroutable: number;
  /** Why not all of them. */
  readonly error?: BrokerUnavailable;
}

const REOPEN_DELAY_MS = 500;

/**
 * Publishes with publisher confirms: a message counts only when RabbitMQ has taken responsibility for it (for a
 * persistent message in a quorum queue: when a majority has it on disk, https://www.rabbitmq.com/docs/confirms).
 */
export class ConfirmPublisher {
  #channel: ConfirmChannel | undefined;
  #returned = new Set<string>();
  #stalled = false;

  /** @param declare what must exist before the first message, on every new connection */
  constructor(
    private readonly broker: Broker,
    declare: (channel: ConfirmChannel) => Promise<void>,
  ) {
    broker.onConnection(async (connection) => this.#open(connection, declare));
  }

  /** False while nothing could be confirmed: not connected, blocked by an alarm, or silent since a deadline passed. */
  get ready(): boolean {
    return this.#channel !== undefined && this.broker.state !== 'blocked' && !this.#stalled;
  }

  /**
   * Publishes all, persistent and mandatory, and waits until all are confirmed or `deadlineMs` has passed. What is
   * not confirmed may still have arrived: publish it again, readers ignore what they know.
   */
  async publishAll(messages: readonly OutgoingMessage[], deadlineMs: number): Promise<PublishOutcome> {
    const channel = this.#channel;
    if (!channel || !this.ready) {
      return {
        confirmed: 0,
        unroutable: 0,
        error: new BrokerUnavailable('the broker takes no messages now'),
      };
    }
    const confirmed = new Array<boolean>(messages.length).fill(false);
    let pending = messages.length;
    let failure: Error | undefined;
    const finished = new Promise<'finished'>((resolve) => {
      if (pending === 0) resolve('finished');
      messages.forEach((message, index) => {
        this.#send(channel, message, (error) => {
          if (error) failure ??= error as Error;
          else confirmed[index] = true;
          pending -= 1;
          if (pending === 0) resolve('finished');
        });
      });
    });
    const outcome = await withDeadline(finished, deadlineMs);
    if (outcome === 'late') {
      this.#stalled = true;
      // Once the broker answers again it may have more: until then nothing is piled up on a silent connection.
      void finished.then(() => {
        if (this.#channel === channel) this.#stalled = false;
      });
    }
    return this.#tally(
      messages,
      confirmed,
      outcome === 'late' ? new Error(`no confirm within ${deadlineMs} ms`) : failure,
    );
  }

  #send(channel: ConfirmChannel, message: OutgoingMessage, callback: (error: unknown) => void): void {
    const { exchange, routingKey, body, messageId, options } = message;
    try {
      channel.publish(
        exchange,
        routingKey,
        body,
        { ...options, messageId, persistent: true, mandatory: true },
        callback,
      );
    } catch (error) {
      callback(error);
    }
  }

  #tally(
    messages: readonly OutgoingMessage[],
    confirmed: readonly boolean[],
    failure: Error | undefined,
  ): PublishOutcome {
    const firstGap = confirmed.indexOf(false);
    const count = firstGap === -1 ? messages.length : firstGap;
    let unroutable = 0;
    messages.forEach(({ messageId }, index) => {
      if (this.#returned.delete(messageId) && index < count) unroutable += 1;
    });
    if (count === messages.length) return { confirmed: count, unroutable };
    return {
      confirmed: count,
      unroutable,
      error: new BrokerUnavailable(failure?.message ?? 'the broker refused a message'),
    };
  }

  async #open(connection: ChannelModel, declare: (channel: ConfirmChannel) => Promise<void>): Promise<void> {
    const channel = await connection.createConfirmChannel();
    await declare(channel);
    // A returned message is announced before it is confirmed (https://www.rabbitmq.com/docs/confirms).
    channel.on('return', (message: Message) => this.#returned.add(String(message.properties.messageId)));
    channel.on('error', () => undefined);
    channel.on('close', () => {
      if (this.#channel === channel) this.#channel = undefined;
      // For a channel that closed alone: on a connection that is gone this fails, and reconnecting opens the next one.
      setTimeout(() => void this.#open(connection, declare).catch(() => undefined), REOPEN_DELAY_MS).unref();
    });
    this.#returned.clear();
    this.#stalled = false;
    this.#channel = channel;
  }
}

async function withDeadline<T>(promise: Promise<T>, milliseconds: number): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
