import { z } from 'zod';
import { CALLERS, measureRequests, type RequestFigures } from '../measure-requests.js';
import { jsonHeaders, type Target } from '../target.js';

const LONG_PAGE = 100;
const WARM_UPS = 5;

export interface EndpointFigures {
  readonly name: string;
  /** How many asked at once: 16, or one where some of 16 were refused; none where that one was, too. */
  readonly callers: number;
  readonly measured?: RequestFigures;
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
    ['figures by service and week', ['/v1/incident-figures?since=2000-01-01&by=service&by=week']],
    ['figures by hour of the week', ['/v1/incident-figures?since=2000-01-01&by=hour-of-week']],
    ['incidents of an hour of the week', ['/v1/incidents?hourOfWeek=1T09']],
    ['entries by type', ['/v1/entry-figures?since=2000-01-01']],
  ];
  const figures: EndpointFigures[] = [];
  for (const [name, paths] of measured) {
    await warmUp(target, paths[0]!);
    figures.push({ name, ...(await measureUnlessRefused(target, paths, seconds)) });
  }
  return figures;
}

/** SecantusDB looks through a whole collection for those who ask an index first after its start. */
async function warmUp(target: Target, path: string): Promise<void> {
  for (let attempt = 0; attempt < WARM_UPS; attempt += 1) {
    const response = await fetch(target.queryUrl + path, { headers: jsonHeaders(target) });
    await response.arrayBuffer();
    if (response.ok) return;
  }
}

/** What a store can't do in time is refused: that is a figure, too. */
async function measureUnlessRefused(
  target: Target,
  paths: readonly string[],
  seconds: number,
): Promise<Omit<EndpointFigures, 'name'>> {
  for (const callers of [CALLERS, 1]) {
    const measured = await measureRequests(target, paths, seconds, callers).catch(() => undefined);
    if (measured) return { callers, measured };
  }
  return { callers: 0 };
}
