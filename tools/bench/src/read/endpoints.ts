import autocannon from 'autocannon';
import { z } from 'zod';
import { jsonHeaders, type Target } from '../target.js';

const CALLERS = 16;
const LONG_PAGE = 100;

export interface EndpointFigures {
  readonly name: string;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const incidentsSchema = z.object({ incidents: z.array(z.object({ id: z.string() })) });
const pageSchema = z.object({ entries: z.array(z.object({ id: z.string() })), next: z.string().nullable() });

/** @param long an incident of many entries */
export async function measureEndpoints(
  target: Target,
  long: string,
  seconds: number,
): Promise<EndpointFigures[]> {
  const read = async <Schema extends z.ZodType>(path: string, schema: Schema) => {
    const response = await fetch(target.queryUrl + path, { headers: jsonHeaders(target) });
    if (!response.ok) throw new Error(`${path} was answered ${response.status}`);
    return schema.parse(await response.json());
  };
  const timeline = `/v1/incidents/${encodeURIComponent(long)}/timeline`;
  const { incidents } = await read('/v1/incidents?limit=200', incidentsSchema);
  const ids = incidents.map(({ id }) => encodeURIComponent(id));
  const { entries } = await read(`${timeline}?limit=${LONG_PAGE}`, pageSchema);
  const { next } = await read(`${timeline}?order=desc&limit=${LONG_PAGE}`, pageSchema);

  const measured: [string, readonly string[]][] = [
    ['100 entries of a long timeline', [`${timeline}?limit=${LONG_PAGE}`]],
    ['100 entries at its end, by cursor', [`${timeline}?order=desc&limit=${LONG_PAGE}&cursor=${next}`]],
    ['timelines of 200 incidents', ids.map((id) => `/v1/incidents/${id}/timeline`)],
    ['one incident', ids.map((id) => `/v1/incidents/${id}`)],
    ['one entry', entries.map(({ id }) => `/v1/entries/${id}`)],
    ['50 incidents', ['/v1/incidents']],
    ['50 resolved incidents', ['/v1/incidents?status=resolved']],
    ['entries with a word', ['/v1/entries?limit=50&text=resolved']],
    ['100 changes', ['/v1/changes?limit=100']],
    ['figures by service', ['/v1/incident-figures?since=2000-01-01&by=service']],
  ];
  const figures: EndpointFigures[] = [];
  for (const [name, paths] of measured) figures.push({ name, ...(await measure(target, paths, seconds)) });
  return figures;
}

async function measure(target: Target, paths: readonly string[], seconds: number) {
  const result = await autocannon({
    url: target.queryUrl,
    connections: CALLERS,
    duration: seconds,
    requests: paths.map((path) => ({ method: 'GET' as const, path, headers: jsonHeaders(target) })),
  });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0 || result['2xx'] === 0) {
    throw new Error(
      `${paths[0]}: ${failed} requests failed, ${result['2xx']} did not: figures of it would mean nothing`,
    );
  }
  return {
    requestsPerSecond: Math.round(result['2xx'] / result.duration),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}
