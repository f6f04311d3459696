import type { ChangeFilter } from '@daybook/timeline-contracts';
import type { LogPosition } from '@daybook/timeline-domain';
import pLimit from 'p-limit';
import { Change, type ChangeSource } from '../read-changes/change.js';
import type { ChangesPage } from '../read-changes/changes.js';
import { ChangeStream, HEARTBEAT_MS, type StreamOptions } from './change-stream.js';

const NOW = Date.UTC(2026, 2, 1);
const EVERYTHING: ChangeFilter = { type: [], agent: [], channel: [], service: [], team: [], incident: [] };
const LOG = { log: 'local', epoch: 1 } as const;

/** A log whose entries are in memory up to a watermark. */
class Source {
  watermark = 0;
  ended = false;
  asked = 0;

  constructor(private readonly bytes: number) {}

  readonly lag = 7;
  readonly settled = (place: LogPosition): LogPosition => place;
  readonly hasEnded = (): boolean => this.ended;

  readonly next = ({ limit }: { limit: number }, from: LogPosition): ChangesPage => {
    this.asked += 1;
    const to = Math.min(this.watermark, from.position + limit);
    const changes = Array.from({ length: Math.max(0, to - from.position) }, (_, n) =>
      this.#change(from.position + n + 1),
    );
    return { changes, next: { ...LOG, position: Math.max(to, from.position) }, more: to < this.watermark };
  };

  readonly read = (): Promise<ChangesPage> => Promise.reject(new Error('all is in memory'));

  #change(position: number): Change {
    const body = JSON.stringify({ summary: 'x'.repeat(this.bytes) });
    const entry: ChangeSource = {
      ...{ _id: `acme/id-${position}`, account: 'acme', incidentId: 'i', key: String(position) },
      ...{ type: 'annotate', occurredAt: NOW, services: [], teams: [], position, body, shown: '"a":1' },
    };
    return new Change(entry, LOG);
  }
}

function streamOf(
  source: Source,
  options: Partial<StreamOptions> = {},
): { stream: ChangeStream; text: () => string } {
  const wish = { account: 'acme', filter: EVERYTHING, limit: 10, maxBytes: 1_000_000 };
  const stream = new ChangeStream(
    {
      wish,
      from: { ...LOG, position: 0 },
      expiresAt: Infinity,
      changes: source,
      gate: pLimit(1),
      ...options,
    },
    NOW,
  );
  stream.setEncoding('utf8');
  let text = '';
  stream.on('data', (chunk: string) => (text += chunk));
  return { stream, text: () => text };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const ids = (text: string): number[] =>
  [...text.matchAll(/^id: local:1:(\d+)\nevent: entry$/gm)].map(([, position]) => Number(position));

it('begins with where it begins, and goes on as the watermark rises', async () => {
  const source = new Source(10);
  const { stream, text } = streamOf(source);
  await turn();
  expect(text()).toMatch(
    /^retry: [12]\d{3}\n: local:1:0\nid: local:1:0\nevent: watermark\ndata: {"watermark":"local:1:0","lagMs":7}\n\n$/,
  );
  source.watermark = 25;
  stream.goOn();
  await turn();
  source.watermark = 27;
  stream.goOn();
  await turn();
  expect(ids(text())).toStrictEqual(Array.from({ length: 27 }, (_, n) => n + 1));
});

it('tells every 15 s how far it has come, whatever it showed', async () => {
  const source = new Source(10);
  const { stream, text } = streamOf(source);
  await turn();
  source.watermark = 3;
  for (let ms = 1_000; ms <= 2 * HEARTBEAT_MS; ms += 1_000) {
    stream.tick(NOW + ms);
    await turn();
  }
  expect(text().match(/^event: watermark$/gm)).toHaveLength(3);
  expect(text()).toContain('id: local:1:3\nevent: watermark\n');
});

it('goes on telling it after the clock was set back', async () => {
  const { stream, text } = streamOf(new Source(10));
  await turn();
  for (const ms of [-3_600_000, -3_600_000 + HEARTBEAT_MS]) {
    stream.tick(NOW + ms);
    await turn();
  }
  expect(text().match(/^event: watermark$/gm)).toHaveLength(3);
});

it('asks for nothing more while its reader is slow, and misses nothing afterwards', async () => {
  const source = new Source(10_000);
  const { stream, text } = streamOf(source);
  await turn();
  stream.pause();
  source.watermark = 5_000;
  for (let wakes = 0; wakes < 100; wakes += 1) {
    stream.goOn();
    stream.tick(NOW + wakes * 1_000);
    await turn();
  }
  // Ten entries of 10 kB are more than the 64 KiB that may wait.
  expect(stream.readableLength).toBeLessThan(110_000);
  source.watermark = 5_005;
  stream.resume();
  while (ids(text()).length < 5_005) await turn();
  expect(ids(text())).toStrictEqual(Array.from({ length: 5_005 }, (_, n) => n + 1));
});

it('ends with the token, and takes the connection from a reader that does not take the end', async () => {
  const { stream } = streamOf(new Source(10), { expiresAt: NOW + 5_000 });
  stream.pause();
  stream.tick(NOW + 4_999);
  expect(stream.readableEnded).toBe(false);
  stream.tick(NOW + 5_000);
  expect(stream.destroyed).toBe(false);
  stream.tick(NOW + 6_000);
  expect(stream.destroyed).toBe(true);
});

it('ends with its epoch', async () => {
  const source = new Source(10);
  const { stream, text } = streamOf(source);
  await turn();
  source.ended = true;
  source.watermark = 5;
  stream.goOn();
  await turn();
  expect(stream.readableEnded).toBe(true);
  expect(ids(text())).toStrictEqual([]);
});
