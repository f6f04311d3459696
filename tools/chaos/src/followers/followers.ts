import { connect, type Daybook } from '@daybook/client';
import { waitFor } from '@daybook/test-servers';
import { createdWebhookSchema } from '@daybook/timeline-contracts';
import type { LogRow } from '../audit/log-audit.js';
import type { ChaosStack } from '../chaos-stack.js';
import { Told } from './told.js';
import { WebhookReceiver } from './webhook-receiver.js';

/** A delivery that was refused comes again after seconds; one whose sender was killed, once its lease is over. */
const PATIENCE_MS = 120_000;
const ONE_ORDER = { orderOf: () => '', mayRepeat: false } as const;

/** Programs that follow all that is recorded for an account, each another way, over whatever is done to the services. */
export class Followers {
  readonly #told = {
    stream: new Told('the stream', ONE_ORDER),
    feed: new Told('the change feed', ONE_ORDER),
    webhook: new Told('the webhook', { orderOf: ({ incidentId }) => incidentId, mayRepeat: true }),
  };
  readonly #receiver = new WebhookReceiver(this.#told.webhook);
  readonly #end = new AbortController();
  readonly #token: string;
  readonly #daybook: Daybook;
  #running: Promise<unknown> = Promise.resolve();

  constructor(private readonly stack: ChaosStack) {
    this.#token = stack.tokens[stack.accounts.http];
    this.#daybook = connect({ queryUrl: stack.queryUrl, token: this.#token });
  }

  /** How many entries each has told, and how many of the webhook's came more than once. */
  get counts(): { stream: number; feed: number; webhook: number; repeated: number } {
    const { stream, feed, webhook } = this.#told;
    return { stream: stream.count, feed: feed.count, webhook: webhook.count, repeated: webhook.repeated };
  }

  async start(): Promise<void> {
    const url = await this.#receiver.listen();
    const response = await fetch(`${this.stack.queryUrl}/v1/webhooks`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${this.#token}`,
      },
      body: JSON.stringify({ url, after: '0' }),
    });
    this.#receiver.secret = createdWebhookSchema.parse(await response.json()).secret;
    this.#running = Promise.all([this.#followStream(), this.#readFeed()]);
    // One that fails is told at the end; until then it must not count as unhandled.
    this.#running.catch(() => undefined);
  }

  /**
   * Waits until all that was recorded has been told. To be called when nothing is recorded any more.
   *
   * @returns what does not hold, in words
   */
  async audit(log: readonly LogRow[]): Promise<string[]> {
    const rows = log.filter(({ account }) => account === this.stack.accounts.http);
    const all = Object.values(this.#told);
    const told = waitFor(() => all.every(({ count }) => count >= rows.length), {
      what: 'all entries to be told',
      timeoutMs: PATIENCE_MS,
    });
    // What is missing then is found below.
    await Promise.race([told.catch(() => undefined), this.#running]);
    this.#end.abort();
    await this.#running;
    this.#receiver.close();
    return all.flatMap((one) => one.audit(rows));
  }

  async #followStream(): Promise<void> {
    await this.#untilTheEnd(async () => {
      for await (const event of this.#daybook.follow({ after: '0' }, { signal: this.#end.signal })) {
        if (event.kind === 'entry') this.#told.stream.take(event.entry);
      }
    });
  }

  async #readFeed(): Promise<void> {
    await this.#untilTheEnd(async () => {
      for await (const entry of this.#daybook.changes({}, { signal: this.#end.signal })) {
        this.#told.feed.take(entry);
      }
    });
  }

  async #untilTheEnd(follow: () => Promise<void>): Promise<void> {
    try {
      await follow();
    } catch (error) {
      if (!this.#end.signal.aborted) throw error;
    }
  }
}
