import { Broker, ConfirmPublisher, type OutgoingMessage } from '@daybook/rabbitmq';
import {
  APPEND_ENTRY_V1,
  CLOUD_EVENTS_CONTENT_TYPE,
  COMMAND_EXCHANGE,
  COMMAND_KEY,
} from '@daybook/timeline-contracts';
import { pino } from 'pino';
import type { Fact } from './facts.js';
import { NotTaken, type Answer, type Door } from './http-doors.js';
import type { Ledger } from './ledger.js';

const CONFIRM_DEADLINE_MS = 5_000;
/** One command in so many is none that can be carried out: its type is empty. */
const SPOILED_IN = 50;

export interface QueueClient {
  readonly door: Door;
  close(): Promise<void>;
}

/** An integrator at the command queue, whose account is its RabbitMQ user. Now and then it sends a bad command as well. */
export async function queueClient(rabbitmqUrl: string, ledger: Ledger): Promise<QueueClient> {
  const broker = new Broker({
    url: rabbitmqUrl,
    name: 'chaos-integrator',
    logger: pino({ level: 'silent' }),
  });
  // Its queue is the command-service's to make; until then the messages come back as unroutable.
  const publisher = new ConfirmPublisher(broker, async (channel) => {
    await channel.assertExchange(COMMAND_EXCHANGE, 'direct', { durable: true });
  });
  const user = decodeURIComponent(new URL(rabbitmqUrl).username);
  await broker.open();
  return {
    async door(facts) {
      const spoiled = facts.filter(isSpoilt).map((fact) => spoil(fact));
      const messages = [...facts, ...spoiled].map((fact) => command(fact, user));
      const { confirmed, unroutable, error } = await publisher.publishAll(messages, CONFIRM_DEADLINE_MS);
      if (unroutable > 0) throw new NotTaken('there is no queue for commands yet');
      if (confirmed === 0 && error) throw new NotTaken(error.message);
      for (const { id } of spoiled.slice(0, Math.max(0, confirmed - facts.length))) ledger.spoiled.add(id);
      // A spoiled command that was not confirmed may have arrived: it goes again with its fact.
      const whole = confirmed === messages.length;
      return facts.map((fact, index): Answer => {
        const taken = index < confirmed && (whole || !isSpoilt(fact));
        return taken ? { acknowledgement: 'queued', told: {} } : { again: true };
      });
    },
    close: () => broker.close(),
  };
}

function isSpoilt({ content }: Fact): boolean {
  return content.details.ordinal % SPOILED_IN === 1;
}

/** A command of its own that goes along with a fact. */
function spoil(fact: Fact): Fact {
  const id = fact.id.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
  return { ...fact, id, content: { ...fact.content, type: '' } };
}

function command({ id, content }: Fact, user: string): OutgoingMessage {
  const event = {
    specversion: '1.0',
    id,
    source: '/chaos',
    type: APPEND_ENTRY_V1,
    time: content.occurredAt,
    datacontenttype: 'application/json',
    data: { id, ...content },
  };
  return {
    exchange: COMMAND_EXCHANGE,
    routingKey: COMMAND_KEY,
    messageId: id,
    body: Buffer.from(JSON.stringify(event)),
    options: { contentType: CLOUD_EVENTS_CONTENT_TYPE, userId: user },
  };
}
