import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { findProgram, run } from '../../processes/program.js';
import { untilReady } from '../../processes/ready.js';
import type { RunningServer, StartedProcess } from '../../state/stack-record.js';
import type { Stack } from '../../state/stack.js';
import { NotHere, type Climb } from '../ladder.js';

/** Debian's /usr/sbin/rabbitmq-server switches to the account `rabbitmq` and its folders: the program itself does not. */
const programFolders = ['/usr/lib/rabbitmq/bin', '/opt/homebrew/sbin', '/usr/local/sbin'];

export function installedRabbitmq(): string {
  const program = findProgram('rabbitmq-server', programFolders);
  if (!program) throw new NotHere('no rabbitmq-server on PATH or in /usr/lib/rabbitmq/bin');
  return program;
}

/** SIGTERM lets the broker write down its queues and leave the node's database clean. */
const brokerEnding = { signal: 'SIGTERM', graceMs: 20_000 } as const;
const portMapperEnding = { signal: 'SIGTERM', graceMs: 2_000 } as const;

interface Ports {
  readonly amqp: number;
  readonly management: number;
  readonly distribution: number;
  readonly portMapper: number;
}

/** A node of this stack's own: name, folders, ports, plugins, cookie and Erlang port mapper. */
export async function startRabbitmq(program: string, climb: Climb): Promise<RunningServer> {
  const { stack, say } = climb;
  const ports: Ports = {
    amqp: await stack.port('rabbitmq'),
    management: await stack.port('rabbitmq-management'),
    distribution: await stack.port('rabbitmq-distribution'),
    portMapper: await stack.port('erlang-port-mapper'),
  };
  const folder = stack.path('rabbitmq');
  writeConfiguration(folder, ports);
  const from = `RabbitMQ by ${program}`;
  const url = `amqp://guest:guest@127.0.0.1:${ports.amqp}`;
  const managementUrl = `http://guest:guest@127.0.0.1:${ports.management}`;
  const processes: StartedProcess[] = [];
  // The broker ends first: it signs off at the port mapper.
  const write = (started: StartedProcess): void => {
    processes.unshift(started);
    stack.record.servers.rabbitmq = { from, url, managementUrl, processes: [...processes] };
  };
  const env = brokerEnvironment(stack, climb.env);
  const portMapper = await portMapperProgram();
  say(`starting RabbitMQ on port ${ports.amqp}`);
  stack.launch(
    'epmd',
    {
      file: portMapper,
      args: ['-port', String(ports.portMapper), '-address', '127.0.0.1'],
      env,
      cwd: folder,
      logFile: stack.path('logs', 'epmd.log'),
    },
    portMapperEnding,
    write,
  );
  const logFile = stack.path('logs', 'rabbitmq.log');
  const broker = stack.launch(
    'rabbitmq',
    { file: program, args: [], env, cwd: folder, logFile },
    brokerEnding,
    write,
  );
  await untilReady({
    what: 'RabbitMQ',
    timeoutMs: 90_000,
    probe: () => probeRabbitmq({ from, url, managementUrl, processes: [] }),
    process: broker,
    logFile,
  });
  return { from, url, managementUrl, processes };
}

function writeConfiguration(folder: string, { amqp, management }: Ports): void {
  for (const name of ['home', 'mnesia', 'log'])
    mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  writeFileSync(
    join(folder, 'rabbitmq.conf'),
    [
      `listeners.tcp.1 = 127.0.0.1:${amqp}`,
      'management.tcp.ip = 127.0.0.1',
      `management.tcp.port = ${management}`,
      // The default write-ahead file of quorum queues is 512 MB, filled before it is turned over: too much for a laptop.
      'raft.wal_max_size_bytes = 67108864',
      '',
    ].join('\n'),
  );
  writeFileSync(join(folder, 'enabled_plugins'), '[rabbitmq_management].\n');
  // Stands in for the system's own /etc/rabbitmq/rabbitmq-env.conf, which would override what is set here.
  writeFileSync(join(folder, 'rabbitmq-env.conf'), '');
}

/** For the node and for the tools that speak to it, once its ports are known. */
export function brokerEnvironment(stack: Stack, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const folder = stack.path('rabbitmq');
  const { ports } = stack.record;
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^(RABBITMQ|ERL)_/.test(name))),
    // Erlang's cookie is made there.
    HOME: join(folder, 'home'),
    RABBITMQ_NODENAME: `daybook-${stack.id}@localhost`,
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'rabbitmq-env.conf'),
    RABBITMQ_DIST_PORT: String(ports['rabbitmq-distribution']),
    ERL_EPMD_PORT: String(ports['erlang-port-mapper']),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    // Makes the start script become the broker instead of waiting for it: one process, whose end is the broker's end.
    RABBITMQ_ALLOW_INPUT: '1',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-noinput -kernel inet_dist_use_interface {127,0,0,1}',
  };
}

/** Started by hand, because the one that Erlang starts by itself goes on for ever and belongs to nobody. */
async function portMapperProgram(): Promise<string> {
  const onPath = findProgram('epmd');
  if (onPath) return onPath;
  const erlang = await run('erl', ['-noinput', '-eval', 'io:format("~s",[code:root_dir()]), halt().'], {
    timeoutMs: 20_000,
  });
  const versions = await run('sh', ['-c', 'ls -d "$0"/erts-*/bin/epmd', erlang.trim()], { timeoutMs: 5_000 });
  const found = versions.split('\n').at(-1);
  if (!found) throw new Error(`Erlang in ${erlang} has no epmd program.`);
  return found;
}

export async function probeRabbitmq({ url, managementUrl }: RunningServer): Promise<void> {
  const connection = await connect(url, { timeout: 2_000 });
  connection.on('error', () => {});
  await connection.close();
  if (managementUrl === undefined) return;
  const management = new URL('/api/overview', managementUrl);
  const response = await fetch(management.origin + management.pathname, {
    headers: { authorization: `Basic ${btoa(`${management.username}:${management.password}`)}` },
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`RabbitMQ's management API answered ${response.status}`);
}
