import { isAlive } from '../processes/process-identity.js';
import { serviceNames } from '../state/stack-record.js';
import type { Stack } from '../state/stack.js';
import { checkpointKeySetFile } from '../tokens/stack-checkpoint-key.js';
import { localRoutingKey } from '../tokens/stack-routing-keys.js';
import { feedToken, localToken, signingKeyFile } from '../tokens/stack-tokens.js';
import { localWebhookSecret } from '../tokens/stack-webhook-secrets.js';

/** What a shell needs to use the stack: `export NAME='value'` lines, safe to eval. Throws when it is not up. */
export async function shellLines(stack: Stack): Promise<string> {
  return Object.entries(await stackVariables(stack))
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}

/** Addresses and a token, by the names of their environment variables. Throws when the stack is not up. */
export async function stackVariables(stack: Stack): Promise<Record<string, string>> {
  return { ...(await serviceVariables(stack)), ...serverVariables(stack) };
}

/** What there is of it, also where it is not up. */
export async function knownVariables(stack: Stack): Promise<Record<string, string>> {
  return {
    ...signingKeyVariable(stack),
    ...(await stackVariables(stack).catch(() => ({}))),
  };
}

/** Addresses of the stack's servers by the names of their environment variables. */
export function serverVariables(stack: Stack): Record<string, string> {
  const { postgres, rabbitmq, mongodb } = stack.record.servers;
  const all = [postgres, rabbitmq, mongodb];
  if (!postgres || !rabbitmq || !mongodb || !all.every((server) => server!.processes.every(isRunning))) {
    const name = stack.name === 'local' ? '' : ` --name ${stack.name}`;
    throw new Error(`The stack "${stack.name}" is not up: start it with \`npm run stack -- up${name}\`.`);
  }
  return {
    POSTGRES_URL: postgres.url,
    RABBITMQ_URL: rabbitmq.url,
    ...(rabbitmq.managementUrl && { RABBITMQ_MANAGEMENT_URL: rabbitmq.managementUrl }),
    MONGODB_URL: mongodb.url,
  };
}

/** Empty for a stack that was started with `--servers-only`. */
async function serviceVariables(stack: Stack): Promise<Record<string, string>> {
  const [command, query] = serviceNames.map((name) => stack.record.services[name]);
  if (!command || !query || ![command, query].every(({ processes }) => processes.every(isRunning))) return {};
  const token = await localToken(stack);
  const webhookSecret = localWebhookSecret(stack);
  return {
    DAYBOOK_COMMAND_URL: command.url,
    DAYBOOK_QUERY_URL: query.url,
    DAYBOOK_TOKEN: token,
    ...signingKeyVariable(stack),
    // What the query-service runs with, for work at its read model.
    COMMAND_SERVICE_URL: command.url,
    FEED_TOKEN: await feedToken(stack),
    ...(await routingKeyVariable(stack, command.url, token)),
    ...(webhookSecret !== undefined && { DAYBOOK_PAGERDUTY_WEBHOOK_SECRET: webhookSecret }),
    DAYBOOK_CHECKPOINT_KEYS: checkpointKeySetFile(stack),
  };
}

/** Left out while the log, which knows of routing keys, is away: the other variables are of use without it. */
async function routingKeyVariable(
  stack: Stack,
  commandUrl: string,
  token: string,
): Promise<Record<string, string>> {
  return localRoutingKey(stack, commandUrl, token).then(
    (key) => ({ DAYBOOK_ROUTING_KEY: key }),
    () => ({}),
  );
}

function signingKeyVariable(stack: Stack): Record<string, string> {
  const file = signingKeyFile(stack);
  return file === undefined ? {} : { DAYBOOK_SIGNING_KEY_FILE: file };
}

function isRunning({ identity }: { identity: Parameters<typeof isAlive>[0] }): boolean {
  return isAlive(identity);
}
