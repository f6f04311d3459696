import { createHash } from 'node:crypto';
import { Broker, ConfirmPublisher } from '@daybook/rabbitmq';
import { freshDatabase, freshVhost, tcpProxy, templateDatabase, waitFor } from '@daybook/test-servers';
import type { TcpProxy } from '@daybook/test-servers';
import { ENTRIES_EXCHANGE, entryRecordedV2Schema, logHeadMessageV1Schema } from '@daybook/timeline-contracts';
import type { EntryRecordedV2, LogHeadDataV1 } from '@daybook/timeline-contracts';
import { contentOf, entryIdMaker } from '@daybook/timeline-domain';
import { connect, type Channel, type ConsumeMessage } from 'amqplib';
import type { DataSource } from 'typeorm';
import type { LogHead, NewEntry } from '../src/append-entry/entry-log.js';
import { Config } from '../src/config.js';
import { createLogger } from '../src/logger.js';
import { createDataSource, migrate } from '../src/postgres/data-source.js';
import { PostgresEntryLog } from '../src/postgres/postgres-entry-log.js';
import { PostgresRelayLog } from '../src/postgres/postgres-relay-log.js';
import { PostgresServer } from '../src/postgres/postgres-server.js';
import type { RelayLog, RelaySession } from '../src/relay-entries/relay-log.js';
import { Relay, type RelayOptions } from '../src/relay-entries/relay.js';

const LOG = 'local';

export interface RelayStart extends RelayOptions {
  /** Puts something between the relay and its log. */
  readonly wrap?: (log: RelayLog) => RelayLog;
  /** Past the wires that a spec cuts. */
  readonly direct?: boolean;
}

/** A relay as it runs in a command-service, with connections of its own. */
export interface RunningRelay {
  readonly relay: Relay;
  readonly publisher: ConfirmPublisher;
  readonly counted: { published: number; unroutable: number; checkpoint: number };
  active(): boolean;
  /** Waits for what is under way, as at the end of the service. */
  stop(): Promise<void>;
}

/** What arrived behind the exchange, in the order of arrival. */
export class Arrivals {
  readonly messages: ConsumeMessage[] = [];
  readonly entries: EntryRecordedV2[] = [];
  readonly heads: LogHeadDataV1[] = [];

  take(message: ConsumeMessage): void {
    this.messages.push(message);
    const envelope: unknown = JSON.parse(message.content.toString());
    if (message.fields.routingKey.startsWith('log-head.')) {
      this.heads.push(logHeadMessageV1Schema.parse(envelope).data);
    } else this.entries.push(entryRecordedV2Schema.parse(envelope));
  }

  /** Each position where it arrived first. */
  positions(): number[] {
    return [...new Set(this.entries.map(({ data }) => data.position))];
  }

  /** Everything up to `position`, and nothing overtook what it came after. */
  async complete(position: number, timeoutMs = 20_000): Promise<void> {
    await waitFor(() => this.positions().length >= position, {
      what: `${position} entries, after ${this.positions().length}`,
      timeoutMs,
    });
    expect(this.positions()).toEqual(Array.from({ length: position }, (_, index) => index + 1));
  }
}

export interface RelaySurroundings {
  readonly postgresWire: TcpProxy;
  readonly rabbitWire: TcpProxy;
  /** Straight to the database. */
  readonly database: DataSource;
  readonly channel: Channel;
  append(count: number, change?: Partial<NewEntry>): Promise<NewEntry[]>;
  head(): Promise<LogHead>;
  /** Collects what is published from now on. */
  arrivals(): Promise<Arrivals>;
  start(options?: RelayStart): Promise<RunningRelay>;
  /** The port alone, for a spec that plays the relay; by way of the wire, or past it. */
  relayLog(options?: { readonly direct?: boolean }): Promise<RelayLog>;
  /** Waits for its turn. */
  acquire(log: RelayLog): Promise<RelaySession>;
  close(): Promise<void>;
}

