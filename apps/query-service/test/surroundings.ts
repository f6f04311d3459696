import { freshMongoDatabase, freshVhost, tcpProxy, tokenAuthority, waitFor } from '@daybook/test-servers';
import type { TcpProxy, TokenAuthority } from '@daybook/test-servers';
import { RelayStandIn } from './relay-stand-in.js';
import { startReplica, type Replica } from './replica.js';
import { startFeed, type TestFeed } from './test-feed.js';
import { TestLog } from './test-log.js';

/** Real MongoDB and RabbitMQ, each by way of a wire that can be cut, and a log with its feed in the command-service's place. */
export interface Surroundings {
  readonly log: TestLog;
  readonly feed: TestFeed;
  readonly relay: RelayStandIn;
  readonly mongoWire: TcpProxy;
  /** Past the wire. */
  readonly mongodbUrl: string;
  readonly rabbitWire: TcpProxy;
  readonly tokens: TokenAuthority;
  /** A running service, with settings of its own; closed with the rest. */
  start(settings?: Record<string, string>): Promise<Replica>;
  close(): Promise<void>;
}

export async function surroundings(): Promise<Surroundings> {
  const [mongo, vhost, tokens] = await Promise.all([freshMongoDatabase(), freshVhost(), tokenAuthority()]);
  const [mongoWire, rabbitWire] = await Promise.all([tcpProxy(mongo.url), tcpProxy(vhost.url)]);
  const log = new TestLog();
  const feed = await startFeed(log);
  const relay = await RelayStandIn.connect(vhost.url);
  const replicas: Replica[] = [];
  return {
    ...{ log, feed, relay, mongoWire, mongodbUrl: mongo.url, rabbitWire, tokens },
    async start(settings = {}) {
      const servers = {
        mongodbUrl: mongoWire.url,
        rabbitmqUrl: rabbitWire.url,
        feedUrl: feed.url,
        keySetFile: tokens.keySetFile,
      };
      const replica = await startReplica(servers, settings);
      replicas.push(replica);
      return replica;
    },
    async close() {
      await Promise.all([mongoWire.restore(), rabbitWire.restore()]);
      await Promise.all(replicas.map((replica) => replica.close()));
      await Promise.all([relay.close(), feed.close(), mongoWire.close(), rabbitWire.close()]);
      await Promise.all([mongo.drop(), vhost.drop()]);
      tokens.remove();
    },
  };
}

/** Until the whole log is visible. */
export async function untilComplete({ progress }: Replica, log: TestLog, timeoutMs = 40_000): Promise<void> {
  await waitFor(() => progress.watermarkText === log.headText, {
    what: `the watermark ${log.headText}, after ${progress.watermarkText}`,
    timeoutMs,
  });
}

/** Until it relies on its queues, so that what is published goes that way. Heads come meanwhile, as from a relay. */
export async function untilConsuming({ health }: Replica, { relay, log }: Surroundings): Promise<void> {
  await waitFor(
    async () => {
      await relay.sendHead(log);
      const { mode, source } = await health();
      return mode === 'normal' && source === 'queue';
    },
    { what: 'mode normal, by the queue', timeoutMs: 30_000 },
  );
}
