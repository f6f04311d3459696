import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect } from '@daybook/client';
import { waitFor } from '@daybook/test-servers';
import { startDaybook, type Daybook } from './daybook.js';

const workspace = resolve(import.meta.dirname, '../../..');

let system: Daybook;
let watched: Server;
let status = 200;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'url-watch-'));
  watched = createServer((_request, response) => response.writeHead(status).end()).listen(0, '127.0.0.1');
  [system] = await Promise.all([startDaybook(), once(watched, 'listening')]);
}, 60_000);

afterAll(async () => {
  watched?.close();
  await system?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

it('the sample of an integration tells when an address fails and answers again', async () => {
  const daybook = connect({ queryUrl: system.query.url, token: system.token });
  const bot = spawn(process.execPath, ['samples/url-watch.mjs'], {
    cwd: workspace,
    env: {
      ...process.env,
      DAYBOOK_COMMAND_URL: system.command.url,
      DAYBOOK_TOKEN: system.token,
      WATCHED_URL: `http://127.0.0.1:${(watched.address() as AddressInfo).port}/`,
      SECONDS: '0.05',
      SPOOL_FOLDER: folder,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const incident = (wanted: string) =>
      waitFor(async () => (await daybook.incidents().toArray()).find((one) => one.status === wanted), {
        what: `a ${wanted} incident`,
        timeoutMs: 20_000,
      });
    status = 503;
    expect(await incident('triggered')).toMatchObject({ title: expect.stringContaining('answers 503') });
    status = 200;
    expect(await incident('resolved')).toMatchObject({ entryCount: 2 });
  } finally {
    const ended = once(bot, 'exit');
    bot.kill('SIGKILL');
    await ended;
  }
}, 60_000);
