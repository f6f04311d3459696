import { DELIVERY_HEADERS } from '@daybook/timeline-contracts';
import { formatLogPosition, type LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { idOfEntryKey } from '../mongo/documents.js';
import type { Change } from '../read-changes/change.js';
import { Clock } from './clock.js';
import { Receiver, type Outcome } from './receiver.js';
import type { WebhookDocument } from './webhook-documents.js';
import { WebhookSecrets } from './webhook-secrets.js';

const attemptsMade = new Counter({
  name: 'daybook_webhook_attempts_total',
  help: 'Deliveries that were tried, by how it went',
  labelNames: ['outcome'] as const,
});

/** One attempt to deliver one entry. */
@Injectable()
export class Delivery {
  constructor(
    private readonly receiver: Receiver,
    private readonly secrets: WebhookSecrets,
    private readonly clock: Clock,
  ) {}

  /**
   * @param attempt from 1
   * @param signal gives up waiting for the answer
   */
  async attempt(
    { _id, url, generation, previousUntil }: WebhookDocument,
    change: Change,
    place: LogPosition,
    attempt: number,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const now = this.clock.now();
    const id = `${_id}_${idOfEntryKey(change.entry._id)}`;
    const timestamp = Math.floor(now / 1_000);
    const generations = now < previousUntil ? [generation, generation - 1] : [generation];
    const names = generations.map((one) => ({ webhook: _id, generation: one }));
    const headers = {
      'content-type': 'application/json',
      [DELIVERY_HEADERS.id]: id,
      [DELIVERY_HEADERS.timestamp]: String(timestamp),
      [DELIVERY_HEADERS.signature]: this.secrets.sign(names, id, timestamp, change.view),
      [DELIVERY_HEADERS.position]: formatLogPosition({ ...place, position: change.position }),
      [DELIVERY_HEADERS.attempt]: String(attempt),
    };
    const outcome = await this.receiver.post(url, headers, change.view, signal);
    if (!signal.aborted) attemptsMade.inc({ outcome: outcome.kind });
    return outcome;
  }
}
