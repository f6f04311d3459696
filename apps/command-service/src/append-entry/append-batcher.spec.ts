import { jest } from '@jest/globals';
import type { EventBus } from '@nestjs/cqrs';
import { AppendBatcher } from './append-batcher.js';
import { newEntry } from './entry-log.contract.js';
import { LogUnavailable, type Appended, type Misplaced, type NewEntry } from './entry-log.js';
import { MemoryEntryLog } from './memory-entry-log.js';

/** Tells of its calls, and fails or waits as a spec wants it. */
class WatchedLog extends MemoryEntryLog {
  readonly calls: number[] = [];
  readonly bad = new Set<string>();
  down = false;
  gate: Promise<void> = Promise.resolve();

  override async append(entries: readonly NewEntry[]): Promise<(Appended | Misplaced)[]> {
    this.calls.push(entries.length);
    await this.gate;
    if (this.down) throw new LogUnavailable('gone');
    if (entries.some(({ id }) => this.bad.has(id))) throw new Error('this row can’t be stored');
    return super.append(entries);
  }
}

describe('AppendBatcher', () => {
  let log: WatchedLog;
  let batcher: AppendBatcher;
  let signals: number;

  beforeEach(() => {
    log = new WatchedLog();
    signals = 0;
    batcher = new AppendBatcher(log, { publish: () => (signals += 1) } as unknown as EventBus);
  });

  const entries = (count: number) => Array.from({ length: count }, () => newEntry());

  it('puts what comes together into one call, in the order it came', async () => {
    const sent = entries(20);
    const appended = await Promise.all(sent.map((entry) => batcher.append(entry)));
    expect(log.calls).toStrictEqual([20]);
    expect(appended.map((one) => (one as Appended).at.position)).toStrictEqual(
      sent.map((_, index) => index + 1),
    );
    expect(signals).toBe(1);
  });

  it('has one call under way at a time; what comes meanwhile is the next', async () => {
    let open = () => {};
    log.gate = new Promise((resolve) => (open = resolve));
    const first = batcher.append(newEntry());
    await new Promise(setImmediate);
    const others = entries(7).map((entry) => batcher.append(entry));
    await new Promise(setImmediate);
    expect(log.calls).toStrictEqual([1]);
    open();
    await Promise.all([first, ...others]);
    expect(log.calls).toStrictEqual([1, 7]);
  });

  it('sends a second batch behind the first once it is as large, and no third', async () => {
    let open = () => {};
    log.gate = new Promise((resolve) => (open = resolve));
    const turn = () => new Promise(setImmediate);
    const appended = entries(20).map((entry) => batcher.append(entry));
    await turn();
    appended.push(...entries(19).map((entry) => batcher.append(entry)));
    await turn();
    expect(log.calls).toStrictEqual([20]);
    appended.push(batcher.append(newEntry()));
    await turn();
    expect(log.calls).toStrictEqual([20, 20]);
    appended.push(...entries(100).map((entry) => batcher.append(entry)));
    await turn();
    expect(log.calls).toStrictEqual([20, 20]);
    open();
    await Promise.all(appended);
    expect(log.calls.slice(2).reduce((sum, size) => sum + size)).toBe(100);
  });

  it('cuts many that come together into two, so that one is answered while the other is under way', async () => {
    await Promise.all(entries(65).map((entry) => batcher.append(entry)));
    expect(log.calls).toStrictEqual([32, 33]);
  });

  it('answers nobody before the log has answered', async () => {
    let open = () => {};
    log.gate = new Promise((resolve) => (open = resolve));
    let answered = false;
    const append = batcher.append(newEntry()).then(() => (answered = true));
    await new Promise(setImmediate);
    expect(log.calls).toStrictEqual([1]);
    expect(answered).toBe(false);
    open();
    await append;
  });

  it('keeps to the size of a call', async () => {
    await Promise.all(entries(1_201).map((entry) => batcher.append(entry)));
    expect(log.calls).toStrictEqual([500, 500, 100, 101]);
  });

  describe('with large entries', () => {
    const large = newEntry({ body: 'x'.repeat(3 * 1024 * 1024) });
    const many = (count: number) => entries(count).map(({ id }) => ({ ...large, id }));

    it('keeps to the characters of a call, and sends one entry however large', async () => {
      const huge = newEntry({ body: 'x'.repeat(9 * 1024 * 1024) });
      await Promise.all([...many(5), huge, newEntry()].map((entry) => batcher.append(entry)));
      expect(log.calls).toStrictEqual([2, 2, 1, 1, 1]);
    });

    it('keeps so many waiting and no more, and takes others once these are gone', async () => {
      const answers = await Promise.allSettled(many(50).map((entry) => batcher.append(entry)));
      const refused = answers.flatMap((answer, index) => (answer.status === 'rejected' ? [index] : []));
      expect(refused).toStrictEqual([43, 44, 45, 46, 47, 48, 49]);
      expect(answers[49]).toMatchObject({ reason: expect.any(LogUnavailable) });
      await expect(batcher.append(newEntry())).resolves.toMatchObject({ recordedNow: true });
    });
  });

  it('lets a bad entry fail alone', async () => {
    const sent = entries(30);
    log.bad.add(sent[11]!.id).add(sent[29]!.id);
    const answers = await Promise.allSettled(sent.map((entry) => batcher.append(entry)));
    const failed = answers.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    expect(failed).toStrictEqual([11, 29]);
    expect((await log.readAfter(0, 100)).map(({ id }) => id)).toStrictEqual(
      sent.filter((_, index) => !failed.includes(index)).map(({ id }) => id),
    );
  });

  it('fails all of a call when the log is away, without trying the halves, and goes on with the next', async () => {
    log.down = true;
    const answers = await Promise.allSettled(entries(8).map((entry) => batcher.append(entry)));
    expect(
      answers.every((answer) => answer.status === 'rejected' && answer.reason instanceof LogUnavailable),
    ).toBe(true);
    expect(log.calls).toStrictEqual([8]);
    expect(signals).toBe(0);
    log.down = false;
    await expect(batcher.append(newEntry())).resolves.toMatchObject({ recordedNow: true });
  });

  it('lets nobody wait for more than one call that finds the log away', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date'] });
    let open = () => {};
    const closeGate = () => (log.gate = new Promise((resolve) => (open = resolve)));
    const outcomes: string[] = [];
    const send = (name: string) =>
      batcher.append(newEntry()).catch(({ name: why }: Error) => outcomes.push(`${name}: ${why}`));
    const turn = () => new Promise(setImmediate);

    log.down = true;
    closeGate();
    const sent = [send('under way')];
    await turn();
    sent.push(send('at once'));
    jest.advanceTimersByTime(500);
    sent.push(send('later'));
    jest.advanceTimersByTime(1_500);
    const failing = open;
    closeGate();
    failing();
    await turn();
    expect(outcomes).toStrictEqual(['under way: LogUnavailable', 'at once: LogUnavailable']);
    expect(log.calls).toStrictEqual([1, 1]);
    log.down = false;
    open();
    await Promise.all(sent);
    expect(outcomes).toHaveLength(2);
    jest.useRealTimers();
  });

  it('signals only when the log has grown', async () => {
    const entry = newEntry();
    await batcher.append(entry);
    await batcher.append(entry);
    expect(signals).toBe(1);
  });
});
