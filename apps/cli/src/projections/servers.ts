import { createLogger, FeedClient, Store } from '@daybook/query-service/read-model';
import type { Fallback } from '../connection/connection.js';

/** What the query-service runs with is what a rebuild needs. */
export interface ServerOptions {
  readonly mongodb?: string;
  readonly commandUrl?: string;
  readonly token?: string;
}

export interface Servers {
  readonly mongodbUrl: string;
  readonly feed: FeedClient;
  readonly logger: ReturnType<typeof createLogger>;
}

/** Names as the query-service has them. */
const VARIABLES = { mongodb: 'MONGODB_URL', commandUrl: 'COMMAND_SERVICE_URL', token: 'FEED_TOKEN' } as const;
const OPTIONS = { mongodb: '--mongodb', commandUrl: '--command-url', token: '--token' } as const;
const names = Object.keys(VARIABLES) as (keyof ServerOptions)[];

/** All that was given, else the fallback: never the database of the one with the log of the other. */
export async function serversOf(given: ServerOptions, fallback: Fallback | undefined): Promise<Servers> {
  const { mongodb, commandUrl, token } = await ofOneSystem(given, fallback);
  const logger = createLogger('silent');
  const feed = new FeedClient(commandUrl.replace(/\/+$/, ''), token, logger);
  return { mongodbUrl: checked(mongodb), feed, logger };
}

/** For what needs no log. */
export async function withStore<Result>(
  { mongodb }: ServerOptions,
  fallback: Fallback | undefined,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const url = mongodb ?? (await fallback?.variables())?.[VARIABLES.mongodb];
  if (url === undefined) throw new Error(whatIsMissing(['mongodb'], fallback));
  const store = new Store(checked(url), createLogger('silent'));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function ofOneSystem(
  given: ServerOptions,
  fallback: Fallback | undefined,
): Promise<Required<ServerOptions>> {
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length === 0) return given as Required<ServerOptions>;
  const variables = (await fallback?.variables()) ?? {};
  const foreign = names.some(
    (name) => given[name] !== undefined && given[name] !== variables[VARIABLES[name]],
  );
  if (foreign) {
    const ways = missing.map((name) => OPTIONS[name]).join(' and ');
    throw new Error(`Database and log must be of one system: give ${ways} as well.`);
  }
  const absent = missing.filter((name) => variables[VARIABLES[name]] === undefined);
  if (absent.length > 0) throw new Error(whatIsMissing(absent, fallback));
  return {
    mongodb: variables[VARIABLES.mongodb]!,
    commandUrl: variables[VARIABLES.commandUrl]!,
    token: variables[VARIABLES.token]!,
  };
}

function whatIsMissing(absent: readonly (keyof ServerOptions)[], fallback: Fallback | undefined): string {
  const ways = absent.map((name) => `${OPTIONS[name]} (or ${VARIABLES[name]})`).join(' and ');
  return `Which read model? Give ${ways}${fallback ? `, or ${fallback.hint}` : ''}.`;
}

function checked(mongodb: string): string {
  if (!URL.canParse(mongodb) || new URL(mongodb).pathname.length <= 1)
    throw new Error('--mongodb must name the database, e.g. mongodb://host/daybook.');
  return mongodb;
}
