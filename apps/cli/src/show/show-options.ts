import type { Incident } from '@daybook/client';
import type { Given } from '../connection/connection.js';
import type { EntryFilter } from '../connection/entry-filter.js';
import type { GlobalOptions } from '../connection/options.js';
import type { TextOptions } from '../timeline-text/text-options.js';

export interface ShowOptions extends GlobalOptions, Given, EntryFilter, TextOptions {
  readonly last?: number;
  readonly overview?: true;
  readonly text?: string;
  readonly status?: Incident['status'][];
  /** Milliseconds. */
  readonly gap: number;
}
