import { z } from 'zod';
import { measureRequests, type RequestFigures } from '../measure-requests.js';
import { jsonHeaders, type Target } from '../target.js';

const LONG_PAGE = 100;

export interface EndpointFigures extends RequestFigures {
  readonly name: string;
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
  for (const [name, paths] of measured)
    figures.push({ name, ...(await measureRequests(target, paths, seconds)) });
  return figures;
}
