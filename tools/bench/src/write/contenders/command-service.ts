import { freshDatabase, freshVhost, startService, tokenAuthority, waitFor } from '@daybook/test-servers';
import pg from 'pg';
import { measureAppends } from '../../measure-appends.js';
import type { Door } from '../../target.js';
import type { Contender, Lane } from '../contender.js';
import { openCommandSender } from './command-queue.js';
import { measureBulk } from './bulk.js';

export const OVER_HTTP = 'Daybook, over HTTP';
export const BULK = 'Daybook, NDJSON bulk';
export const COMMANDS = 'Daybook, command queue';
export const PUBLISH = 'RabbitMQ, commands published with confirms';

const RELAYED = 'select from relay_checkpoint join log_head using (position)';

/** The built command-service as a process, with its relay at work on a broker of its own; nobody reads from that. */
export async function openCommandService(
  callers: readonly number[],
  nodeArguments: readonly string[],
): Promise<Contender> {
  const [database, vhost, tokens] = await Promise.all([freshDatabase(), freshVhost(), tokenAuthority()]);
  const service = await startService(
    'command-service',
    {
      POSTGRES_URL: database.url,
      RABBITMQ_URL: vhost.url,
      TOKEN_JWKS_FILE: tokens.keySetFile,
      // Counted as ever, and out of reach.
      RATE_LIMIT_ENTRIES: '1000000000',
      RATE_LIMIT_REQUESTS: '1000000000',
    },
    { nodeArguments, timeoutMs: 60_000 },
  );
  // Ready is as soon as facts can be queued; what is measured is the log.
  await waitFor(() => isNormal(service.url), { what: 'the log', timeoutMs: 60_000 });
  const door = { commandUrl: service.url, token: await tokens.sign() };
  const postgres = new pg.Client(database.url);
  await postgres.connect();
  const sender = await openCommandSender(vhost.url, postgres);
  /** So that no slice pays for what the one before has left to the relay. */
  const relayed = () =>
    waitFor(async () => (await postgres.query(RELAYED)).rowCount, { what: 'the relay', timeoutMs: 120_000 });
  const lane = (name: string, measure: Lane['measure'], callers?: number): Lane => ({
    name,
    ...(callers !== undefined && { callers }),
    async measure(seconds) {
      const before = await scrape(door);
      const slice = await measure(seconds);
      await relayed();
      const after = await scrape(door);
      const entries = after.entries - before.entries;
      if (entries === 0) return slice;
      return {
        ...slice,
        entriesPerBatch: entries / (after.batches - before.batches),
        cpuMicrosecondsPerEntry: ((after.cpuSeconds - before.cpuSeconds) * 1e6) / entries,
      };
    },
  });

  return {
    lanes: [
      ...callers.map((count) => lane(OVER_HTTP, (seconds) => measureAppends(door, count, seconds), count)),
      lane(BULK, (seconds) => measureBulk(door, seconds)),
      lane(COMMANDS, (seconds) => sender.untilRecorded(seconds)),
      lane(PUBLISH, (seconds) => sender.publishAlone(seconds)),
    ],
    async close() {
      await sender.close();
      await postgres.end();
      await service.stop();
      tokens.remove();
      await Promise.all([database.drop(), vhost.drop()]);
    },
  };
}

async function isNormal(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health/ready`);
  return ((await response.json()) as { mode: string }).mode === 'normal';
}

interface Scraped {
  readonly entries: number;
  readonly batches: number;
  readonly cpuSeconds: number;
}

async function scrape({ commandUrl, token }: Door): Promise<Scraped> {
  const response = await fetch(`${commandUrl}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  const value = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)![1]);
  return {
    entries: value('daybook_append_batch_entries_sum'),
    batches: value('daybook_append_batch_entries_count'),
    cpuSeconds: value('process_cpu_seconds_total'),
  };
}
