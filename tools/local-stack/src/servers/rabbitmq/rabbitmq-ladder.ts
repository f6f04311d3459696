import { existsSync } from 'node:fs';
import { run } from '../../processes/program.js';
import { untilReady } from '../../processes/ready.js';
import type { RunningServer } from '../../state/stack-record.js';
import { installDebianPackages } from '../debian-packages.js';
import { needDockerEngine, startContainer } from '../docker-engine.js';
import type { Climb, Ladder, Rung } from '../ladder.js';
import { installedRabbitmq, probeRabbitmq, startRabbitmq } from './rabbitmq-server.js';

const installed: Rung = {
  name: 'installed RabbitMQ',
  start: async (climb) => startRabbitmq(installedRabbitmq(), climb),
};

const image = 'rabbitmq:3.13-management';
const docker: Rung = { name: 'Docker', start: startInDocker };

async function startInDocker({ stack, say }: Climb): Promise<RunningServer> {
  await needDockerEngine();
  const amqp = await stack.port('rabbitmq');
  const management = await stack.port('rabbitmq-management');
  const container = await startContainer(stack, {
    purpose: 'rabbitmq',
    image,
    ports: { 5672: amqp, 15672: management },
    // The node's folder is named after the host, which would change with every container.
    env: { RABBITMQ_NODENAME: 'daybook@localhost' },
    dataFolder: '/var/lib/rabbitmq',
    say,
  });
  const server: RunningServer = {
    from: `Docker image ${image}`,
    url: `amqp://guest:guest@127.0.0.1:${amqp}`,
    managementUrl: `http://guest:guest@127.0.0.1:${management}`,
    processes: [],
    container,
  };
  stack.record.servers.rabbitmq = server;
  stack.save();
  await untilReady({ what: 'RabbitMQ in Docker', timeoutMs: 120_000, probe: () => probeRabbitmq(server) });
  return server;
}

const debian: Rung = {
  name: 'apt-get install rabbitmq-server',
  async start(climb) {
    await installDebianPackages(['rabbitmq-server'], climb.say);
    if (existsSync('/run/systemd/system')) {
      climb.say('switching off the broker that the package started for the whole machine');
      await run('systemctl', ['disable', '--now', 'rabbitmq-server'], { timeoutMs: 60_000 }).catch(
        () => undefined,
      );
    }
    return startRabbitmq(installedRabbitmq(), climb);
  },
};

/** A broker that was given by its AMQP URL: its HTTP API is on the usual port, unless it is told. */
function given(url: string, env: NodeJS.ProcessEnv): RunningServer {
  const amqp = new URL(url);
  const managementUrl =
    env['RABBITMQ_MANAGEMENT_URL'] ??
    `http://${amqp.username || 'guest'}:${amqp.password || 'guest'}@${amqp.hostname}:15672`;
  return { from: 'RABBITMQ_URL', url, managementUrl, processes: [] };
}

export const rabbitmqLadder: Ladder = {
  server: 'rabbitmq',
  label: 'RabbitMQ',
  urlVariable: 'RABBITMQ_URL',
  advice:
    'There is no RabbitMQ to use: install the package rabbitmq-server, or set RABBITMQ_URL to a broker.',
  rungs: [installed, docker, debian],
  given,
  probe: probeRabbitmq,
};
