import { Stack, serverVariables, signWithStackKey, stackVariables } from '@daybook/local-stack';
import { createLogger, FeedClient, Store } from '@daybook/query-service';

/** Names as the query-service has them: what it runs with is what a rebuild needs. */
export interface ServerOptions {
  readonly mongodb?: string;
  readonly url?: string;
  readonly token?: string;
}

export interface Servers {
  readonly mongodbUrl: string;
  readonly feed: FeedClient;
  readonly logger: ReturnType<typeof createLogger>;
}

const FEED_TOKEN_SECONDS = 24 * 60 * 60;

/** All that was given, else the local stack: never the database of the one with the log of the other. */
export async function serversOf({ mongodb, url, token }: ServerOptions): Promise<Servers> {
  const logger = createLogger('silent');
  const feed = (address: string, bearer: string) =>
    new FeedClient(address.replace(/\/+$/, ''), bearer, logger);
  if (mongodb && url && token) return { mongodbUrl: checked(mongodb), feed: feed(url, token), logger };
  requireStack({ mongodb, url, token });
  const stack = new Stack('local');
  const { DAYBOOK_COMMAND_URL, MONGODB_URL } = await stackVariables(stack);
  if (!DAYBOOK_COMMAND_URL)
    throw new Error(
      'The local stack runs no services: start it with `npm start`, or give --mongodb, --url and --token.',
    );
  const own = await signWithStackKey(stack, {
    ...{ account: '*', subject: 'projections', scopes: ['log:read'], expiresInSeconds: FEED_TOKEN_SECONDS },
  });
  return { mongodbUrl: MONGODB_URL!, feed: feed(DAYBOOK_COMMAND_URL, own), logger };
}

/** For what needs no log. */
export async function withStore<Result>(
  { mongodb }: ServerOptions,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const url = mongodb ? checked(mongodb) : serverVariables(new Stack('local'))['MONGODB_URL']!;
  const store = new Store(url, createLogger('silent'));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

function requireStack(given: { [Name in keyof ServerOptions]: string | undefined }): void {
  const { mongodb, url, token } = given;
  const ofStack = !mongodb || mongodb === stackMongodb();
  if (ofStack && !url && !token) return;
  const missing = Object.entries(given).flatMap(([name, value]) => (value ? [] : [`--${name}`]));
  throw new Error(`Database and log must be of one system: give ${missing.join(' and ')} as well.`);
}

function stackMongodb(): string | undefined {
  try {
    return serverVariables(new Stack('local'))['MONGODB_URL'];
  } catch {
    return undefined;
  }
}

function checked(mongodb: string): string {
  if (!URL.canParse(mongodb) || new URL(mongodb).pathname.length <= 1)
    throw new Error('--mongodb must name the database, e.g. mongodb://host/daybook.');
  return mongodb;
}
