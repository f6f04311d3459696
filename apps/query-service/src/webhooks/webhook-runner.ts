import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger as PinoLogger } from 'pino';
import { Gauge, register } from 'prom-client';
import { Logger } from '../logger.js';
import { Changes } from '../read-changes/changes.js';
import { LiveTail } from '../read-changes/live-tail.js';
import { Backlog } from './backlog.js';
import { Clock } from './clock.js';
import { Delivery } from './delivery.js';
import { Failures } from './failures.js';
import { isOver, wantsRenewal } from './lease.js';
import type { WebhookDocument } from './webhook-documents.js';
import { WebhookRun } from './webhook-run.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { Webhooks } from './webhooks.js';

const LOOK_EACH_MS = 1_000;
const GAUGES = {
  delivering: ['daybook_webhooks_delivering', 'Webhooks for which this replica delivers'],
  held: ['daybook_webhook_held_incidents', 'Incidents whose entries wait for one that was not taken'],
  oldest: ['daybook_webhook_oldest_undelivered_seconds', 'Age of the oldest entry that is not delivered'],
} as const;

interface Running {
  readonly run: WebhookRun;
  leaseUntil: number;
  ending: boolean;
}

/** Sees to it that for each active webhook one replica delivers: whichever holds the lease that its document tells of. */
@Injectable()
export class WebhookRunner implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #id = randomUUID();
  readonly #running = new Map<string, Running>();
  readonly #logger: PinoLogger;
  #looking: Promise<void> | undefined;
  #closed = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly webhooks: Webhooks,
    private readonly failures: Failures,
    private readonly changes: Changes,
    private readonly tail: LiveTail,
    private readonly backlog: Backlog,
    private readonly delivery: Delivery,
    private readonly secrets: WebhookSecrets,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'webhooks' });
  }

  onApplicationBootstrap(): void {
    const runs = () => [...this.#running.values()].map(({ run }) => run);
    this.#gauge(GAUGES.delivering, () => runs().length);
    this.#gauge(GAUGES.held, () => runs().reduce((sum, { heldIncidents }) => sum + heldIncidents, 0));
    this.#gauge(GAUGES.oldest, () => {
      const now = this.clock.now();
      return Math.max(0, now - Math.min(...runs().map(({ oldest }) => oldest), now)) / 1_000;
    });
    if (this.secrets.canSign) this.#looking = this.#look();
  }

  async onModuleDestroy(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#looking;
    await Promise.all([...this.#running.values()].map((one) => this.#end(one)));
    for (const [name] of Object.values(GAUGES)) register.removeSingleMetric(name);
  }

  /** A webhook was changed here: what it is now is begun at once. */
  poke(): void {
    this.#wake();
  }

  async #look(): Promise<void> {
    while (!this.#closed) {
      await this.#lookOnce().catch((error: unknown) => this.#logger.debug({ err: error }, 'not now'));
      const now = this.clock.now();
      // Another replica may deliver from now on.
      for (const one of this.#running.values()) if (isOver(one.leaseUntil, now)) void this.#end(one);
      if (!this.#closed) await this.#rest();
    }
  }

  async #lookOnce(): Promise<void> {
    const active = (await this.webhooks.all()).filter(({ pausedBecause }) => pausedBecause === null);
    const versions = new Map(active.map(({ _id, version }) => [_id, version]));
    for (const [id, one] of this.#running) {
      if (versions.get(id) !== one.run.webhook.version) void this.#end(one);
    }
    for (const webhook of active) {
      if (this.#closed) return;
      const one = this.#running.get(webhook._id);
      if (one) await this.#renew(one);
      else await this.#takeOn(webhook);
    }
  }

  async #renew(one: Running): Promise<void> {
    const now = this.clock.now();
    if (one.ending || !wantsRenewal(one.leaseUntil, now)) return;
    const renewed = await this.webhooks.claim(one.run.webhook._id, this.#id, now);
    if (renewed) one.leaseUntil = renewed.leaseUntil;
    else void this.#end(one);
  }

  async #takeOn({ _id, leaseHolder, leaseUntil: taken }: WebhookDocument): Promise<void> {
    const now = this.clock.now();
    if (!isOver(taken, now) && leaseHolder !== this.#id) return;
    const webhook = await this.webhooks.claim(_id, this.#id, now);
    if (!webhook || webhook.pausedBecause !== null) return;
    const { changes, tail, backlog, delivery, webhooks, failures, clock } = this;
    const logger = this.#logger.child({ webhook: _id });
    const parts = { changes, tail, backlog, delivery, webhooks, failures, clock, logger };
    const run = new WebhookRun(webhook, parts);
    const one = { run, leaseUntil: webhook.leaseUntil, ending: false };
    this.#running.set(_id, one);
    // It also ends by itself, when it pauses the webhook.
    void run.done.then(() => this.#end(one));
  }

  /** Once it is over, any replica may go on with it at once. */
  async #end(one: Running): Promise<void> {
    const { _id } = one.run.webhook;
    if (one.ending) return one.run.done;
    one.ending = true;
    await one.run.stop();
    await this.webhooks
      .release(_id, this.#id)
      .catch((error: unknown) => this.#logger.debug({ err: error }, 'the lease will expire'));
    this.#running.delete(_id);
    this.#wake();
  }

  async #rest(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LOOK_EACH_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #gauge([name, help]: readonly [string, string], read: () => number): void {
    register.removeSingleMetric(name);
    new Gauge({
      name,
      help,
      collect() {
        this.set(read());
      },
    });
  }
}
