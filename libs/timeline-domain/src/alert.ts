import type { Sha256 } from './content.js';

/** What a monitoring tool reports of an alert, as PagerDuty's Events API v2 names it. */
export type AlertAction = 'trigger' | 'acknowledge' | 'resolve';

/**
 * What is known of an alert, which its sender names by a dedup key. Each time that it is triggered after it was
 * resolved a new incident begins: its next generation, from 1.
 */
export interface Alert {
  readonly generation: number;
  readonly open: boolean;
  /** The last event of it: SHA-256 of its content, and when a door took it, UTC milliseconds. */
  readonly last?: { readonly hash: string; readonly receivedAt: number };
}

export const UNKNOWN_ALERT: Alert = { generation: 0, open: false };

/** An event that tells no time and repeats the one before it within this time is the same event, sent again. */
export const SAME_EVENT_MS = 5 * 60 * 1_000;

export interface AlertEvent {
  readonly action: AlertAction;
  readonly hash: string;
  readonly receivedAt: number;
  /** It tells when it happened: repeating the one before it, it is the same event whenever it comes. */
  readonly timed: boolean;
}

/** What an event does: nothing, or an entry of the incident of this generation. */
export type AlertDecision =
  | { readonly duplicate: true }
  | { readonly duplicate: false; readonly generation: number; readonly after: Alert };

/**
 * Decides to which incident of its alert an event belongs. A trigger of an open alert adds to its incident. What comes
 * when nothing is open is kept on the last incident, or on the first one to come: an acknowledgement may overtake its
 * trigger.
 */
export function decideAlert(before: Alert, { action, hash, receivedAt, timed }: AlertEvent): AlertDecision {
  const { last } = before;
  if (last?.hash === hash && (timed || Math.abs(receivedAt - last.receivedAt) < SAME_EVENT_MS))
    return { duplicate: true };
  const begins = action === 'trigger' && !before.open;
  const generation = before.generation + (begins ? 1 : 0);
  const open = begins || (before.open && action !== 'resolve');
  return {
    duplicate: false,
    generation: Math.max(generation, 1),
    after: { generation, open, last: { hash, receivedAt } },
  };
}

/** 36^13 is about 2^67: incidents of one account are told apart by far fewer. */
const INCIDENT_CHARACTERS = 13;

/**
 * The incident of an alert's generation: `Q` and 13 digits or capital letters, so that clients which know PagerDuty's
 * incident ids take it. It follows from its parts alone, so that replicas and replays agree.
 */
export function alertIncidentId(
  routingKeyId: string,
  dedupKey: string,
  generation: number,
  sha256: Sha256,
): string {
  const hash = sha256(JSON.stringify([routingKeyId, dedupKey, generation]));
  const digits = BigInt(`0x${hash}`).toString(36).toUpperCase();
  return `Q${digits.padStart(INCIDENT_CHARACTERS, '0').slice(-INCIDENT_CHARACTERS)}`;
}
