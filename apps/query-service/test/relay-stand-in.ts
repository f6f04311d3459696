import {
  ENTRIES_EXCHANGE,
  entryRecordedKey,
  logHeadKey,
  type RecordedEntryV2,
} from '@daybook/timeline-contracts';
import { connect, type ConfirmChannel, type ChannelModel } from 'amqplib';
import { entryMessage, headMessage, type TestLog } from './test-log.js';

/** Publishes what a spec wants to arrive, in the order it wants, on a real broker. */
export class RelayStandIn {
  private constructor(
    private readonly connection: ChannelModel,
    private readonly channel: ConfirmChannel,
  ) {}

  static async connect(url: string): Promise<RelayStandIn> {
    const connection = await connect(url);
    const channel = await connection.createConfirmChannel();
    await channel.assertExchange(ENTRIES_EXCHANGE, 'topic', { durable: true });
    return new RelayStandIn(connection, channel);
  }

  async send(entries: readonly RecordedEntryV2[]): Promise<void> {
    for (const entry of entries) this.#publish(keyOf(entry), JSON.stringify(entryMessage(entry)));
    await this.channel.waitForConfirms();
  }

  async sendHead(log: TestLog): Promise<void> {
    this.#publish(logHeadKey(log.name), JSON.stringify(headMessage(log.headData())));
    await this.channel.waitForConfirms();
  }

  async sendRaw(entry: RecordedEntryV2, text: string): Promise<void> {
    this.#publish(keyOf(entry), text);
    await this.channel.waitForConfirms();
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  #publish(key: string, text: string): void {
    this.channel.publish(ENTRIES_EXCHANGE, key, Buffer.from(text), { persistent: true });
  }
}

function keyOf({ origin, account, shard, entry }: RecordedEntryV2): string {
  return entryRecordedKey({ originLog: origin.log, account, shard, type: entry?.type ?? 'none' });
}
