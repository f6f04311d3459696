import { HttpProblem } from '@daybook/http-door';
import type { FailedDeliveryView, WebhookView } from '@daybook/timeline-contracts';
import { formatLogPosition } from '@daybook/timeline-domain';
import { z } from 'zod';
import type { Undelivered } from './failures.js';
import type { FailureDocument, WebhookDocument } from './webhook-documents.js';

export const webhookId = z.uuid({ error: 'must be the id of a webhook' });

export function webhookNotFound(id: string): HttpProblem {
  return new HttpProblem(404, 'webhook_not_found', `the account has no webhook ${id}`);
}

export function webhookView(webhook: WebhookDocument, undelivered: Undelivered): WebhookView {
  const { _id: id, url, description, filter, pausedBecause, createdBy, createdAt, place } = webhook;
  return {
    ...{ id, url, description },
    filter: Object.fromEntries(Object.entries(filter).filter(([, values]) => values.length > 0)),
    ...{ status: pausedBecause === null ? 'active' : 'paused', pausedBecause },
    ...{ createdBy, createdAt: timeOf(createdAt), position: formatLogPosition(place) },
    held: {
      incidents: undelivered.heldIncidents,
      since: undelivered.heldSince === null ? null : timeOf(undelivered.heldSince),
    },
    failed: undelivered.failed,
    previousSecretUntil: webhook.previousUntil === 0 ? null : timeOf(webhook.previousUntil),
  };
}

export function failedView(failure: FailureDocument): FailedDeliveryView {
  const { entryId, incidentId, place, attempts, since, lastAt, reason, retryAt } = failure;
  return {
    ...{ entryId, incidentId, position: formatLogPosition(place), attempts },
    ...{ firstTriedAt: timeOf(since), lastTriedAt: timeOf(lastAt), reason, replaying: retryAt !== null },
  };
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
