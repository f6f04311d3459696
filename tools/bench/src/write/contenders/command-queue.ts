import { waitFor } from '@daybook/test-servers';
import { APPEND_ENTRY_V1, COMMAND_EXCHANGE, COMMAND_KEY } from '@daybook/timeline-contracts';
import { connect } from 'amqplib';
import type pg from 'pg';
import type { Slice } from '../../closed-loop.js';
import { reporter, type Fact } from '../../facts.js';

/** Messages for each second of a slice: a slice is as long as they take. */
const MESSAGES_PER_SECOND = 10_000;
const UNCONFIRMED = 1_000;
/** A queue like the command-service's own, which nobody empties but the measurement. */
const UNREAD = 'bench.unread';

export interface CommandSender {
  /** From the first publish until the last is in the log. */
  untilRecorded(seconds: number): Promise<Slice>;
  /** From the first publish until the last is confirmed, by a quorum queue without a consumer. */
  publishAlone(seconds: number): Promise<Slice>;
  close(): Promise<void>;
}

/** A producer as the reference describes it, with at most 1,000 messages not yet confirmed. */
export async function openCommandSender(rabbitmqUrl: string, postgres: pg.Client): Promise<CommandSender> {
  const connection = await connect(rabbitmqUrl);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(UNREAD, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  const userId = decodeURIComponent(new URL(rabbitmqUrl).username);

  const publishAll = async (exchange: string, key: string, seconds: number): Promise<number> => {
    const report = reporter();
    const bodies = Array.from({ length: Math.ceil(MESSAGES_PER_SECOND * seconds) }, () =>
      commandOf(report().fact),
    );
    const startedAt = performance.now();
    await new Promise<void>((resolve, reject) => {
      let sent = 0;
      let confirmed = 0;
      const onConfirm = (error: unknown): void => {
        if (error) return reject(new Error('a command was not confirmed', { cause: error }));
        confirmed += 1;
        if (confirmed === bodies.length) resolve();
        else send();
      };
      const send = (): void => {
        if (sent === bodies.length) return;
        const body = bodies[sent]!;
        sent += 1;
        channel.publish(exchange, key, body, { persistent: true, userId }, onConfirm);
      };
      for (let count = 0; count < UNCONFIRMED; count++) send();
    });
    return startedAt;
  };
  const rateSince = (startedAt: number, seconds: number): Slice => ({
    entriesPerSecond: (Math.ceil(MESSAGES_PER_SECOND * seconds) * 1_000) / (performance.now() - startedAt),
  });
  const head = async (): Promise<number> =>
    Number((await postgres.query<{ position: string }>('select position from log_head')).rows[0]!.position);

  return {
    async untilRecorded(seconds) {
      const last = (await head()) + Math.ceil(MESSAGES_PER_SECOND * seconds);
      const startedAt = await publishAll(COMMAND_EXCHANGE, COMMAND_KEY, seconds);
      await waitFor(async () => (await head()) >= last, { what: `position ${last}`, timeoutMs: 60_000 });
      return rateSince(startedAt, seconds);
    },
    async publishAlone(seconds) {
      const slice = rateSince(await publishAll('', UNREAD, seconds), seconds);
      await channel.purgeQueue(UNREAD);
      return slice;
    },
    close: () => connection.close(),
  };
}

function commandOf(fact: Fact): Buffer {
  return Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: fact.id,
      source: '/bench',
      type: APPEND_ENTRY_V1,
      time: fact.occurredAt,
      datacontenttype: 'application/json',
      data: fact,
    }),
  );
}
