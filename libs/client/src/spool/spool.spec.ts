import { appendFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DaybookError } from '../daybook-error.js';
import type { Deliver, Outcome } from '../delivery.js';
import type { Outgoing } from '../outgoing.js';
import { openSpool, type FolderSpool, type SpoolOptions } from './spool.js';

let folder: string;
let open: FolderSpool[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
  open = [];
});

afterEach(async () => {
  await Promise.all(open.map((spool) => spool.close()));
  rmSync(folder, { recursive: true });
});

async function opened(options: SpoolOptions = {}): Promise<FolderSpool> {
  const spool = await openSpool(folder, options);
  open.push(spool);
  return spool;
}

const entry = (id: string, more: object = {}): Outgoing => ({
  ...{ id, incidentId: 'i' },
  text: JSON.stringify({ id, incidentId: 'i', type: 'annotate', summary: `entry ${id}`, ...more }),
});
const ids = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => String(from + index).padStart(6, '0'));
const segments = () => readdirSync(folder).filter((file) => /^\d+-/.test(file));
const recorded = ({ id, incidentId }: Outgoing): Outcome => ({ status: 'spooled', id, incidentId });
const unreachable = () => new DaybookError('unreachable', 'no connection');

/** Takes everything, and remembers in which order. */
function taker(): { deliver: Deliver; taken: string[] } {
  const taken: string[] = [];
  const deliver: Deliver = async (entries) => {
    taken.push(...entries.map(({ id }) => id));
    return entries.map(recorded);
  };
  return { deliver, taken };
}

it('hands on what it kept in the order of ids, in whatever order it came, and leaves nothing behind', async () => {
  const spool = await opened();
  for (const id of ids(1_200).reverse()) await spool.keep([entry(id)]);
  expect(spool.pending).toBe(1_200);
  const { deliver, taken } = taker();
  spool.start(deliver);
  await spool.drained();
  expect(taken).toStrictEqual(ids(1_200));
  await spool.close();
  expect(segments()).toStrictEqual([]);
});

it('still has what it kept when it is opened again', async () => {
  const first = await opened();
  await Promise.all(ids(5_000).map((id) => first.keep([entry(id)])));
  await first.close();
  expect(segments().length).toBeGreaterThanOrEqual(1);

  const second = await opened();
  expect(second.pending).toBe(5_000);
  await second.keep([entry('000099a')]);
  const { deliver, taken } = taker();
  second.start(deliver);
  await second.drained();
  expect(taken).toStrictEqual([...ids(5_000), '000099a'].sort());
});

it('survives a last line that was cut off', async () => {
  const first = await opened();
  await first.keep(ids(3).map((id) => entry(id)));
  await first.close();
  appendFileSync(join(folder, segments()[0]!), entry('000007').text.slice(0, 20));

  const second = await opened();
  expect(second.pending).toBe(3);
});

it('sets aside a line that the disk changed', async () => {
  const first = await opened();
  await first.keep([entry('000001')]);
  await first.close();
  appendFileSync(join(folder, segments()[0]!), `\0\0\0\n${entry('000002').text}\n`);

  const second = await opened();
  expect(second.pending).toBe(2);
  expect(JSON.parse(readFileSync(second.refusedFile, 'utf8'))).toMatchObject({ code: 'spool_unreadable' });
});

it('goes on after doors were away, where it stopped', async () => {
  const spool = await opened();
  await spool.keep(ids(700).map((id) => entry(id)));
  const { deliver, taken } = taker();
  let calls = 0;
  spool.start(async (entries) => {
    calls += 1;
    if (calls % 2 === 1) throw unreachable();
    return deliver(entries);
  });
  await spool.drained();
  expect(taken).toStrictEqual(ids(700));
});

it('sends again only what was not taken', async () => {
  const spool = await opened();
  await spool.keep(ids(3).map((id) => entry(id)));
  const sent: string[][] = [];
  spool.start(async (entries) => {
    sent.push(entries.map(({ id }) => id));
    return entries.map((one) =>
      one.id === '000001' && sent.length === 1
        ? new DaybookError('x', 'busy', { status: 503 })
        : recorded(one),
    );
  });
  await spool.drained();
  expect(sent).toStrictEqual([['000000', '000001', '000002'], ['000001']]);
});

