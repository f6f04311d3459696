import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identify, isAlive } from './process-identity.js';

describe('a process’s identity', () => {
  it('is steady while it runs, and gone when it has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    const identity = identify(child.pid!)!;
    expect(isAlive(identity)).toBe(true);
    expect(identify(child.pid!)).toStrictEqual(identity);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(identity)).toBe(false);
  });

  it('is not that of another process with the same pid', () => {
    const identity = identify(process.pid)!;
    expect(isAlive({ ...identity, startedAt: `${identity.startedAt}0` })).toBe(false);
  });

  it('is unknown for a pid that nobody has', () => {
    expect(identify(2 ** 22 + 1)).toBeUndefined();
  });
});
