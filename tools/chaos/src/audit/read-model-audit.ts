import { waitFor } from '@daybook/test-servers';
import {
  incidentsPageSchema,
  timelinePageSchema,
  WATERMARK_HEADER,
  type EntryView,
} from '@daybook/timeline-contracts';
import { contentOf, timelineKey, type JsonObject } from '@daybook/timeline-domain';
import type { ChaosStack } from '../chaos-stack.js';
import { sha256 } from '../load/facts.js';
import type { LogRow } from './log-audit.js';

const PAGE = 500;
const PATIENCE_MS = 60_000;
/** Timelines read at the same time. */
const PARALLEL = 4;

export interface ReadModelAudit {
  readonly entries: number;
  /** `log:epoch:position` as the query-service tells it. */
  readonly watermark: string;
  readonly faults: readonly string[];
}

/** Reads everything back over HTTP and compares it with the log: each entry once, as it was sent, in timeline order. */
export async function auditReadModel(stack: ChaosStack, log: readonly LogRow[]): Promise<ReadModelAudit> {
  const faults: string[] = [];
  let entries = 0;
  let watermark = '';
  for (const account of Object.values(stack.accounts)) {
    const get = getAs(stack, account);
    const incidents = byIncident(log.filter((row) => row.account === account));
    const names = [...incidents.keys()];
    const readers = Array.from({ length: PARALLEL }, async () => {
      for (let name = names.shift(); name !== undefined; name = names.shift()) {
        const timeline = await readTimeline(get, name);
        entries += timeline.length;
        faults.push(...compare(`${account}/${name}`, timeline, incidents.get(name)!));
      }
    });
    await Promise.all(readers);
    const listed = await readIncidents(get);
    watermark = listed.watermark;
    if (listed.counts.size !== incidents.size) {
      faults.push(`${account} has ${listed.counts.size} incidents of ${incidents.size}`);
    }
    for (const [name, rows] of incidents) {
      const count = listed.counts.get(name);
      if (count !== rows.length) faults.push(`${account}/${name} counts ${count} entries of ${rows.length}`);
    }
  }
  return { entries, watermark, faults };
}

type Get = (path: string) => Promise<{ body: unknown; headers: Headers }>;

/** Comes again as long as a store that still has other work to do is told of by 503. */
function getAs(stack: ChaosStack, account: 'acme' | 'guest'): Get {
  const headers = { Authorization: `Bearer ${stack.tokens[account]}` };
  return async (path) => {
    const ask = async () => {
      const answer = await fetch(stack.queryUrl + path, { headers });
      return answer.status !== 503 && answer;
    };
    const response = await waitFor(ask, { what: `an answer to GET ${path}`, timeoutMs: PATIENCE_MS });
    if (!response.ok)
      throw new Error(`GET ${path} was answered ${response.status}: ${await response.text()}`);
    return { body: await response.json(), headers: response.headers };
  };
}

async function readTimeline(get: Get, incident: string): Promise<EntryView[]> {
  const entries: EntryView[] = [];
  for (let cursor = ''; ;) {
    const { body } = await get(`/v1/incidents/${incident}/timeline?limit=${PAGE}${cursor}`);
    const page = timelinePageSchema.parse(body);
    entries.push(...page.entries);
    if (page.next === null) return entries;
    cursor = `&cursor=${page.next}`;
  }
}

async function readIncidents(get: Get): Promise<{ counts: Map<string, number>; watermark: string }> {
  const counts = new Map<string, number>();
  for (let cursor = ''; ;) {
    const { body, headers } = await get(`/v1/incidents?limit=${PAGE}${cursor}`);
    const page = incidentsPageSchema.parse(body);
    for (const { id, entryCount } of page.incidents) counts.set(id, entryCount);
    if (page.next === null) return { counts, watermark: headers.get(WATERMARK_HEADER)! };
    cursor = `&cursor=${page.next}`;
  }
}

function compare(incident: string, timeline: readonly EntryView[], rows: readonly LogRow[]): string[] {
  const expected = rows
    .map((row) => ({ ...row, key: timelineKey(row.occurredMs, row.id) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  if (timeline.length !== expected.length) {
    return [`${incident} shows ${timeline.length} entries of ${expected.length}`];
  }
  return expected.flatMap((row, place) => {
    const shown = timeline[place]!;
    if (shown.id !== row.id) return [`${incident} shows ${shown.id} in the place of ${row.id}`];
    if (!shown.position.endsWith(`:${row.position}`))
      return [`${incident} shows ${row.id} at ${shown.position}`];
    return contentHashOf(shown) === row.contentHash ? [] : [`${incident} shows ${row.id} changed`];
  });
}

/** Of what the sender sent, which is what is shown without Daybook's own word. */
function contentHashOf(view: EntryView): string {
  const { incidentId, type, summary, occurredAt, agent, details } = view as EntryView & JsonObject;
  const sent = { incidentId, type, summary, occurredAt, agent, details } as JsonObject;
  return contentOf(sent, sha256).hash;
}

function byIncident(log: readonly LogRow[]): Map<string, LogRow[]> {
  const incidents = new Map<string, LogRow[]>();
  for (const row of log) {
    const rows = incidents.get(row.incidentId);
    if (rows) rows.push(row);
    else incidents.set(row.incidentId, [row]);
  }
  return incidents;
}
