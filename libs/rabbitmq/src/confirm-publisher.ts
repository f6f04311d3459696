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
  #connection: ChannelModel | undefined;
  #channel: ConfirmChannel | undefined;
  #reopening: NodeJS.Timeout | undefined;
  #returned = new Set<string>();
  /** Batches of this channel that are past their deadline and not confirmed. */
  #overdue = new Set<Promise<unknown>>();

  /** @param declare what must exist before the first message, on every new connection */
  constructor(
    private readonly broker: Broker,
    private readonly declare: (channel: ConfirmChannel) => Promise<void>,
  ) {
    broker.onConnection((connection) => {
      this.#connection = connection;
      connection.once('close', () => {
        if (this.#connection === connection) this.#connection = undefined;
      });
      return this.#open(connection);
    });
  }

  /** False while nothing could be confirmed: not connected, blocked by an alarm, or silent since a deadline passed. */
  get ready(): boolean {
    return this.#channel !== undefined && this.broker.state !== 'blocked' && this.#overdue.size === 0;
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
    // Until the broker has answered all of it, nothing more is piled up on a silent connection.
    if (outcome === 'late' && this.#channel === channel) {
      this.#overdue.add(finished);
      void finished.then(() => {
        this.#overdue.delete(finished);
        for (const { messageId } of messages) this.#returned.delete(messageId);
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

  async #open(connection: ChannelModel): Promise<void> {
    const channel = await connection.createConfirmChannel();
    let open = true;
    // A returned message is announced before it is confirmed (https://www.rabbitmq.com/docs/confirms).
    channel.on('return', (message: Message) => this.#returned.add(String(message.properties.messageId)));
    channel.on('error', () => undefined);
    channel.on('close', () => {
      open = false;
      if (this.#channel === channel) this.#channel = undefined;
      this.#reopenLater();
    });
    await this.declare(channel);
    if (!open) throw new BrokerUnavailable('the channel closed while it was opened');
    this.#returned.clear();
    this.#overdue.clear();
    this.#channel = channel;
  }

  /** For a channel that closed alone. On a connection that is gone, reconnecting opens the next one. */
  #reopenLater(): void {
    // Both the channel's end and the failure to open it lead here.
    this.#reopening ??= setTimeout(() => {
      this.#reopening = undefined;
      if (this.#connection && !this.#channel) {
        this.#open(this.#connection).catch(() => this.#reopenLater());
      }
    }, REOPEN_DELAY_MS).unref();
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
