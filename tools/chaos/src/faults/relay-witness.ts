import { waitFor } from '@daybook/test-servers';
import { ENTRIES_EXCHANGE, entryRecordedV2Schema } from '@daybook/timeline-contracts';
import { connect, type ChannelModel } from 'amqplib';
import pg from 'pg';
import type { ChaosStack } from '../chaos-stack.js';

const PATIENCE_MS = 60_000;
const WAITING_SAVES = `from pg_stat_activity
  where wait_event_type = 'Lock' and query like '%relay_checkpoint%' and pid <> pg_backend_pid()`;

/** Sees from outside what a relay does: its checkpoint in Postgres, and what arrives behind the exchange. */
export class RelayWitness {
  /** How often each position has arrived. */
  readonly #arrivals = new Map<number, number>();

  private constructor(
    private readonly watcher: pg.Client,
    /** Holds the checkpoint's row while a transaction is open. */
    private readonly holder: pg.Client,
    private readonly broker: ChannelModel,
  ) {}

  static async open(stack: ChaosStack): Promise<RelayWitness> {
    const clients = [1, 2].map(() => new pg.Client({ connectionString: stack.postgresUrl }));
    const [watcher, holder] = clients as [pg.Client, pg.Client];
    await Promise.all([watcher.connect(), holder.connect()]);
    const broker = await connect(stack.rabbitmqUrl);
    broker.on('error', () => undefined);
    const witness = new RelayWitness(watcher, holder, broker);
    const channel = await broker.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, ENTRIES_EXCHANGE, 'entry-recorded.v2.#');
    await channel.consume(queue, (message) => message && witness.#take(message.content), { noAck: true });
    return witness;
  }

  async close(): Promise<void> {
    await Promise.all([this.watcher.end(), this.holder.end(), this.broker.close()]);
  }

  async head(): Promise<number> {
    return this.#position('select position from log_head');
  }

  async checkpoint(): Promise<number> {
    return this.#position('select position from relay_checkpoint');
  }

  async untilCheckpoint(position: number): Promise<void> {
    await waitFor(async () => (await this.checkpoint()) >= position, {
      what: `the relay to reach ${position}`,
      timeoutMs: PATIENCE_MS,
    });
  }

  /** From now on no checkpoint can be saved. Returns the last one that was. */
  async holdCheckpoint(): Promise<number> {
    await this.holder.query('begin');
    const { rows } = await this.holder.query<{ position: string }>(
      'select position from relay_checkpoint for update',
    );
    return Number(rows[0]!.position);
  }

  /** A relay has its confirms, and waits to save. */
  async untilSaveIsHeld(): Promise<void> {
    await waitFor(async () => (await this.watcher.query(`select ${WAITING_SAVES}`)).rowCount, {
      what: 'a checkpoint that can’t be saved',
      timeoutMs: PATIENCE_MS,
    });
  }

  /** What waited to be saved never is: Postgres would carry it out even after the relay has died. */
  async releaseCheckpoint(): Promise<void> {
    await this.watcher.query(`select pg_terminate_backend(pid, 10000) ${WAITING_SAVES}`);
    await this.holder.query('rollback');
  }

  /** Whatever a relay sends from now on is seen here, all of it. */
  async untilSeeing(): Promise<void> {
    await waitFor(() => this.#arrivals.size, { what: 'an entry to arrive', timeoutMs: PATIENCE_MS });
  }

  /** How many entries behind this position have arrived more than once. */
  sentTwiceBehind(position: number): number {
    return [...this.#arrivals].filter(([at, times]) => at > position && times > 1).length;
  }

  #take(body: Buffer): void {
    const { position } = entryRecordedV2Schema.parse(JSON.parse(body.toString())).data;
    this.#arrivals.set(position, (this.#arrivals.get(position) ?? 0) + 1);
  }

  async #position(sql: string): Promise<number> {
    const { rows } = await this.watcher.query<{ position: string }>(sql);
    return Number(rows[0]!.position);
  }
}
