import type { Logger } from 'pino';
import type { Store } from '../mongo/store.js';
import { AmendmentWriter } from './amendment-writer.js';
import { BatchApplier } from './batch-applier.js';
import type { FeedClient } from './feed-client.js';
import { FeedReader } from './feed-reader.js';
import { Progress } from './progress.js';
import { ReadModelWriter } from './read-model-writer.js';

export interface Projection {
  readonly writer: ReadModelWriter;
  readonly progress: Progress;
  readonly reader: FeedReader;
}

/** What the service's own module wires for the live generation, for another one beside it. */
export function projectionInto(store: Store, feed: FeedClient, logger: Logger): Projection {
  const writer = new ReadModelWriter(store, new AmendmentWriter(store));
  const progress = new Progress(store, logger);
  const reader = new FeedReader(feed, new BatchApplier(progress, writer, logger), progress);
  return { writer, progress, reader };
}
