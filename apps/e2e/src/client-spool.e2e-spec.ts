import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect, type Added } from '@daybook/client';
import { openSpool } from '@daybook/client/spool';
import { waitFor } from '@daybook/test-servers';
import { startDaybook, type Daybook } from './daybook.js';

const workspace = resolve(import.meta.dirname, '../../..');

let system: Daybook;
let folder: string;

beforeAll(async () => {
  system = await startDaybook();
}, 60_000);

afterAll(() => system?.stop(), 30_000);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

interface Writer {
  readonly lines: () => string[];
  readonly ended: Promise<unknown>;
  kill(): Promise<unknown>;
}

function startWriter(task: 'write' | 'drain'): Writer {
  const program = join(import.meta.dirname, 'spooling-writer.ts');
  const args = ['--conditions=@daybook/source', '--import', 'tsx', program];
  const started = spawn(process.execPath, [...args, system.command.url, system.token, folder, task], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(started, 'exit');
  let output = '';
  started.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  return {
    ended,
    lines: () => output.split('\n').slice(0, -1),
    kill() {
      started.kill('SIGKILL');
      return ended;
    },
  };
}

const until = (condition: () => unknown, what: string) => waitFor(condition, { what, timeoutMs: 30_000 });

it('loses and doubles nothing when the program is killed while it writes and while it hands on', async () => {
  await system.command.kill('SIGKILL');
  const durable: string[] = [];
  for (let round = 1; round <= 3; round += 1) {
    const writer = startWriter('write');
    await until(() => writer.lines().length > 1_000, 'entries to be spooled');
    await writer.kill();
    durable.push(...writer.lines());
  }
  expect(durable.every((line) => line.endsWith(' spooled'))).toBe(true);

  await system.command.restart();
  for (let round = 1; round <= 2; round += 1) {
    const before = (await system.readLog()).length;
    const writer = startWriter('drain');
    await until(async () => (await system.readLog()).length > before || writer.lines().length > 0, 'a batch');
    await writer.kill();
  }
  const last = startWriter('drain');
  await until(() => last.lines().includes('drained'), 'the spool to be drained');
  await last.ended;

  const logged = (await system.readLog()).map(({ id }) => id);
  expect(logged).toStrictEqual([...logged].sort());
  const known = new Set(logged);
  const missing = durable.map((line) => line.split(' ')[0]!).filter((id) => !known.has(id));
  expect(known.size).toBe(logged.length);
  expect(missing).toStrictEqual([]);
  expect(readdirSync(folder).filter((file) => file.endsWith('.ndjson'))).toStrictEqual(['refused.ndjson']);
}, 120_000);

it('says where an entry is, and keeps the order over an outage', async () => {
  const spool = await openSpool(folder);
  const daybook = connect({
    ...{ commandUrl: system.command.url, queryUrl: system.query.url, token: system.token },
    spool,
  });
  const added: Added[] = [];
  const add = async (summary: string) =>
    added.push(await daybook.add({ incidentId: 'outage', type: 'annotate', summary }));

  await add('before');
  await system.command.kill('SIGKILL');
  await add('during');
  for await (const outcome of daybook.addAll([{ incidentId: 'outage', type: 'annotate', summary: 'many' }])) {
    if (outcome.status !== 'refused') added.push(outcome);
  }
  await add('x'.repeat(9_000));
  await system.command.restart();
  await spool.drained();
  await add('after');

  expect(added.map(({ status }) => status)).toStrictEqual([
    'recorded',
    'spooled',
    'spooled',
    'spooled',
    'recorded',
  ]);
  const seeing = { seeing: added.at(-1)! };
  const shown = await daybook.timeline('outage', {}, seeing).toArray();
  expect(shown.map(({ summary }) => summary)).toStrictEqual(['before', 'during', 'many', 'after']);
  await daybook.close();
}, 60_000);
