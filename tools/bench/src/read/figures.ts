import type { Machine } from '../machine.js';
import type { EndpointFigures } from './endpoints.js';
import type { RebuildFigures } from './rebuild.js';
import type { StoreFigures } from './store-alone.js';
import type { StreamFigures } from './streams.js';
import type { VisibilityFigures } from './visibility.js';

/** What was measured when the read model held so many entries; what is absent was not come to. */
export interface SizeFigures {
  readonly entries: number;
  /** Entries a second that were appended meanwhile, and those that became readable. */
  readonly loadedPerSecond: number;
  readonly readablePerSecond: number;
  /** Entries a second that became readable of those recorded while the query-service was away. */
  readonly drainedPerSecond?: number;
  visibility?: VisibilityFigures;
  endpoints?: readonly EndpointFigures[];
  megabytes?: number;
}

export interface Figures {
  readonly machine: Machine;
  readonly store: string;
  readonly sizes: SizeFigures[];
  streams?: StreamFigures;
  alone?: StoreFigures;
  rebuild?: RebuildFigures;
}
