import createClient, { type Client } from 'openapi-fetch';
import type { paths as CommandPaths } from './api/command-service.js';
import type { paths as QueryPaths } from './api/query-service.js';
import { DaybookError, refusalOf, unexpected } from './daybook-error.js';
import type { Manner, Sender } from './sender.js';

type Json = 'application/json' | 'application/problem+json';
export type CommandDoors = Client<CommandPaths, Json>;
export type QueryDoors = Client<QueryPaths, Json>;

/** Once, unless it was refused for being too much. */
const ONCE: Manner = { repeatable: false, streamed: false };
const READ: Manner = { repeatable: true, streamed: false };

interface Answered<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** Every door of a service, typed. Reads are repeatable; of writes, those that say so. */
export function doorsOf<Paths extends object>(
  service: string,
  url: string | undefined,
  sender: Sender,
): Client<Paths, Json> {
  const read = sender.in(READ);
  const once = sender.in(ONCE);
  return createClient<Paths, Json>({
    ...(url !== undefined && { baseUrl: url.replace(/\/+$/, '') }),
    fetch: async (request) => {
      if (url === undefined)
        throw new DaybookError('not_configured', `this client knows no address of the ${service}`);
      return request.method === 'GET' || request.method === 'HEAD' ? read(request) : once(request);
    },
  });
}

/** The answer of a call of a door. @throws DaybookError for anything but success */
export async function answerOf<Data>(
  call: Promise<Answered<Data>>,
): Promise<{ data: Data; response: Response }> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    // What answered with success was not JSON.
    throw cause instanceof SyntaxError ? unexpected(new Response(null, { status: 200 }), cause) : cause;
  });
  if (!response.ok) throw refusalOf(response, error);
  return { data: data as Data, response };
}

export async function dataOf<Data>(call: Promise<Answered<Data>>): Promise<Data> {
  return (await answerOf(call)).data;
}
