import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../processes/process-identity.js';
import { untilReady } from '../processes/ready.js';
import type { RunningService, ServiceName } from '../state/stack-record.js';
import { workspaceFolder, type Stack } from '../state/stack.js';
import { ensureCheckpointKey } from '../tokens/stack-checkpoint-key.js';
import { ensureRoutingKeySecret } from '../tokens/stack-routing-keys.js';
import { ensureWebhookKey } from '../tokens/stack-webhook-key.js';
import { ensureWebhookSecrets } from '../tokens/stack-webhook-secrets.js';
import { ensureKeySet, feedToken } from '../tokens/stack-tokens.js';

/** As docs/reference/configuration.md recommends. */
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];
const preferredPorts: Record<ServiceName, number> = { 'command-service': 3101, 'query-service': 3102 };
/** Where whoever tries the local stack receives webhooks. */
const LOOPBACK = '127.0.0.0/8,::1';
/** Services drain for 10 s. */
const ending = { signal: 'SIGTERM', graceMs: 12_000 } as const;
const startTimeoutMs = 60_000;

export interface Replica {
  /** Under which the stack knows it; of the service itself, unless it is a further replica. */
  readonly name?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Makes sure that the built service runs with this stack's servers; one that runs with other ones is started anew. */
export async function ensureService(
  stack: Stack,
  service: ServiceName,
  say: (text: string) => void,
  { name = service, env = {} }: Replica = {},
): Promise<RunningService> {
  const settings = { ...(await sharedSettings(stack)), ...(await ownSettings(stack, service)) };
  const fingerprint = fingerprintOf(service, settings);
  const known = stack.record.services[name];
  if (known?.fingerprint === fingerprint && (await isReady(known))) {
    say('runs already');
    return known;
  }
  await endService(stack, name);
  const port = await stack.port(name, preferredPorts[service]);
  const url = `http://127.0.0.1:${port}`;
  const logFile = stack.path('logs', `${name}.log`);
  say(`starting on port ${port}`);
  const feed = service === 'query-service' ? { FEED_TOKEN: await feedToken(stack) } : {};
  const started = stack.launch(
    name,
    {
      file: process.execPath,
      args: [...NODE_FLAGS, join('apps', service, 'dist', 'main.js')],
      env: { ...process.env, ...settings, ...feed, ...env, PORT: String(port) },
      cwd: workspaceFolder,
      logFile,
    },
    ending,
    (process) => (stack.record.services[name] = { url, processes: [process], fingerprint }),
  );
  await untilReady({
    what: name,
    timeoutMs: startTimeoutMs,
    probe: () => probeService(url),
    process: started,
    logFile,
  });
  const running = stack.record.services[name]!;
  stack.markReady(running.processes);
  return running;
}

async function sharedSettings(stack: Stack): Promise<Record<string, string>> {
  return {
    HOST: '127.0.0.1',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    RABBITMQ_URL: stack.record.servers.rabbitmq!.url,
    TOKEN_JWKS_FILE: await ensureKeySet(stack),
  };
}

async function ownSettings(stack: Stack, name: ServiceName): Promise<Record<string, string>> {
  const { servers, services } = stack.record;
  if (name === 'query-service')
    return {
      MONGODB_URL: servers.mongodb!.url,
      COMMAND_SERVICE_URL: services['command-service']!.url,
      PAGE_FOLDER: join(workspaceFolder, 'apps', 'web', 'dist'),
      WEBHOOK_SECRET_FILE: ensureWebhookKey(stack),
      WEBHOOK_ALLOWED_NETWORKS: LOOPBACK,
    };
  const checkpointKey = await ensureCheckpointKey(stack);
  return {
    POSTGRES_URL: servers.postgres!.url,
    LOG_NAME: 'local',
    CHECKPOINT_KEY_FILE: checkpointKey,
    ROUTING_KEY_SECRET_FILE: ensureRoutingKeySecret(stack),
    PAGERDUTY_WEBHOOK_SECRETS_FILE: ensureWebhookSecrets(stack),
    PAGE_ORIGINS: await pageOrigins(stack),
  };
}

/** Of the query-service, which serves the page and starts later: by the port that it is going to have. */
async function pageOrigins(stack: Stack): Promise<string> {
  const running = stack.record.services['query-service'];
  const port =
    running && (await isReady(running))
      ? new URL(running.url).port
      : await stack.port('query-service', preferredPorts['query-service']);
  return ['127.0.0.1', 'localhost'].map((host) => `http://${host}:${port}`).join(',');
}

export async function probeService(url: string): Promise<void> {
  const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3_000) });
  if (!response.ok) throw new Error(`/health/ready answered ${response.status}`);
}

async function isReady({ url, processes }: RunningService): Promise<boolean> {
  if (!processes.every(({ identity }) => isAlive(identity))) return false;
  return probeService(url).then(
    () => true,
    () => false,
  );
}

/** The query-service first, which uses the others. */
export async function endServices(stack: Stack): Promise<void> {
  const replicas = Object.keys(stack.record.services).filter((name) => name !== 'query-service');
  for (const name of ['query-service', ...replicas]) await endService(stack, name);
}

export async function endService(stack: Stack, name: string): Promise<void> {
  const service = stack.record.services[name];
  if (!service) return;
  await stack.endProcesses(service.processes);
  delete stack.record.services[name];
  stack.save();
}

/** Of its settings and of all built code that it may load. */
function fingerprintOf(name: ServiceName, settings: Record<string, string>): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  const libraries = readdirSync(join(workspaceFolder, 'libs')).map((library) => join('libs', library));
  for (const project of [join('apps', name), ...libraries]) {
    const folder = join(workspaceFolder, project, 'dist');
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.(js|sql|json)$/.test(file)) hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
