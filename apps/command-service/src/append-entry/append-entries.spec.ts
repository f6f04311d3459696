import { InexactNumber, timeOfEntryId } from '@daybook/timeline-domain';
import type { EventBus } from '@nestjs/cqrs';
import { pino } from 'pino';
import { AppendBatcher } from './append-batcher.js';
import { AppendEntries, AppendEntriesHandler, type AppendResult } from './append-entries.js';
import { Clock } from './clock.js';
import { CommandQueue } from './command-queue.js';
import { LogUnavailable, type NewEntry } from './entry-log.js';
import { MemoryEntryLog } from './memory-entry-log.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const DAY = 24 * 60 * 60 * 1000;

class SetClock extends Clock {
  time = NOW;
  now(): number {
    return this.time;
  }
}

class MemoryQueue extends CommandQueue {
  readonly taken: NewEntry[] = [];
  open = true;
  enqueue(entries: readonly NewEntry[]): Promise<boolean> {
    if (this.open) this.taken.push(...entries);
    return Promise.resolve(this.open);
  }
}

describe('AppendEntries', () => {
  const fact = { incidentId: 'INC-1', type: 'trigger', summary: 'down' };
  const id = '019ca4a7-3400-7000-8000-000000000001';
  let clock: SetClock;
  let log: MemoryEntryLog;
  let queue: MemoryQueue;
  let handler: AppendEntriesHandler;
  let logged: string[];

  beforeEach(() => {
    logged = [];
    clock = new SetClock();
    log = new MemoryEntryLog(() => clock.now());
    queue = new MemoryQueue();
    handler = new AppendEntriesHandler(
      new AppendBatcher(log, { publish() {} } as unknown as EventBus),
      log,
      queue,
      clock,
      pino({ level: 'debug' }, { write: (line) => logged.push(line) }),
    );
  });

  async function append(
    items: readonly unknown[],
    idempotencyKey?: string,
    places?: number[],
  ): Promise<AppendResult[]> {
    const context = {
      account: 'acme',
      recordedBy: 'ann',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      ...(idempotencyKey && { idempotencyKey }),
    };
    return handler.execute(new AppendEntries(items, context, places));
  }

  const receipts = (results: readonly AppendResult[]) =>
    results.map((result) => {
      if (result.kind === 'recorded' || result.kind === 'duplicate') return result.receipt;
      throw new Error(`${result.kind}`);
    });

  it('records what was sent, by whom, when', async () => {
    const [result] = await append([{ ...fact, id, x: { b: 1, a: [] } }]);
    expect(result).toMatchObject({
      kind: 'recorded',
      receipt: {
        id,
        incidentId: 'INC-1',
        duplicate: false,
        position: 'local:1:1',
        receivedAt: '2026-03-01T12:00:00.000Z',
      },
    });
    const [row] = await log.readAfter(0, 1);
    expect(row).toMatchObject({
      recordedBy: 'ann',
      body: '{"incidentId":"INC-1","summary":"down","type":"trigger","x":{"a":[],"b":1}}',
    });
  });

  it('makes ids that rise with the clock and while it stands still', async () => {
    const made = receipts(await append([fact, fact, fact])).map((receipt) => receipt.id);
    expect([...made].sort()).toStrictEqual(made);
    expect(made.map(timeOfEntryId)).toStrictEqual([NOW, NOW, NOW]);
  });

  it('takes the same content under the same id again, whatever the order of its keys', async () => {
    const [first] = await append([{ ...fact, id }]);
    const [again] = await append([
      { summary: 'down', id: id.toUpperCase(), type: 'trigger', incidentId: 'INC-1' },
    ]);
    expect(again).toMatchObject({
      kind: 'duplicate',
      receipt: { ...receipts([first!])[0], duplicate: true },
    });
  });

  it('tells both hashes when the id is taken by another content', async () => {
    const [first] = await append([{ ...fact, id }]);
    const [conflict] = await append([{ ...fact, id, summary: 'up' }]);
    expect(conflict).toMatchObject({
      kind: 'conflict',
      id,
      recordedHash: receipts([first!])[0]!.contentHash,
    });
    expect(conflict).toHaveProperty('sentHash', expect.stringMatching(/^[0-9a-f]{64}$/));
  });

  it('gives the same ids for the same key and places, an hour later too', async () => {
    const first = receipts(await append([fact, fact], 'key'));
    clock.time += 3_600_000;
    const again = receipts(await append([fact, fact], 'key'));
    expect(again).toStrictEqual(first.map((receipt) => ({ ...receipt, duplicate: true })));
    expect(new Set(first.map((receipt) => receipt.id)).size).toBe(2);
    const [second] = receipts(await append([fact], 'key', [1]));
    expect(second!.id).toBe(first[1]!.id);
  });

  it('gives other ids for another key', async () => {
    const [one] = receipts(await append([fact], 'key'));
    const [other] = receipts(await append([fact], 'other key'));
    expect(other!.id).not.toBe(one!.id);
  });

  it.each([
    ['invalid_entry', 'summary', { ...fact, summary: undefined }],
    ['invalid_entry', 'incidentId', { ...fact, incidentId: '' }],
    ['invalid_entry', 'type', { ...fact, type: 7 }],
    ['invalid_entry', 'occurredAt', { ...fact, occurredAt: 'yesterday' }],
    ['invalid_entry', 'recordedBy', { ...fact, recordedBy: 'me' }],
    ['invalid_entry', 'teams[1].id', { ...fact, teams: ['a', { name: 'b' }] }],
    ['invalid_entry', 'details.a', { ...fact, details: { a: 'x\0' } }],
    ['invalid_entry', 'details.n', { ...fact, details: { n: new InexactNumber('12345678901234567') } }],
    ['invalid_entry_id', 'id', { ...fact, id: 'no-id' }],
    ['time_in_future', 'occurredAt', { ...fact, occurredAt: new Date(NOW + DAY + 1).toISOString() }],
    ['time_in_future', 'id', { ...fact, id: '01a8c0c0-0000-7000-8000-000000000000' }],
    ['entry_too_large', undefined, { ...fact, details: { text: 'ä'.repeat(262_144) } }],
    ['invalid_entry', undefined, null],
    ['invalid_entry', undefined, [fact]],
  ])('refuses with %s, naming %s, and nothing else', async (code, field, item) => {
    const [before, refused, after] = await append([fact, item, fact]);
    expect(refused).toMatchObject({ kind: 'refused', error: { code } });
    expect((refused as { error: { field?: string } }).error.field).toBe(field);
    expect([before!.kind, after!.kind]).toStrictEqual(['recorded', 'recorded']);
  });

  it('never tells of an unknown outcome as recorded; the same again tells what became of it', async () => {
    const recordsAndFails = log.append.bind(log);
    log.append = async (entries) => {
      await recordsAndFails(entries);
      throw new LogUnavailable('no answer in time');
    };
    queue.open = false;
    const [unknown] = await append([{ ...fact, id }]);
    expect(unknown).toStrictEqual({ kind: 'unavailable', reason: 'no answer in time' });
    log.append = recordsAndFails;
    const [again] = await append([{ ...fact, id }]);
    expect(again).toMatchObject({ kind: 'duplicate', receipt: { position: 'local:1:1' } });
  });

  it('logs trace and ids, and no content', async () => {
    await append([
      { ...fact, id },
      { ...fact, type: '' },
    ]);
    const lines = logged.map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { msg: 'append', traceId: '0af7651916cd43dd8448eb211c80319c', entryIds: [id, 'refused'] },
    ]);
    expect(logged.join()).not.toMatch(/INC-1|down|trigger/);
  });

  it('takes what is a day ahead, and what is centuries old', async () => {
    const ahead = new Date(NOW + DAY).toISOString();
    const results = await append(
      [ahead, '1815-06-18T11:35:00Z'].map((occurredAt) => ({ ...fact, occurredAt })),
    );
    expect(results.map(({ kind }) => kind)).toStrictEqual(['recorded', 'recorded']);
  });

  describe('while the log is away', () => {
    const context = { account: 'acme', recordedBy: 'ann', traceparent: '00-1-1-01' };

    beforeEach(() => {
      log.append = () => Promise.reject(new LogUnavailable('gone'));
    });

    it('go into the queue, with an address that will tell what became of them', async () => {
      const [queued, refused] = await handler.execute(
        new AppendEntries(
          [
            { ...fact, id },
            { ...fact, type: '' },
          ],
          { ...context, mayQueue: true },
        ),
      );
      expect(queued).toMatchObject({
        kind: 'queued',
        queued: { id, status: 'queued', contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      });
      const { contentHash, receipt } = (queued as Extract<AppendResult, { kind: 'queued' }>).queued;
      expect(receipt).toBe(`/v1/receipts/${id}?contentHash=${contentHash}`);
      expect(refused).toMatchObject({ kind: 'refused' });
      expect(queue.taken).toMatchObject([{ id, account: 'acme', recordedBy: 'ann', receivedAt: NOW }]);
    });

    it('hold up only those that need the log for their Idempotency-Key', async () => {
      log.firstSeen = () => Promise.reject(new LogUnavailable('gone'));
      const results = await handler.execute(
        new AppendEntries([fact, { ...fact, id }, { ...fact, type: '' }], {
          ...context,
          mayQueue: true,
          idempotencyKey: 'key',
        }),
      );
      expect(results.map(({ kind }) => kind)).toStrictEqual(['unavailable', 'queued', 'refused']);
    });

    it('are not acknowledged when the queue is away too, or must not be used', async () => {
      queue.open = false;
      const [away] = await handler.execute(new AppendEntries([fact], { ...context, mayQueue: true }));
      queue.open = true;
      const [forbidden] = await handler.execute(new AppendEntries([fact], context));
      expect([away!.kind, forbidden!.kind]).toStrictEqual(['unavailable', 'unavailable']);
      expect(queue.taken).toStrictEqual([]);
    });
  });
});
