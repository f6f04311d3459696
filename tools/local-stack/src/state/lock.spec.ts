import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@daybook/test-servers';
import { holdLock } from './lock.js';

describe('holdLock', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'daybook-lock-'));
    file = join(folder, 'stack.lock');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one in after the other, and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const release = await holdLock(file);
        inside += 1;
        most = Math.max(most, inside);
        // Time for the others to come in, if they could.
        await new Promise(setImmediate);
        inside -= 1;
        release();
      }),
    );
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes over from a process that is gone, although another has its pid by now', async () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: 'an earlier boot/1' }));
    const waitedFor: number[] = [];
    const release = await holdLock(file, ({ pid }) => waitedFor.push(pid));
    expect(waitedFor).toEqual([]);
    release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('tells whom it waits for', async () => {
    const release = await holdLock(file);
    const waitedFor: number[] = [];
    const second = holdLock(file, ({ pid }) => waitedFor.push(pid));
    await waitFor(() => waitedFor.length > 0, { what: 'the one who waits', timeoutMs: 5_000 });
    release();
    (await second)();
    expect(waitedFor).toEqual([process.pid]);
  });
});
