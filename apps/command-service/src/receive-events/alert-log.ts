import type { AlertAction, Content, EntryId } from '@daybook/timeline-domain';

/** A checked event of an alert, ready to be recorded. Times are UTC milliseconds. */
export interface NewEvent {
  readonly account: string;
  readonly id: EntryId;
  readonly recordedBy: string;
  readonly traceparent: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  /** Its sender told when it happened. */
  readonly timed: boolean;
  readonly routingKeyId: string;
  readonly action: AlertAction;
  readonly dedupKey: string;
  /** The door made the dedup key and has not told it yet: the event that this one repeats, if any, gives its own. */
  readonly madeKey: boolean;
  /** SHA-256 of what was sent, routing key and all: the same event sent again has the same. */
  readonly hash: string;
  /** What the entry holds in this incident of the alert. */
  readonly contentIn: (incidentId: string) => Content;
}

export interface EventRecorded {
  /** As the sender is to be told: the one that was sent, or made for this event or the one that it repeats. */
  readonly dedupKey: string;
  readonly repeated: boolean;
}

/** The log, as events of alerts enter it: with the state of their alerts, in the same transaction. */
export abstract class AlertLog {
  /**
   * Records all, in this order, or nothing at all when it throws. An id that is known already is left as it is.
   *
   * @throws LogUnavailable; any other error means that one of the events can't be stored
   */
  abstract record(events: readonly NewEvent[]): Promise<EventRecorded[]>;
}
