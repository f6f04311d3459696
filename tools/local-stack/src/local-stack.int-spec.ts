// Drives the commands as a person does, each in a process of its own, on two stacks that no one else uses.
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { waitFor } from '@daybook/test-servers';
import { execa, execaSync } from 'execa';
import pg from 'pg';
import { isAlive } from './processes/process-identity.js';
import type { StartedProcess } from './state/stack-record.js';
import { Stack, workspaceFolder } from './state/stack.js';

const first = new Stack('spec-one');
const second = new Stack('spec-two');
/** A first start may have to install a server. */
const startMs = 240_000;

// What the test run was given is not for these stacks: they are to find servers of their own.
const given = ['POSTGRES_URL', 'RABBITMQ_URL', 'RABBITMQ_MANAGEMENT_URL', 'MONGODB_URL'];
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !given.includes(name)));

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
}

function begin(
  stack: Stack,
  ...args: string[]
): { ended: Promise<Outcome>; kill(signal: NodeJS.Signals): void } {
  const child = execa(
    process.execPath,
    [join('tools', 'bootstrap.mjs'), 'stack', ...args, '--name', stack.name],
    { cwd: workspaceFolder, env, extendEnv: false, reject: false },
  );
  const ended = child.then(({ stdout, stderr, exitCode }) => ({ stdout, stderr, exitCode }));
  return { ended, kill: (signal) => void child.kill(signal) };
}

const stackCommand = (stack: Stack, ...args: string[]): Promise<Outcome> => begin(stack, ...args).ended;
const up = (stack: Stack): Promise<Outcome> => stackCommand(stack, 'up', '--servers-only');

function startedBy(stack: Stack): StartedProcess[] {
  return Object.values(stack.readRecord().servers).flatMap(({ processes }) => processes);
}

function aliveOf(processes: readonly StartedProcess[]): string[] {
  return processes.filter(({ identity }) => isAlive(identity)).map(({ what }) => what);
}

/** The variables that a shell has after `eval "$(… stack env)"`. */
async function environmentOf(stack: Stack): Promise<Record<string, string>> {
  const { stdout } = await stackCommand(stack, 'env');
  const printed = execaSync('sh', ['-c', `${stdout}\nenv -0`], { env: {}, extendEnv: false }).stdout;
  return Object.fromEntries(
    printed
      .split('\0')
      .filter(Boolean)
      .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
}

async function query(stack: Stack, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: (await environmentOf(stack))['POSTGRES_URL']! });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the local stack', () => {
  beforeAll(async () => {
    await up(first);
    await up(second);
  }, 2 * startMs);

  afterAll(async () => {
    await Promise.all([stackCommand(first, 'reset'), stackCommand(second, 'reset')]);
  }, startMs);

  it('runs beside another one, with addresses of its own', async () => {
    const [one, other] = [await environmentOf(first), await environmentOf(second)];
    for (const name of given) expect(one[name]).not.toBe(other[name]);
    await query(first, 'CREATE TABLE kept AS SELECT 1 AS n');
    await expect(query(second, 'SELECT * FROM kept')).rejects.toThrow('does not exist');
  });

  it('listens on one loopback address only', async () => {
    for (const [purpose, port] of Object.entries(first.readRecord().ports)) {
      expect({ purpose, open: await accepts('127.0.0.1', port) }).toEqual({ purpose, open: true });
      // Answered by whoever listens on all addresses.
      expect({ purpose, open: await accepts('127.0.0.2', port) }).toEqual({ purpose, open: false });
    }
  });

  it(
    'comes back at the same addresses with its data after all of it was killed',
    async () => {
      const before = await environmentOf(first);
      for (const { identity } of startedBy(first)) process.kill(identity.pid, 'SIGKILL');
      expect((await stackCommand(first, 'env')).exitCode).toBe(1);
      expect((await up(first)).exitCode).toBe(0);
      expect(await environmentOf(first)).toEqual(before);
      await expect(query(first, 'SELECT n FROM kept')).resolves.toEqual([{ n: 1 }]);
    },
    startMs,
  );

  it(
    'is stopped without a process left, and then says so',
    async () => {
      const processes = startedBy(second);
      expect(aliveOf(processes).length).toBe(processes.length);
      await stackCommand(second, 'stop');
      expect(aliveOf(processes)).toEqual([]);
      const { stdout, stderr, exitCode } = await stackCommand(second, 'env');
      expect({ stdout, stderr, exitCode }).toEqual({
        stdout: '',
        stderr: expect.stringContaining('is not up: start it with') as string,
        exitCode: 1,
      });
      expect((await stackCommand(second, 'status')).exitCode).toBe(1);
    },
    startMs,
  );

  it(
    'leaves no process behind when its start is interrupted',
    async () => {
      const starting = begin(second, 'up', '--servers-only');
      await waitFor(() => startedBy(second).length > 0, { what: 'a first process', timeoutMs: 60_000 });
      const processes = startedBy(second);
      starting.kill('SIGINT');
      expect((await starting.ended).exitCode).not.toBe(0);
      expect(aliveOf([...processes, ...startedBy(second)])).toEqual([]);
    },
    startMs,
  );

  it(
    'is gone with its data after reset',
    async () => {
      expect((await stackCommand(first, 'reset')).exitCode).toBe(0);
      expect(existsSync(first.folder)).toBe(false);
    },
    startMs,
  );
});

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.on('connect', () => socket.end(() => resolve(true)));
    socket.on('error', () => resolve(false));
  });
}