export async function relaySurroundings(): Promise<RelaySurroundings> {
  const template = await templateDatabase('relay_log', makeDatabase, [
    new URL('../src/postgres/migrations/', import.meta.url),
  ]);
  const [postgres, vhost] = await Promise.all([freshDatabase({ template }), freshVhost()]);
  const [postgresWire, rabbitWire] = await Promise.all([tcpProxy(postgres.url), tcpProxy(vhost.url)]);
  const database = await createDataSource(postgres.url).initialize();
  const log = new PostgresEntryLog(database);
  const admin = await connect(vhost.url);
  const channel = await admin.createChannel();
  await channel.assertExchange(ENTRIES_EXCHANGE, 'topic', { durable: true });
  const running: RunningRelay[] = [];
  const servers: PostgresServer[] = [];
  return {
    ...{ postgresWire, rabbitWire, database, channel },
    async append(count, change = {}) {
      const entries = Array.from({ length: count }, (_, index) => newEntry(index, change));
      for (let from = 0; from < count; from += 500) await log.append(entries.slice(from, from + 500));
      return entries;
    },
    head: () => log.head(),
    async arrivals() {
      const arrivals = new Arrivals();
      const { queue } = await channel.assertQueue('', { exclusive: true });
      await channel.bindQueue(queue, ENTRIES_EXCHANGE, '#');
      await channel.consume(queue, (message) => message && arrivals.take(message), { noAck: true });
      return arrivals;
    },
    async start({ direct = false, ...start } = {}) {
      const relay = await startRelay(
        direct ? postgres.url : postgresWire.url,
        direct ? vhost.url : rabbitWire.url,
        start,
      );
      running.push(relay);
      return relay;
    },
    async relayLog({ direct = false } = {}) {
      const { log, server } = relayLogOn(direct ? postgres.url : postgresWire.url);
      servers.push(server);
      server.onApplicationBootstrap();
      await waitFor(() => server.up, { what: 'Postgres', timeoutMs: 10_000 });
      return log;
    },
    acquire: (log) => waitFor(() => log.acquire(), { what: 'the lock', timeoutMs: 20_000 }),
    async close() {
      await Promise.all([postgresWire.restore(), rabbitWire.restore()]);
      await Promise.all(running.map((relay) => relay.stop()));
      await Promise.all(servers.map((server) => server.onApplicationShutdown()));
      await Promise.all([admin.close(), database.destroy(), postgresWire.close(), rabbitWire.close()]);
      await Promise.all([postgres.drop(), vhost.drop()]);
    },
  };
}

async function startRelay(
  postgresUrl: string,
  rabbitmqUrl: string,
  { wrap = (log) => log, ...options }: RelayStart,
): Promise<RunningRelay> {
  const { log, server, logger } = relayLogOn(postgresUrl);
  const broker = new Broker({ url: rabbitmqUrl, name: 'relay-spec', logger, heartbeatSeconds: 1 });
  const publisher = new ConfirmPublisher(broker, async (channel) => {
    await channel.assertExchange(ENTRIES_EXCHANGE, 'topic', { durable: true });
  });
  const counted = { published: 0, unroutable: 0, checkpoint: 0 };
  let active = false;
  const counters = {
    published: (count: number) => (counted.published += count),
    unroutable: (count: number) => (counted.unroutable += count),
    checkpoint: (position: number) => (counted.checkpoint = position),
    active: (is: boolean) => (active = is),
  };
  const relay = new Relay(wrap(log), publisher, counters, logger, options);
  server.onApplicationBootstrap();
  await broker.open();
  // A relay that starts before its log stands by for half a second first.
  await waitFor(() => server.up, { what: 'Postgres', timeoutMs: 10_000 });
  relay.start();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await relay.stop();
    await Promise.all([broker.close(), server.onApplicationShutdown()]);
  };
  return { relay, publisher, counted, active: () => active, stop: () => (stopped ??= stop()) };
}

function relayLogOn(postgresUrl: string) {
  const config = new Config({
    POSTGRES_URL: postgresUrl,
    RABBITMQ_URL: 'amqp://unused',
    LOG_NAME: LOG,
    TOKEN_JWKS_FILE: 'unused',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
  });
  const logger = createLogger(config.logLevel);
  const server = new PostgresServer(createDataSource(postgresUrl), config, logger);
  return { log: new PostgresRelayLog(config, server), server, logger };
}

async function makeDatabase(url: string): Promise<void> {
  const database = await createDataSource(url).initialize();
  await migrate(database, LOG);
  await database.destroy();
}

const makeId = entryIdMaker(Date.now);

export function newEntry(index: number, change: Partial<NewEntry> = {}): NewEntry {
  const incidentId = `incident-${index % 20}`;
  const fact = { incidentId, type: 'notify', summary: `fact ${index}` };
  const content = contentOf(fact, (text) => createHash('sha256').update(text).digest('hex'));
  const now = Date.now();
  return {
    ...{ account: 'acme', id: makeId(), incidentId, type: fact.type, recordedBy: 'spec' },
    ...{ occurredAt: now, receivedAt: now, body: content.text, contentHash: content.hash, ...change },
  };
}
