import type { EntryFilter } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import type { ViewSource } from '../mongo/entry-view.js';

export interface TimelineAsked {
  readonly account: string;
  readonly incidentId: string;
  readonly filter: EntryFilter;
  /** Only the entries that tell the story. */
  readonly overview: boolean;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** The key behind which the page starts, in this order. */
  readonly beyond: TimelineKey | undefined;
}

export interface TimelinePage {
  readonly entries: readonly ViewSource[];
  /** Whether the page was cut short by its limit. */
  readonly more: boolean;
  /** Of an overview: entries hidden before each entry, and behind the last one. */
  readonly hidden?: readonly number[];
}