it('sets aside what is refused, with the reason, and goes on with the rest', async () => {
  const refused: string[] = [];
  const spool = await opened({ onRefused: (id) => refused.push(id) });
  await spool.keep(ids(3).map((id) => entry(id)));
  const facts = { status: 422, field: 'summary' };
  spool.start(async (entries) =>
    entries.map((one) =>
      one.id === '000001' ? new DaybookError('invalid_entry', 'too long', facts) : recorded(one),
    ),
  );
  await spool.drained();
  expect(refused).toStrictEqual(['000001']);
  expect(JSON.parse(readFileSync(spool.refusedFile, 'utf8'))).toMatchObject({
    ...{ id: '000001', code: 'invalid_entry', reason: 'too long', field: 'summary' },
    entry: { summary: 'entry 000001' },
  });
});

it('does not set aside what was refused before a crash a second time', async () => {
  const first = await opened();
  await first.keep([entry('000001'), entry('000002')]);
  await first.close();
  appendFileSync(first.refusedFile, `${JSON.stringify({ id: '000001', code: 'x' })}\n{"id":"0000`);

  const second = await opened();
  expect(second.pending).toBe(1);
});

it('finds out which entry a whole array is refused for', async () => {
  const refused: string[] = [];
  const spool = await opened({ onRefused: (id) => refused.push(id) });
  await spool.keep(ids(9).map((id) => entry(id)));
  const { deliver, taken } = taker();
  spool.start(async (entries) => {
    const tooLarge = new DaybookError('too_large', 'too large', { status: 413 });
    if (!entries.some(({ id }) => id === '000004')) return deliver(entries);
    if (entries.length > 1) throw tooLarge;
    return [tooLarge];
  });
  await spool.drained();
  expect(refused).toStrictEqual(['000004']);
  expect(taken).toHaveLength(8);
});

it('holds everything while the token is refused', async () => {
  const spool = await opened();
  await spool.keep([entry('000001')]);
  const { deliver, taken } = taker();
  let refusals = 0;
  spool.start(async (entries) => {
    if (refusals++ < 2) throw new DaybookError('token_refused', 'expired', { status: 401 });
    return deliver(entries);
  });
  await spool.drained();
  expect(taken).toStrictEqual(['000001']);
});

it('says when it is full, and keeps what it has', async () => {
  const spool = await opened({ maxBytes: 300 });
  await spool.keep(ids(3).map((id) => entry(id)));
  await expect(spool.keep([entry('000009')])).rejects.toMatchObject({ code: 'spool_full' });
  const { deliver } = taker();
  spool.start(deliver);
  await spool.drained();
  await spool.keep([entry('000009')]);
});

it('is for one process at a time', async () => {
  const spool = await opened();
  await expect(openSpool(folder, { lockWaitMs: 0 })).rejects.toMatchObject({ code: 'spool_in_use' });
  await spool.close();
  await opened({ lockWaitMs: 0 });
});

it('acknowledges nothing once somebody else has taken it over', async () => {
  const spool = await opened();
  await spool.keep([entry('000001')]);
  const [segment] = segments();
  renameSync(join(folder, segment!), join(folder, segment!.replace(/-.{8}/, '-00000000')));
  await expect(spool.keep([entry('000002')])).rejects.toMatchObject({ code: 'spool_taken' });
});

it('takes nothing more once it is closed', async () => {
  const spool = await opened();
  await spool.close();
  await expect(spool.keep([entry('000001')])).rejects.toMatchObject({ code: 'spool_closed' });
});

it('keeps nobody waiting for entries that it hands on no more, once it is closed', async () => {
  const spool = await opened();
  await spool.keep([entry('000001')]);
  const refused = expect(spool.drained()).rejects.toMatchObject({ code: 'spool_closed' });
  await spool.close();
  await refused;
  await expect(spool.drained()).rejects.toMatchObject({ code: 'spool_closed' });
});

it('is drained when what was under way at its end is all that waited', async () => {
  const spool = await opened();
  await spool.keep([entry('000001')]);
  const drained = spool.drained();
  const { deliver, taken } = taker();
  let closing: Promise<void> | undefined;
  spool.start(async (entries) => {
    closing = spool.close();
    return deliver(entries);
  });
  await drained;
  await closing;
  await spool.drained();
  expect(taken).toStrictEqual(['000001']);
});

it('keeps nobody waiting for entries that another process hands on', async () => {
  const spool = await opened();
  await spool.keep([entry('000001')]);
  const drained = spool.drained();
  // It finds out when it renews the lock.
  rmSync(join(folder, 'lock'), { recursive: true });
  await expect(drained).rejects.toMatchObject({ code: 'spool_taken' });
  await expect(spool.drained()).rejects.toMatchObject({ code: 'spool_taken' });
});
