// What keeps and rebuilds the read model, without the doors, for tools that work at it from outside.
export { createLogger } from './logger.js';
export { TIMELINE } from './mongo/generations.js';
export { Store } from './mongo/store.js';
export { FeedClient } from './project-entries/feed-client.js';
export type { Compared } from './rebuild-projection/compare-generations.js';
export { dropGenerations } from './rebuild-projection/drop-generations.js';
export { listGenerations, type ListedGeneration } from './rebuild-projection/list-generations.js';
export { Refused } from './rebuild-projection/rebuild-lock.js';
export { rebuildProjection, type RebuildReport } from './rebuild-projection/rebuild-projection.js';
export {
  checkProjection,
  repairProjection,
  type CheckOptions,
  type CheckReport,
} from './check-projection/check-projection.js';
