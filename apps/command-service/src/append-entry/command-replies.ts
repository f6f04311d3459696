import { Broker, ConfirmPublisher } from '@daybook/rabbitmq';
import type { AppendReplyV1 } from '@daybook/timeline-contracts';
import { Injectable } from '@nestjs/common';
import type { MessageProperties } from 'amqplib';
import { Logger } from '../logger.js';

const DEADLINE_MS = 2_000;

export interface CommandReply {
  readonly to: MessageProperties;
  readonly answer: AppendReplyV1;
}

/** Answers to those who asked by `reply-to`. A courtesy: the command is settled whether or not the answer arrives. */
@Injectable()
export class CommandReplies {
  readonly #publisher: ConfirmPublisher;
  #sent = 0;

  constructor(
    broker: Broker,
    private readonly logger: Logger,
  ) {
    this.#publisher = new ConfirmPublisher(broker, () => Promise.resolve());
  }

  send(replies: readonly CommandReply[]): void {
    const messages = replies.flatMap(({ to, answer }) => {
      if (typeof to.replyTo !== 'string') return [];
      this.#sent += 1;
      return {
        exchange: '',
        routingKey: to.replyTo,
        messageId: `reply-${this.#sent}`,
        body: Buffer.from(JSON.stringify(answer)),
        options: { contentType: 'application/json', correlationId: String(to.correlationId ?? '') },
      };
    });
    if (messages.length === 0) return;
    void this.#publisher.publishAll(messages, DEADLINE_MS).then(({ error }) => {
      if (error) this.logger.child({ part: 'command-queue' }).warn({ err: error }, 'replies were not sent');
    });
  }
}
