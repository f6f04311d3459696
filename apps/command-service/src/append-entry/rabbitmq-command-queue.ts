import { Broker, ConfirmPublisher, declareQuorumQueue, type OutgoingMessage } from '@daybook/rabbitmq';
import {
  APPEND_ENTRY_V1,
  CLOUD_EVENTS_CONTENT_TYPE,
  COMMAND_EXCHANGE,
  COMMAND_KEY,
  COMMAND_QUEUE,
} from '@daybook/timeline-contracts';
import { Injectable } from '@nestjs/common';
import type { Channel } from 'amqplib';
import { Config } from '../config.js';
import { CommandQueue } from './command-queue.js';
import { SENDER_HEADERS } from './command-sender.js';
import type { NewEntry } from './entry-log.js';

const CONFIRM_DEADLINE_MS = 2_000;

/** Publishes with confirms to a quorum queue: what was confirmed is on disk. */
@Injectable()
export class RabbitmqCommandQueue extends CommandQueue {
  readonly #publisher: ConfirmPublisher;
  readonly #user: string;

  constructor(broker: Broker, config: Config) {
    super();
    this.#user = config.rabbitmqUser;
    this.#publisher = new ConfirmPublisher(broker, declareCommands);
  }

  async enqueue(entries: readonly NewEntry[]): Promise<boolean> {
    const messages = entries.map((entry) => this.#message(entry));
    const { confirmed, unroutable } = await this.#publisher.publishAll(messages, CONFIRM_DEADLINE_MS);
    return confirmed === entries.length && unroutable === 0;
  }

  #message(entry: NewEntry): OutgoingMessage {
    const envelope = JSON.stringify({
      specversion: '1.0',
      id: entry.id,
      source: '/daybook/command-service',
      type: APPEND_ENTRY_V1,
      subject: entry.id,
      time: new Date(entry.receivedAt).toISOString(),
      datacontenttype: 'application/json',
      ...(entry.traceparent !== undefined && { traceparent: entry.traceparent }),
    });
    // The body is canonical JSON of an object that is never empty, and goes in as it stands.
    const body = `${envelope.slice(0, -1)},"data":{"id":"${entry.id}",${entry.body.slice(1)}}`;
    return {
      exchange: COMMAND_EXCHANGE,
      routingKey: COMMAND_KEY,
      messageId: `${entry.account}/${entry.id}`,
      body: Buffer.from(body),
      options: {
        contentType: CLOUD_EVENTS_CONTENT_TYPE,
        type: APPEND_ENTRY_V1,
        userId: this.#user,
        headers: {
          [SENDER_HEADERS.account]: entry.account,
          [SENDER_HEADERS.recordedBy]: entry.recordedBy,
          [SENDER_HEADERS.receivedAt]: entry.receivedAt,
        },
      },
    };
  }
}

export async function declareCommands(channel: Channel): Promise<void> {
  await channel.assertExchange(COMMAND_EXCHANGE, 'direct', { durable: true });
  await declareQuorumQueue(channel, { name: COMMAND_QUEUE });
  await channel.bindQueue(COMMAND_QUEUE, COMMAND_EXCHANGE, COMMAND_KEY);
}
