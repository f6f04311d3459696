import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { waitFor } from '@daybook/test-servers';
import { isAlive, identify } from './process-identity.js';
import { freezeTree, killTree, processTree, thawTree } from './process-tree.js';

/** A child that is in a session of its own, as PostgreSQL's are, and prints its pid. */
const PARENT = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
  process.stdout.write(child.pid + '\\n');
`;

let parent: ChildProcess;
let grandchild: number;

beforeEach(async () => {
  parent = spawn(process.execPath, ['-e', PARENT], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(createInterface(parent.stdout!), 'line')) as [string];
  grandchild = Number(line);
});

afterEach(() => killTree(parent.pid!));

const stateOf = (pid: number): string => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
};

it('finds descendants in other sessions, parents first', () => {
  expect(processTree(parent.pid!)).toEqual([parent.pid, grandchild]);
});

(process.platform === 'linux' ? it : it.skip)('freezes all of them, and lets them go on', async () => {
  freezeTree(parent.pid!);
  for (const pid of [parent.pid!, grandchild]) {
    await waitFor(() => stateOf(pid) === 'T', { what: `${pid} to stop`, timeoutMs: 5_000 });
  }
  thawTree(parent.pid!);
  for (const pid of [parent.pid!, grandchild]) {
    await waitFor(() => stateOf(pid) !== 'T', { what: `${pid} to go on`, timeoutMs: 5_000 });
  }
});

it('kills all of them, frozen or not', async () => {
  const identities = [parent.pid!, grandchild].map((pid) => identify(pid)!);
  freezeTree(parent.pid!);
  await killTree(parent.pid!);
  expect(identities.filter(isAlive)).toEqual([]);
});
