import type { LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import type { UpdateFilter } from 'mongodb';
import { Store } from '../mongo/store.js';
import { LEASE_MS, whereOver } from './lease.js';
import type { WebhookDocument } from './webhook-documents.js';

/** Each is looked after all the time. */
export const WEBHOOKS_OF_ACCOUNT = 50;

/** What people change; who delivers goes on with it within about a second. */
export type WebhookChange = Partial<
  Pick<
    WebhookDocument,
    'url' | 'filter' | 'description' | 'pausedBecause' | 'generation' | 'previousUntil' | 'place'
  >
>;

/** The subscriptions of all accounts. Each method throws StoreUnavailable. */
@Injectable()
export class Webhooks {
  constructor(private readonly store: Store) {}

  /** False: the account has as many as it may have. */
  add(webhook: WebhookDocument): Promise<boolean> {
    return this.store.read(async () => {
      const { account } = webhook;
      if ((await this.store.webhooks.countDocuments({ account })) >= WEBHOOKS_OF_ACCOUNT) return false;
      await this.store.webhooks.insertOne(webhook);
      return true;
    });
  }

  /** Oldest first. */
  list(account: string): Promise<WebhookDocument[]> {
    return this.store.read(() =>
      this.store.webhooks.find({ account }).sort({ createdAt: 1, _id: 1 }).toArray(),
    );
  }

  /** Of all accounts. */
  all(): Promise<WebhookDocument[]> {
    return this.store.read(() => this.store.webhooks.find().toArray());
  }

  find(account: string, _id: string): Promise<WebhookDocument | undefined> {
    return this.store.read(async () => (await this.store.webhooks.findOne({ _id, account })) ?? undefined);
  }

  /** What it is afterwards; undefined where there is none. With a `place`, nothing is held any more behind it. */
  change(account: string, _id: string, change: WebhookChange): Promise<WebhookDocument | undefined> {
    return this.#update(account, _id, {
      $set: change,
      $inc: { version: 1, ...(change.place && { replays: 1 }) },
    });
  }

  /** Makes the next secret, unless somebody just did. */
  rotate(
    { account, _id, generation }: WebhookDocument,
    previousUntil: number,
  ): Promise<WebhookDocument | undefined> {
    return this.#update(
      account,
      _id,
      { $set: { generation: generation + 1, previousUntil } },
      { generation },
    );
  }

  /** For who delivers to look at what was changed beside it. */
  touch(account: string, _id: string): Promise<WebhookDocument | undefined> {
    return this.#update(account, _id, {});
  }

  remove(account: string, _id: string): Promise<boolean> {
    return this.store.read(async () => {
      const { deletedCount } = await this.store.webhooks.deleteOne({ _id, account });
      await this.store.webhookFailures.deleteMany({ webhook: _id });
      return deletedCount > 0;
    });
  }

  /** The webhook, where this replica is the one that delivers from now on: it was before, or nobody was. */
  claim(_id: string, leaseHolder: string, now: number): Promise<WebhookDocument | undefined> {
    return this.store.read(async () => {
      const claimed = await this.store.webhooks.findOneAndUpdate(
        { _id, $or: [{ leaseHolder }, ...whereOver(now)] },
        { $set: { leaseHolder, leaseUntil: now + LEASE_MS } },
        { returnDocument: 'after' },
      );
      return claimed ?? undefined;
    });
  }

  release(_id: string, leaseHolder: string): Promise<void> {
    return this.store.read(async () => {
      await this.store.webhooks.updateOne({ _id, leaseHolder }, { $set: { leaseUntil: 0 } });
    });
  }

  /** Unless somebody has set another place meanwhile, or another replica delivers. */
  savePlace({ _id, leaseHolder, replays }: WebhookDocument, place: LogPosition): Promise<void> {
    return this.store.read(async () => {
      await this.store.webhooks.updateOne({ _id, leaseHolder, replays }, { $set: { place } });
    });
  }

  #update(
    account: string,
    _id: string,
    update: UpdateFilter<WebhookDocument>,
    only: Partial<WebhookDocument> = {},
  ): Promise<WebhookDocument | undefined> {
    const { $inc = { version: 1 }, ...others } = update;
    return this.store.read(async () => {
      const changed = await this.store.webhooks.findOneAndUpdate(
        { _id, account, ...only },
        { ...others, $inc },
        { returnDocument: 'after' },
      );
      return changed ?? undefined;
    });
  }
}
