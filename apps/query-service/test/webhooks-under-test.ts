import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@daybook/test-servers';
import type { createdWebhookSchema, WebhookView } from '@daybook/timeline-contracts';
import { shardOf } from '@daybook/timeline-domain';
import request from 'supertest';
import type { z } from 'zod';
import { Clock } from '../src/webhooks/clock.js';
import type { Replica } from './replica.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from './surroundings.js';
import type { Fact } from './test-log.js';
import { startReceiver, type WebhookReceiver } from './webhook-receiver.js';

type Created = z.output<typeof createdWebhookSchema>;

/** Incidents of different shards. */
export const [A, B] = ['a', ...'bcdefgh'].filter(
  (name, n) => n === 0 || shardOf('acme', name) !== shardOf('acme', 'a'),
) as [string, string];

/** A service with webhooks, and somebody who receives them. */
export interface WebhooksUnderTest {
  readonly around: Surroundings;
  readonly receiver: WebhookReceiver;
  /** The replica that was started last. */
  readonly replica: Replica;
  readonly adminToken: string;
  start(settings?: Record<string, string>): Promise<Replica>;
  /** Records facts, and waits until they are visible. */
  record(...facts: Fact[]): Promise<void>;
  create(body?: object): Promise<Created>;
  show(id: string): Promise<WebhookView>;
  post(path: string, body?: object): request.Test;
  get(path: string): request.Test;
  /** Lets a replica's clock go forward. */
  forward(ms: number, replica?: Replica): void;
  /** Until so many deliveries were taken. @returns the summaries of all that were taken */
  untilTaken(count: number): Promise<string[]>;
  close(): Promise<void>;
}

export async function webhooksUnderTest(): Promise<WebhooksUnderTest> {
  const [around, receiver] = await Promise.all([surroundings(), startReceiver()]);
  const adminToken = await around.tokens.sign({ scopes: ['admin'] });
  const folder = mkdtempSync(join(tmpdir(), 'daybook-webhooks-'));
  const secretFile = join(folder, 'secret');
  writeFileSync(secretFile, randomBytes(32).toString('hex'));
  let replica: Replica;
  const asAdmin = (asked: request.Test) => asked.set('Authorization', `Bearer ${adminToken}`);
  const post = (path: string, body: object = {}) =>
    asAdmin(request(replica.url).post(`/v1/webhooks${path}`)).send(body);
  const get = (path: string) => asAdmin(request(replica.url).get(`/v1/webhooks${path}`));
  return {
    ...{ around, receiver, adminToken, post, get },
    get replica() {
      return replica;
    },
    async start(settings = {}) {
      replica = await around.start({
        WEBHOOK_SECRET_FILE: secretFile,
        WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
        ...settings,
      });
      await untilConsuming(replica, around);
      return replica;
    },
    async record(...facts) {
      await around.relay.send(around.log.append(...facts));
      await untilComplete(replica, around.log);
    },
    async create(body = {}) {
      return (await post('', { url: receiver.url, ...body }).expect(201)).body as Created;
    },
    async show(id) {
      return (await get(`/${id}`).expect(200)).body as WebhookView;
    },
    forward(ms, of = replica) {
      const clock = of.app.get(Clock, { strict: false });
      const now = clock.now.bind(clock);
      clock.now = () => now() + ms;
    },
    async untilTaken(count) {
      await waitFor(() => receiver.taken.length >= count, {
        what: `${count} deliveries, after ${receiver.taken.map(({ body }) => body.summary).join()}`,
        timeoutMs: 15_000,
      });
      return receiver.taken.map(({ body }) => body.summary);
    },
    async close() {
      receiver.release();
      await around.close();
      await receiver.close();
      rmSync(folder, { recursive: true });
    },
  };
}
