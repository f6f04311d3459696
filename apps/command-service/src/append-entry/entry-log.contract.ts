import { createHash } from 'node:crypto';
import { entryIdMaker, shardOf } from '@daybook/timeline-domain';
import { amendmentsContract } from './amendments.contract.js';
import type { Appended, EntryLog, LoggedEntry, NewEntry } from './entry-log.js';

const makeId = entryIdMaker(() => Date.now());

export function newEntry(change: Partial<NewEntry> = {}): NewEntry {
  const body = change.body ?? `{"incidentId":"INC-1","summary":"${makeId()}","type":"annotate"}`;
  return {
    account: 'acme',
    id: makeId(),
    incidentId: 'INC-1',
    type: 'annotate',
    occurredAt: 1_700_000_000_000,
    receivedAt: 1_700_000_000_500,
    recordedBy: 'ann',
    contentHash: createHash('sha256').update(body).digest('hex'),
    ...change,
    body,
  };
}

/** Appends what nothing stands against. */
export async function append(log: EntryLog, entries: readonly NewEntry[]): Promise<Appended[]> {
  const answers = await log.append(entries);
  return answers.map((answer) => {
    if ('misplaced' in answer) throw new Error(`misplaced: ${answer.misplaced}`);
    return answer;
  });
}

const positionsOf = (rows: readonly LoggedEntry[]) => rows.map(({ at }) => at.position);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function expectChainedShards(rows: readonly LoggedEntry[]): void {
  const last = new Map<number, number>();
  for (const { shard, shardPrev, at } of rows) {
    expect(shardPrev).toBe(last.get(shard) ?? 0);
    last.set(shard, at.position);
  }
}

