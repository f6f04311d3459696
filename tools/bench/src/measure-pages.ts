import { makeFact } from './facts.js';
import { measureRequests } from './measure-requests.js';
import { jsonHeaders, type Target } from './target.js';

const INCIDENTS = 20;
const ENTRIES_EACH = 500;
const PAGE = 100;

export interface PageFigures {
  readonly pagesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** First pages of 100 entries, of 20 incidents of 500 entries in turn. */
export async function measurePages(target: Target, seconds: number): Promise<PageFigures> {
  const run = Date.now();
  const incidents = Array.from({ length: INCIDENTS }, (_, number) => `pages-${run}-${number}`);
  for (const incident of incidents) await fill(target, incident);

  const { requestsPerSecond, ...latency } = await measureRequests(
    target,
    incidents.map((incident) => `/v1/incidents/${incident}/timeline?limit=${PAGE}`),
    seconds,
  );
  return { pagesPerSecond: requestsPerSecond, ...latency };
}

async function fill(target: Target, incident: string): Promise<void> {
  const entries = Array.from({ length: ENTRIES_EACH }, (_, ordinal) => makeFact(incident, ordinal));
  const response = await fetch(`${target.commandUrl}/v1/entries`, {
    method: 'POST',
    headers: jsonHeaders(target),
    body: JSON.stringify(entries),
  });
  if (response.status !== 201) throw new Error(`filling ${incident} was answered ${response.status}`);
  const last = entries.at(-1)!.id;
  const page = await fetch(`${target.queryUrl}/v1/incidents/${incident}/timeline?limit=1&includes=${last}`, {
    headers: jsonHeaders(target),
  });
  if (page.status !== 200) throw new Error(`reading ${incident} was answered ${page.status}`);
}
