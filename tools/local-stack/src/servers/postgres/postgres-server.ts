import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { identify } from '../../processes/process-identity.js';
import { run } from '../../processes/program.js';
import { untilReady } from '../../processes/ready.js';
import type { RunningServer } from '../../state/stack-record.js';
import type { Climb } from '../ladder.js';
import { accountFolder, serverAccount } from './server-account.js';

export interface PostgresPrograms {
  /** The folder with `postgres` and `initdb`. */
  readonly folder: string;
  readonly version: string;
}

const user = 'daybook';
const database = 'daybook';
/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back and a checkpoint is written. */
const ending = { signal: 'SIGINT', graceMs: 15_000 } as const;

/** A cluster of this stack's own, by these programs; fsync stays on, because durability is what Daybook is about. */
export async function startPostgres(programs: PostgresPrograms, climb: Climb): Promise<RunningServer> {
  const { stack, say } = climb;
  const runAs = await serverAccount();
  const home = await accountFolder(stack, 'postgres', runAs);
  const dataFolder = join(home, `data-${majorOf(programs.version)}`);
  const password = stack.secret('postgres');
  if (!existsSync(join(dataFolder, 'PG_VERSION'))) {
    say(`making a database cluster with PostgreSQL ${programs.version}`);
    await makeCluster(programs, { dataFolder, password, home, runAs });
  }
  await waitForStragglers(dataFolder);
  const port = await stack.port('postgres');
  const logFile = stack.path('logs', 'postgres.log');
  const from = `PostgreSQL ${programs.version} in ${programs.folder}`;
  const url = `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
  say(`starting PostgreSQL ${programs.version} on port ${port}`);
  const process = stack.launch(
    'postgres',
    {
      file: join(programs.folder, 'postgres'),
      args: ['-D', dataFolder, '-p', String(port), ...settings()],
      env: { ...climb.env, HOME: home },
      cwd: home,
      logFile,
      runAs,
    },
    ending,
    (started) => (stack.record.servers.postgres = { from, url, processes: [started] }),
  );
  await untilReady({
    what: 'PostgreSQL',
    // After a crash it replays its log first.
    timeoutMs: 60_000,
    probe: () => ensureDatabase(url),
    process,
    logFile,
  });
  return { from, url, processes: [{ what: 'postgres', identity: process, ending }] };
}

function settings(): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    // Many small databases, made and dropped by tests, on a machine that also runs everything else.
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    log_timezone: 'UTC',
    timezone: 'UTC',
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

interface Cluster {
  readonly dataFolder: string;
  readonly password: string;
  readonly home: string;
  readonly runAs: Awaited<ReturnType<typeof serverAccount>>;
}

async function makeCluster(programs: PostgresPrograms, cluster: Cluster): Promise<void> {
  const { dataFolder, password, home, runAs } = cluster;
  // An initdb that was interrupted leaves a folder that the next one refuses.
  rmSync(dataFolder, { recursive: true, force: true });
  // A file, because an argument can be read by everybody in the list of processes.
  const passwordFile = join(home, 'initdb-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (runAs) chownSync(passwordFile, runAs.uid, runAs.gid);
  try {
    await run(
      join(programs.folder, 'initdb'),
      [
        ...['--pgdata', dataFolder, '--username', user, '--pwfile', passwordFile],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C'],
      ],
      { timeoutMs: 120_000, cwd: home, env: { HOME: home }, runAs },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * After a kill -9 the server's children live on for a moment, and a pid file stays behind. A new server refuses to start
 * beside either, and would take any process that has the old pid by now for its predecessor.
 */
async function waitForStragglers(dataFolder: string): Promise<void> {
  const pidFile = join(dataFolder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const deadline = Date.now() + 5_000;
  while (isPostgresAlive(pid, dataFolder) && Date.now() < deadline) await sleep(50);
  if (isPostgresAlive(pid, dataFolder)) {
    throw new Error(`Another PostgreSQL (process ${pid}) already runs on ${dataFolder}.`);
  }
  rmSync(pidFile, { force: true });
}

function isPostgresAlive(pid: number, dataFolder: string): boolean {
  if (!identify(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataFolder);
  } catch {
    return true;
  }
}

/** Throws until the server answers; makes Daybook's database at the first start. */
async function ensureDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  await withClient(maintenance.href, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  });
}

export async function probePostgres({ url }: RunningServer): Promise<void> {
  await withClient(url, (client) => client.query('SELECT 1'));
}

async function withClient(url: string, action: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
  });
  // A connection that breaks while idle is reported as an event; the query that follows tells it as well.
  client.on('error', () => {});
  await client.connect();
  try {
    await action(client);
  } finally {
    await client.end();
  }
}

export async function postgresVersion(folder: string): Promise<string> {
  const printed = await run(join(folder, 'postgres'), ['--version'], { timeoutMs: 10_000, cwd: '/' });
  const version = /\d+(\.\d+)*/.exec(printed)?.[0];
  if (version === undefined) throw new Error(`${folder}/postgres --version printed no version: ${printed}`);
  return version;
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? version;
}
