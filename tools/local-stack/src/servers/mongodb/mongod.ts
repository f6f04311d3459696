import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, run } from '../../processes/program.js';
import { untilReady } from '../../processes/ready.js';
import type { RunningServer } from '../../state/stack-record.js';
import { cacheFolder, workspaceFolder } from '../../state/stack.js';
import { needDockerEngine, startContainer } from '../docker-engine.js';
import { NotHere, type Climb, type Rung } from '../ladder.js';
import { mongodbUrl, probeMongodb } from './mongodb-probe.js';

const image = 'mongo:8.0';
const downloadHost = 'https://fastdl.mongodb.org';

export const installedMongod: Rung = {
  name: 'installed mongod',
  async start(climb) {
    const program = findProgram('mongod');
    if (!program) throw new NotHere('no mongod on PATH');
    return startMongod(program, climb);
  },
};

export const dockerMongod: Rung = { name: 'Docker', start: startInDocker };

export const downloadedMongod: Rung = {
  name: 'download of mongod',
  async start(climb) {
    return startMongod(await downloadMongod(climb.say), climb);
  },
};

async function startMongod(program: string, climb: Climb): Promise<RunningServer> {
  const { stack, say } = climb;
  const port = await stack.port('mongodb');
  const from = `MongoDB by ${program}`;
  const url = mongodbUrl(port);
  const logFile = stack.path('logs', 'mongodb.log');
  const dataFolder = stack.path('mongodb', 'mongod');
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  say(`starting mongod on port ${port}`);
  const ending = { signal: 'SIGTERM', graceMs: 15_000 } as const;
  const identity = stack.launch(
    'mongodb',
    {
      file: program,
      args: [
        ...['--dbpath', dataFolder, '--bind_ip', '127.0.0.1', '--port', String(port)],
        ...['--nounixsocket', '--wiredTigerCacheSizeGB', '0.5', '--quiet'],
      ],
      env: climb.env,
      cwd: dataFolder,
      logFile,
    },
    ending,
    (started) => (stack.record.servers.mongodb = { from, url, processes: [started] }),
  );
  await untilReady({
    what: 'MongoDB',
    timeoutMs: 60_000,
    probe: () => probeMongodb({ url }),
    process: identity,
    logFile,
  });
  return { from, url, processes: [{ what: 'mongodb', identity, ending }] };
}

async function startInDocker({ stack, say }: Climb): Promise<RunningServer> {
  await needDockerEngine();
  const port = await stack.port('mongodb');
  const container = await startContainer(stack, {
    purpose: 'mongodb',
    image,
    ports: { 27017: port },
    env: {},
    dataFolder: '/data/db',
    say,
  });
  const server: RunningServer = {
    from: `Docker image ${image}`,
    url: mongodbUrl(port),
    processes: [],
    container,
  };
  stack.record.servers.mongodb = server;
  stack.save();
  await untilReady({ what: 'MongoDB in Docker', timeoutMs: 90_000, probe: () => probeMongodb(server) });
  return server;
}

async function downloadMongod(say: (text: string) => void): Promise<string> {
  // The downloader retries for long where there is no way out: asking first lets the ladder go on within seconds.
  const host = process.env['MONGOMS_DOWNLOAD_MIRROR'] ?? downloadHost;
  await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(4_000) }).catch(() => {
    throw new NotHere(`${host} does not answer`);
  });
  say('downloading mongod');
  const script = join(import.meta.dirname, 'download-mongod.ts');
  try {
    const printed = await run(process.execPath, ['--import', 'tsx', script, join(cacheFolder, 'mongod')], {
      timeoutMs: 15 * 60_000,
      cwd: workspaceFolder,
      onLine: say,
    });
    return printed.trimEnd().split('\n').at(-1) ?? '';
  } catch (error) {
    throw new NotHere(error instanceof Error ? error.message : String(error));
  }
}
