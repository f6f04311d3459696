import { Stack, stackVariables } from '@daybook/local-stack';
import { createdRoutingKeySchema, routingKeysSchema, type Problem } from '@daybook/timeline-contracts';
import { Command, Option } from 'commander';

interface Door {
  readonly url: string;
  readonly token: string;
}

const program = new Command('routing-key')
  .description('The keys by which monitoring tools send events, each for one service of an account.')
  .addOption(new Option('--url <url>', 'address of the command-service').env('DAYBOOK_COMMAND_URL'))
  .addOption(new Option('--token <token>', 'a token with the scope admin').env('DAYBOOK_TOKEN'));

program
  .command('create')
  .description('make a key and print it; it is told this once')
  .requiredOption('--service <service>', 'whose events it brings')
  .action(async ({ service }: { service: string }) => {
    const { key } = createdRoutingKeySchema.parse(await ask('POST', '', { service }));
    process.stdout.write(`${key}\n`);
  });

program
  .command('list')
  .description('the keys of the account, by their first half, oldest first')
  .action(async () => {
    const { routingKeys } = routingKeysSchema.parse(await ask('GET', ''));
    for (const { id, service, createdBy, createdAt, revokedAt } of routingKeys) {
      const state = revokedAt === null ? 'in use' : `revoked ${revokedAt}`;
      process.stdout.write(`${id}  ${service}  made ${createdAt} by ${createdBy}  ${state}\n`);
    }
  });

program
  .command('revoke')
  .description('take no event with this key any more')
  .argument('<id>', 'first half of the key, or all of it')
  .action(async (id: string) => {
    await ask('DELETE', `/${encodeURIComponent(id.slice(0, 16).toLowerCase())}`);
    process.stdout.write('revoked\n');
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}

/** @throws Error with what the service answered */
async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const { url, token } = await doorOf(program.opts<Partial<Door>>());
  const response = await fetch(`${url}/v1/routing-keys${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new Error(
      `${url} does not answer: ${((error as Error).cause as Error | undefined)?.message ?? ''}`,
    );
  });
  const text = await response.text();
  if (!response.ok) throw new Error((JSON.parse(text) as Problem).detail);
  return text === '' ? undefined : JSON.parse(text);
}

/** What was given, else the local stack. */
async function doorOf({ url, token }: Partial<Door>): Promise<Door> {
  if (url && token) return { url, token };
  const { DAYBOOK_COMMAND_URL, DAYBOOK_TOKEN } = await stackVariables(new Stack('local'));
  if (DAYBOOK_COMMAND_URL && DAYBOOK_TOKEN) return { url: DAYBOOK_COMMAND_URL, token: DAYBOOK_TOKEN };
  throw new Error('The local stack runs no services: start it with `npm start`, or give --url and --token.');
}