/** What every implementation of EntryLog must hold. `open` gives an empty log each time. */
export function entryLogContract(open: () => Promise<EntryLog>): void {
  let log: EntryLog;

  beforeEach(async () => {
    log = await open();
  });

  amendmentsContract(() => log);

  it('numbers entries from 1, in the order of the calls and within them', async () => {
    const entries = Array.from({ length: 7 }, () => newEntry());
    await append(log, entries.slice(0, 3));
    await append(log, entries.slice(3));
    const rows = await log.readAfter(0, 100);
    expect(positionsOf(rows)).toStrictEqual(upTo(7));
    expect(rows.map(({ id }) => id)).toStrictEqual(entries.map(({ id }) => id));
    expect(await log.head()).toStrictEqual({ log: 'local', epoch: 1, position: 7 });
  });

  it('gives back what was appended, word for word', async () => {
    const entry = newEntry({
      body: '{"incidentId":"ä 🙂","type":"x","z":{"__proto__":1,"a\\\\b\\"":"\\u0001"}}',
      incidentId: 'ä 🙂',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    const [appended] = await append(log, [entry]);
    const [row] = await log.readAfter(0, 1);
    const at = { log: 'local', epoch: 1, position: 1 };
    expect(appended).toMatchObject({
      recordedNow: true,
      at,
      contentHash: entry.contentHash,
      receivedAt: entry.receivedAt,
    });
    expect(row).toStrictEqual({
      ...{ account: 'acme', id: entry.id, type: 'annotate', at, origin: at },
      ...{ incidentId: entry.incidentId, occurredAt: entry.occurredAt },
      ...{ shard: shardOf('acme', 'ä 🙂'), shardPrev: 0 },
      ...{ receivedAt: entry.receivedAt, recordedAt: appended!.recordedAt, recordedBy: 'ann' },
      ...{ traceparent: entry.traceparent, contentHash: entry.contentHash, body: entry.body },
    });
  });

  it('records an id once, and tells what is recorded under it', async () => {
    const entry = newEntry();
    const [first] = await append(log, [entry]);
    const other = newEntry({ id: entry.id });
    const [again, conflict] = await append(log, [entry, other]);
    expect(again).toStrictEqual({ ...first!, recordedNow: false });
    expect(conflict).toStrictEqual({ ...first!, recordedNow: false });
    expect((await log.head()).position).toBe(1);
  });

  it('takes the first of an id that comes twice in one call', async () => {
    const first = newEntry();
    const second = newEntry({ id: first.id });
    const [one, two, three] = await append(log, [first, second, newEntry()]);
    expect([one!.recordedNow, two!.recordedNow, three!.recordedNow]).toStrictEqual([true, false, true]);
    expect(two!.contentHash).toBe(first.contentHash);
    expect(three!.at.position).toBe(2);
  });

  it('records all of a call or nothing', async () => {
    await append(log, [newEntry()]);
    const unstorable = newEntry({ contentHash: 'not hexadecimal' });
    await expect(log.append([newEntry(), unstorable, newEntry()])).rejects.toThrow();
    expect((await log.head()).position).toBe(1);
    const [next] = await append(log, [newEntry()]);
    expect(next!.at.position).toBe(2);
  });

  it('tells when each was recorded, in the order of the positions', async () => {
    const before = Date.now();
    for (let call = 0; call < 3; call += 1) await append(log, [newEntry(), newEntry()]);
    const times = (await log.readAfter(0, 10)).map(({ recordedAt }) => recordedAt);
    expect([...times].sort((a, b) => a - b)).toStrictEqual(times);
    // The log's clock may be another machine's.
    expect(Math.abs(times[0]! - before)).toBeLessThan(60_000);
  });

  it('keeps the same id in two accounts apart', async () => {
    const ours = newEntry();
    const theirs = newEntry({ account: 'other', id: ours.id });
    const appended = await append(log, [ours, theirs]);
    expect(appended.map(({ recordedNow }) => recordedNow)).toStrictEqual([true, true]);
    expect(
      (await log.readAfter(0, 10, { account: 'other' })).map(({ id, at }) => [id, at.position]),
    ).toStrictEqual([[ours.id, 2]]);
  });

  it('chains each shard by the position before', async () => {
    const incidents = Array.from({ length: 40 }, (_, number) => `INC-${number % 12}`);
    await append(
      log,
      incidents.slice(0, 15).map((incidentId) => newEntry({ incidentId })),
    );
    await append(
      log,
      incidents.slice(15).map((incidentId) => newEntry({ incidentId })),
    );
    expectChainedShards(await log.readAfter(0, 100));
  });

  it('keeps where a peer region recorded it first', async () => {
    const origin = { log: 'eu-west', epoch: 2, position: 4_711 };
    await append(log, [newEntry({ origin })]);
    expect((await log.readAfter(0, 1))[0]!.origin).toStrictEqual(origin);
  });

  it('finds what is recorded under an id of an account', async () => {
    const entry = newEntry();
    const [appended] = await append(log, [entry]);
    expect(await log.find('acme', entry.id)).toStrictEqual({ ...appended!, recordedNow: false });
    expect(await log.find('other', entry.id)).toBeUndefined();
  });

  it('reads behind a position, at most so many', async () => {
    await append(
      log,
      Array.from({ length: 10 }, () => newEntry()),
    );
    expect(positionsOf(await log.readAfter(4, 3))).toStrictEqual([5, 6, 7]);
    expect(await log.readAfter(10, 3)).toStrictEqual([]);
  });

  it('reads what is of an account, at most so many of it', async () => {
    const accounts = ['acme', 'other', 'acme', 'acme', 'other', 'acme'];
    await append(
      log,
      accounts.map((account) => newEntry({ account })),
    );
    expect(positionsOf(await log.readAfter(1, 2, { account: 'acme' }))).toStrictEqual([3, 4]);
    expect(positionsOf(await log.readAfter(0, 10, { account: 'other' }))).toStrictEqual([2, 5]);
    expect(await log.readAfter(0, 10, { account: 'nobody' })).toStrictEqual([]);
  });

  it('takes a call with nothing in it', async () => {
    expect(await append(log, [])).toStrictEqual([]);
    expect((await log.head()).position).toBe(0);
  });

  it('remembers when a key was seen first, also when many ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, now) => log.firstSeen('acme', 'key', 1_000 + now)),
    );
    expect(new Set(asked).size).toBe(1);
    expect(await log.firstSeen('acme', 'key', 9_999)).toBe(asked[0]);
    expect(await log.firstSeen('other', 'key', 9_999)).toBe(9_999);
  });

  it('ends dense and complete after 32 concurrent writers with the same facts', async () => {
    const entries = Array.from({ length: 400 }, (_, number) => newEntry({ incidentId: `INC-${number % 9}` }));
    const answers = await Promise.all(
      Array.from({ length: 32 }, async (_, writer) => {
        // Two writers share each fact, and send it at the same time.
        const mine = entries.filter((_entry, number) => number % 16 === writer % 16);
        const told: (readonly [NewEntry, Appended])[] = [];
        for (let from = 0; from < mine.length; from += 5) {
          const sent = mine.slice(from, from + 5);
          const appended = await append(log, sent);
          told.push(...sent.map((entry, index) => [entry, appended[index]!] as const));
        }
        return told;
      }),
    );
    const told = answers.flat();
    expect(told.filter(([, { recordedNow }]) => recordedNow)).toHaveLength(400);
    const rows = await log.readAfter(0, 1_000);
    expect(positionsOf(rows)).toStrictEqual(upTo(400));
    expect(rows.map(({ id }) => id).sort()).toStrictEqual(entries.map(({ id }) => id).sort());
    expectChainedShards(rows);
    // Whoever came second was told of the row that the first had made.
    for (const [entry, { at, contentHash }] of told) {
      expect(rows[at.position - 1]).toMatchObject({ id: entry.id, at, contentHash });
    }
  });
}
