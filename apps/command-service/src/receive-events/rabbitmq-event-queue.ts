import { Broker, ConfirmPublisher, declareQuorumQueue } from '@daybook/rabbitmq';
import {
  CLOUD_EVENTS_CONTENT_TYPE,
  COMMAND_EXCHANGE,
  EVENT_KEY,
  EVENT_QUEUE,
  RECEIVE_EVENT_V1,
  type ReceivedEventV1,
} from '@daybook/timeline-contracts';
import { Injectable } from '@nestjs/common';
import type { Channel } from 'amqplib';
import { Config } from '../config.js';
import { EventQueue } from './event-queue.js';

const CONFIRM_DEADLINE_MS = 2_000;

/** Publishes with confirms to a quorum queue: what was confirmed is on disk. */
@Injectable()
export class RabbitmqEventQueue extends EventQueue {
  readonly #publisher: ConfirmPublisher;
  readonly #user: string;

  constructor(broker: Broker, config: Config) {
    super();
    this.#user = config.rabbitmqUser;
    this.#publisher = new ConfirmPublisher(broker, declareEvents);
  }

  async enqueue(data: ReceivedEventV1, traceparent: string): Promise<boolean> {
    const message = {
      specversion: '1.0',
      id: data.id,
      source: '/daybook/command-service',
      type: RECEIVE_EVENT_V1,
      subject: data.id,
      time: data.receivedAt,
      datacontenttype: 'application/json',
      traceparent,
      data,
    };
    const { confirmed, unroutable } = await this.#publisher.publishAll(
      [
        {
          exchange: COMMAND_EXCHANGE,
          routingKey: EVENT_KEY,
          messageId: data.id,
          body: Buffer.from(JSON.stringify(message)),
          options: { contentType: CLOUD_EVENTS_CONTENT_TYPE, type: RECEIVE_EVENT_V1, userId: this.#user },
        },
      ],
      CONFIRM_DEADLINE_MS,
    );
    return confirmed === 1 && unroutable === 0;
  }
}

export async function declareEvents(channel: Channel): Promise<void> {
  await channel.assertExchange(COMMAND_EXCHANGE, 'direct', { durable: true });
  await declareQuorumQueue(channel, { name: EVENT_QUEUE });
  await channel.bindQueue(EVENT_QUEUE, COMMAND_EXCHANGE, EVENT_KEY);
}
