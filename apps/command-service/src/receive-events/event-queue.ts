import type { ReceivedEventV1 } from '@daybook/timeline-contracts';

/** Where events wait while the log is away. */
export abstract class EventQueue {
  /** True once it is durable; false when the queue can't be reached either. */
  abstract enqueue(event: ReceivedEventV1, traceparent: string): Promise<boolean>;
}
