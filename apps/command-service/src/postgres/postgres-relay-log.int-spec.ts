import type { Socket } from 'node:net';
import { waitFor } from '@daybook/test-servers';
import { relaySurroundings, type RelaySurroundings } from '../../test/relay-surroundings.js';

let around: RelaySurroundings;

beforeEach(async () => {
  around = await relaySurroundings();
});

afterEach(() => around.close());

const KIB = 1_024;
const large = (kib: number) => ({
  body: JSON.stringify({ incidentId: 'i', summary: 'x'.repeat(kib * KIB), type: 't' }),
});

it('gives the lock to one at a time', async () => {
  const log = await around.relayLog();
  const first = await around.acquire(log);
  expect(await log.acquire()).toBeUndefined();
  await first.close();
  const second = await around.acquire(log);
  await second.close();
});

it('reads a bounded number of bytes at a time, and one entry however large', async () => {
  const session = await around.acquire(await around.relayLog());
  await around.append(3, large(4));
  for (let turn = 0; turn < 4; turn += 1) await around.append(10, large(500));
  await around.append(1, large(9 * KIB));
  await around.append(1, large(9 * KIB));
  await around.append(3);
  const batches: number[] = [];
  for (let position = 0; position < 48;) {
    const entries = await session.readAfter(position, 500);
    batches.push(entries.length);
    entries.forEach(({ at }, index) => expect(at.position).toBe(position + index + 1));
    position += entries.length;
  }
  expect(batches).toEqual([19, 16, 8, 1, 1, 3]);
  expect(await session.readAfter(48, 500)).toEqual([]);
  expect(await session.readAfter(0, 2)).toHaveLength(2);
  await session.close();
});

it('reads on past entries without a body', async () => {
  const session = await around.acquire(await around.relayLog());
  await around.append(5);
  await around.database.query('update log_entry set body = null where position <> 3');
  expect((await session.readAfter(0, 500)).map(({ at }) => at.position)).toEqual([1, 2, 3, 4, 5]);
  await session.close();
});

it('keeps the checkpoint', async () => {
  const log = await around.relayLog();
  const session = await around.acquire(log);
  expect(await session.checkpoint()).toEqual({ position: 0, shardLast: [0, 0, 0, 0, 0, 0, 0, 0] });
  for (const position of [5, 2 ** 40]) {
    await session.save({ position, shardLast: [1, 2, 3, 4, position, 0, 0, 0] });
    expect(await session.checkpoint()).toEqual({ position, shardLast: [1, 2, 3, 4, position, 0, 0, 0] });
  }
  await session.close();
});

it('takes the lock from a holder that says nothing any more', async () => {
  const frozen = await around.acquire(await around.relayLog());
  around.postgresWire.freeze();
  const other = await around.acquire(await around.relayLog({ direct: true }));
  await around.postgresWire.restore();
  await expect(frozen.save({ position: 1, shardLast: [] })).rejects.toThrow();
  await Promise.all([frozen.close(), other.close()]);
});

it('takes the lock from a holder that hangs in the middle of an answer', async () => {
  const frozen = await around.acquire(await around.relayLog({ direct: true }));
  for (let turn = 0; turn < 4; turn += 1) await around.append(4, large(1_900));
  const { stream } = (frozen as unknown as { client: { connection: { stream: Socket } } }).client.connection;
  stream.pause();
  const reading = frozen.readAfter(0, 500);
  reading.catch(() => undefined);
  const other = await around.acquire(await around.relayLog({ direct: true }));
  stream.resume();
  await expect(reading).rejects.toThrow();
  await Promise.all([frozen.close(), other.close()]);
});

it('fails within the deadline, and closes, when the server hangs', async () => {
  const log = await around.relayLog();
  const session = await around.acquire(log);
  around.postgresWire.freeze();
  const from = Date.now();
  await Promise.all([
    expect(session.readAfter(0, 500)).rejects.toThrow(),
    expect(session.head()).rejects.toThrow(),
    expect(log.acquire()).rejects.toThrow(),
  ]);
  await session.close();
  expect(Date.now() - from).toBeLessThan(6_000);
  await around.postgresWire.restore();
  await waitFor(async () => (await log.acquire())?.close().then(() => true), {
    what: 'the lock, free again',
    timeoutMs: 5_000,
  });
});
