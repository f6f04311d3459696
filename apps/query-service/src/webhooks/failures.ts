import { Injectable } from '@nestjs/common';
import { Store } from '../mongo/store.js';
import { failedKey, type FailureDocument, type WebhookDocument } from './webhook-documents.js';

/** What a webhook has not delivered. */
export interface Undelivered {
  readonly heldIncidents: number;
  /** UTC milliseconds. */
  readonly heldSince: number | null;
  readonly failed: number;
}

/** Deliveries that failed. Each method throws StoreUnavailable. */
@Injectable()
export class Failures {
  constructor(private readonly store: Store) {}

  /** What holds an incident, all of it. What was held behind a place that was set since is dropped. */
  held({ _id: webhook, replays, place }: WebhookDocument): Promise<FailureDocument[]> {
    const { webhookFailures } = this.store;
    return this.store.read(async () => {
      await webhookFailures.deleteMany({
        ...{ webhook, holds: true, replays: { $lt: replays } },
        $or: [{ 'place.position': { $gt: place.position } }, { 'place.epoch': { $ne: place.epoch } }],
      });
      return webhookFailures.find({ webhook, holds: true }).toArray();
    });
  }

  /** Those that were given up and are tried again, soonest first. */
  replayed(webhook: string, limit: number): Promise<FailureDocument[]> {
    return this.store.read(() =>
      this.store.webhookFailures
        .find({ webhook, holds: false, retryAt: { $ne: null } })
        .sort({ retryAt: 1 })
        .limit(limit)
        .toArray(),
    );
  }

  save({ _id, ...failure }: FailureDocument): Promise<void> {
    return this.store.read(async () => {
      await this.store.webhookFailures.replaceOne({ _id }, failure, { upsert: true });
    });
  }

  /** Does nothing once another entry of the incident holds it. */
  remove({ _id, entryId }: FailureDocument): Promise<void> {
    return this.store.read(async () => {
      await this.store.webhookFailures.deleteOne({ _id, entryId });
    });
  }

  /** Given up, by entry id. */
  list(webhook: string, limit: number, after?: string): Promise<FailureDocument[]> {
    const behind = failedKey(webhook, after ?? '');
    const last = failedKey(webhook, '~');
    return this.store.read(() =>
      this.store.webhookFailures
        .find({ _id: { $gt: behind, $lt: last } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray(),
    );
  }

  /**
   * Has those that were given up tried again.
   *
   * @param entries ids; undefined: all
   * @returns how many they are
   */
  replay(webhook: string, entries: readonly string[] | undefined, now: number): Promise<number> {
    const wanted = entries && { entryId: { $in: [...entries] } };
    const again = { retryAt: now, since: now, attempts: 0 };
    return this.store.read(async () => {
      const { matchedCount } = await this.store.webhookFailures.updateMany(
        { webhook, holds: false, retryAt: null, ...wanted },
        { $set: again },
      );
      return matchedCount;
    });
  }

  async counted(webhooks: readonly string[]): Promise<(webhook: string) => Undelivered> {
    const groups = await this.store.read(() =>
      this.store.webhookFailures
        .aggregate<{ _id: { webhook: string; holds: boolean }; count: number; since: number }>([
          { $match: { webhook: { $in: [...webhooks] } } },
          {
            $group: {
              _id: { webhook: '$webhook', holds: '$holds' },
              count: { $sum: 1 },
              since: { $min: '$since' },
            },
          },
        ])
        .toArray(),
    );
    return (webhook) => {
      const of = (holds: boolean) => groups.find(({ _id }) => _id.webhook === webhook && _id.holds === holds);
      const held = of(true);
      return {
        heldIncidents: held?.count ?? 0,
        heldSince: held?.since ?? null,
        failed: of(false)?.count ?? 0,
      };
    };
  }
}
