import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@daybook/test-servers';
import { ENTRIES_EXCHANGE } from '@daybook/timeline-contracts';
import { relaySurroundings, type RelaySurroundings } from '../../test/relay-surroundings.js';
import { RelayLog, type RelaySession } from './relay-log.js';

let around: RelaySurroundings;

beforeEach(async () => {
  around = await relaySurroundings();
});

afterEach(() => around.close());

const checkpointAt = (relay: { counted: { checkpoint: number } }, position: number): Promise<unknown> =>
  waitFor(() => relay.counted.checkpoint === position, { what: `checkpoint ${position}`, timeoutMs: 20_000 });

/** Process ids of the sessions that hold the relay's lock. */
async function lockHolders(): Promise<number[]> {
  const rows = await around.database.query<{ pid: number }[]>(
    `select pid from pg_locks where locktype = 'advisory' and granted and objid = 731140001
     and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows.map(({ pid }) => pid);
}

const holder = async (): Promise<number> =>
  (await waitFor(lockHolders, { what: 'a holder of the lock', timeoutMs: 10_000 }))[0]!;

/** Fails to save once, as a relay that dies between the confirms and its checkpoint. */
class ForgetfulLog extends RelayLog {
  forgotten = 0;

  constructor(private readonly inner: RelayLog) {
    super();
  }

  override async acquire(): Promise<RelaySession | undefined> {
    const session = await this.inner.acquire();
    if (!session) return undefined;
    return {
      head: () => session.head(),
      checkpoint: () => session.checkpoint(),
      readAfter: (position, limit) => session.readAfter(position, limit),
      save: async (checkpoint) => {
        if (this.forgotten > 0) return session.save(checkpoint);
        this.forgotten = checkpoint.position;
        throw new Error('died before the checkpoint');
      },
      close: () => session.close(),
    };
  }
}

it('sends again what was confirmed but not remembered', async () => {
  const arrivals = await around.arrivals();
  await around.append(30);
  let log: ForgetfulLog | undefined;
  const relay = await around.start({ wrap: (inner) => (log = new ForgetfulLog(inner)) });
  await checkpointAt(relay, 30);
  await arrivals.complete(30);
  expect(log!.forgotten).toBe(30);
  expect(arrivals.entries).toHaveLength(60);
  const ids = arrivals.entries.map(({ id }) => id);
  expect(ids.slice(0, 30)).toEqual(ids.slice(30));
});

it('is one of two that is active; the other goes on when its session ends', async () => {
  const arrivals = await around.arrivals();
  const relays = [await around.start(), await around.start()];
  const published = () => relays.map(({ counted }) => counted.published);
  await around.append(100);
  await arrivals.complete(100);
  await waitFor(() => published().includes(100), { what: 'the checkpoint', timeoutMs: 5_000 });
  expect([...published()].sort()).toEqual([0, 100]);
  expect(await lockHolders()).toHaveLength(1);
  expect(relays.filter((relay) => relay.active())).toHaveLength(1);

  // Four times in the middle of work; which of the two goes on is up to them.
  for (let turn = 1; turn <= 4; turn += 1) {
    const pid = await holder();
    const appended = around.append(1_000);
    await around.database.query('select pg_terminate_backend($1)', [pid]);
    await appended;
    await arrivals.complete(100 + turn * 1_000);
    expect(await holder()).not.toBe(pid);
  }
});

it('leaves the lock to the other when it stops', async () => {
  const arrivals = await around.arrivals();
  const first = await around.start();
  await around.append(5);
  await checkpointAt(first, 5);
  const second = await around.start();
  expect([first.active(), second.active()]).toEqual([true, false]);
  await first.stop();
  await around.append(5);
  await checkpointAt(second, 10);
  await arrivals.complete(10);
  expect([first.active(), second.active()]).toEqual([false, true]);
  expect(arrivals.entries).toHaveLength(10);
});

it.each(['cut', 'freeze'] as const)('goes on by itself when the broker is back: %s', async (failure) => {
  const arrivals = await around.arrivals();
  const relay = await around.start();
  await around.append(200);
  await checkpointAt(relay, 200);
  const appended = around.append(3_000);
  await waitFor(() => relay.counted.checkpoint > 200, { what: 'work under way', timeoutMs: 10_000 });
  around.rabbitWire[failure]();
  await waitFor(() => !relay.publisher.ready, { what: 'the outage to be noticed', timeoutMs: 10_000 });
  await appended;
  await around.append(300);
  const reached = relay.counted.checkpoint;
  await around.rabbitWire.restore();
  await arrivals.complete(3_500);
  await checkpointAt(relay, 3_500);
  expect(reached).toBeLessThan(3_500);
});

it('makes its exchange again when somebody has deleted it', async () => {
  const relay = await around.start();
  await around.append(10);
  await checkpointAt(relay, 10);
  await around.channel.deleteExchange(ENTRIES_EXCHANGE);
  await around.append(10);
  await checkpointAt(relay, 20);
  const arrivals = await around.arrivals();
  await around.append(10);
  await checkpointAt(relay, 30);
  await waitFor(() => arrivals.entries.length >= 10, { what: 'the entries', timeoutMs: 10_000 });
  expect(arrivals.positions()).toEqual(Array.from({ length: 10 }, (_, index) => 21 + index));
});

it('goes on when the broker answers late, on the same connection', async () => {
  const arrivals = await around.arrivals();
  const relay = await around.start();
  await around.append(1);
  await checkpointAt(relay, 1);
  around.rabbitWire.freeze();
  await around.append(700);
  await waitFor(() => !relay.publisher.ready, { what: 'a passed deadline', timeoutMs: 10_000 });
  await around.rabbitWire.restore();
  await arrivals.complete(701);
  await checkpointAt(relay, 701);
});

it.each(['cut', 'freeze'] as const)('goes on by itself when Postgres is back: %s', async (failure) => {
  const arrivals = await around.arrivals();
  const relay = await around.start();
  await around.append(200);
  await checkpointAt(relay, 200);
  around.postgresWire[failure]();
  // By another way: the log is there, only this replica has lost it.
  await around.append(300);
  await waitFor(async () => (await lockHolders()).length === 0, { what: 'a free lock', timeoutMs: 20_000 });
  await around.postgresWire.restore();
  await arrivals.complete(500);
  await checkpointAt(relay, 500);
});

it('hands over to another while it hangs', async () => {
  const arrivals = await around.arrivals();
  const first = await around.start();
  await around.append(10);
  await checkpointAt(first, 10);
  const second = await around.start({ direct: true });
  around.postgresWire.freeze();
  around.rabbitWire.freeze();
  await around.append(10);
  await checkpointAt(second, 20);
  await arrivals.complete(20);
});

it.each([
  ['nothing', []],
  ['Postgres', ['postgresWire']],
  ['the broker', ['rabbitWire']],
  ['both', ['postgresWire', 'rabbitWire']],
] as const)('stops in time while %s hangs', async (_what, wires) => {
  const relay = await around.start();
  await around.append(10);
  await checkpointAt(relay, 10);
  for (const wire of wires) around[wire].freeze();
  await around.append(1_000);
  const stopped = await Promise.race([relay.stop().then(() => true), delay(10_000, false, { ref: false })]);
  expect(stopped).toBe(true);
});
