import type { ConfirmPublisher } from '@daybook/rabbitmq';
import { createLogger } from '../logger.js';
import type { RelaySession } from './relay-log.js';
import { Relay } from './relay.js';

// What takes a certain moment to happen; all else is in relay.int-spec.ts, on real servers.
it('stops when it is told to while it looks at the log, however long it would sleep', async () => {
  let stopped: Promise<void> | undefined;
  const session: RelaySession = {
    head: () => Promise.resolve({ log: 'local', epoch: 1, position: 0 }),
    checkpoint: () => Promise.resolve({ position: 0, shardLast: new Array<number>(8).fill(0) }),
    readAfter: () => {
      stopped ??= relay.stop();
      return Promise.resolve([]);
    },
    save: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const publisher = { ready: true, publishAll: () => Promise.resolve({ confirmed: 1, unroutable: 0 }) };
  const counters = { published: () => {}, unroutable: () => {}, checkpoint: () => {}, active: () => {} };
  const relay = new Relay(
    { acquire: () => Promise.resolve(session) },
    publisher as unknown as ConfirmPublisher,
    counters,
    createLogger('silent'),
    { pollMs: 600_000 },
  );
  relay.start();
  while (!stopped) await new Promise(setImmediate);
  await stopped;
});
