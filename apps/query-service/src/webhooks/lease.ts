import type { Filter } from 'mongodb';
import type { WebhookDocument } from './webhook-documents.js';

/** A replica that was killed holds its webhooks up for so long. Times are UTC milliseconds. */
export const LEASE_MS = 15_000;
/** Who made a lease that ends later has a clock that was wrong then or is now: nothing may wait for that. */
const LONGEST_MS = 2 * LEASE_MS;

export function isOver(leaseUntil: number, now: number): boolean {
  return leaseUntil <= now || leaseUntil > now + LONGEST_MS;
}

/** As `isOver`, for the store to find. */
export function whereOver(now: number): Filter<WebhookDocument>[] {
  return [{ leaseUntil: { $lte: now } }, { leaseUntil: { $gt: now + LONGEST_MS } }];
}

/** Half of it may pass before. */
export function wantsRenewal(leaseUntil: number, now: number): boolean {
  const left = leaseUntil - now;
  return left <= LEASE_MS / 2 || left > LEASE_MS;
}
