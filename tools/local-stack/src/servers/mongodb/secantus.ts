import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, isExecutable } from '../../processes/program.js';
import { untilReady } from '../../processes/ready.js';
import type { RunningServer } from '../../state/stack-record.js';
import { cacheFolder } from '../../state/stack.js';
import { NotHere, type Climb, type Rung } from '../ladder.js';
import { makePythonEnvironment } from '../python-environment.js';
import { mongodbUrl, probeMongodb } from './mongodb-probe.js';

/** Where `npm run stack -- build-store` puts what it builds. */
export const secantusBuildFolder = join(cacheFolder, 'secantus');

const pythonPackage = 'SecantusDB==0.7.0b3';
const pythonFolder = join(cacheFolder, 'secantus-python');

/** SecantusDB, a server on WiredTiger that speaks MongoDB's protocol: a stand-in for development, not for production. */
export const secantusNative: Rung = {
  name: 'secantusd-rs',
  async start(climb) {
    const program = findProgram('secantusd-rs', [join(secantusBuildFolder, 'bin')]);
    if (!program) throw new NotHere('not on PATH, and not built by `npm run stack -- build-store`');
    return startSecantus(program, 'secantus-rs', climb);
  },
};

export const secantusPython: Rung = {
  name: `PyPI package ${pythonPackage}`,
  async start(climb) {
    const program = join(pythonFolder, 'bin', 'secantusd-py');
    if (!isExecutable(program)) await makePythonEnvironment(pythonFolder, [pythonPackage], climb.say);
    return startSecantus(program, 'secantus-py', climb);
  },
};

async function startSecantus(program: string, kind: string, climb: Climb): Promise<RunningServer> {
  const { stack, say } = climb;
  const port = await stack.port('mongodb');
  const from = `SecantusDB by ${program} (a stand-in for MongoDB, for development only)`;
  const url = mongodbUrl(port);
  const logFile = stack.path('logs', 'mongodb.log');
  // The two programs don't read each other's files.
  const dataFolder = stack.path('mongodb', kind);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  say(`starting ${kind} on port ${port}`);
  const ending = { signal: 'SIGTERM', graceMs: 10_000 } as const;
  const identity = stack.launch(
    'mongodb',
    {
      file: program,
      args: [
        ...['--host', '127.0.0.1', '--port', String(port), '--storage-path', dataFolder],
        ...['--cache-size', '1G', '--log-level', 'WARNING'],
      ],
      // Nothing here follows change streams, which its log of operations is for; each write would be written twice.
      env: { ...climb.env, SECANTUS_DISABLE_OPLOG: '1' },
      cwd: dataFolder,
      logFile,
    },
    ending,
    (started) => (stack.record.servers.mongodb = { from, url, processes: [started] }),
  );
  await untilReady({
    what: 'SecantusDB',
    timeoutMs: 60_000,
    probe: () => probeMongodb({ url }),
    process: identity,
    logFile,
  });
  return { from, url, processes: [{ what: 'mongodb', identity, ending }] };
}
