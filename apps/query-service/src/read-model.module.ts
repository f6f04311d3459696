import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from './config.js';
import type { Logger } from './logger.js';
import { AmendmentWriter } from './project-entries/amendment-writer.js';
import { BatchApplier } from './project-entries/batch-applier.js';
import { CatchUp } from './project-entries/catch-up.js';
import { FeedClient } from './project-entries/feed-client.js';
import { FeedReader } from './project-entries/feed-reader.js';
import { GenerationFollower } from './project-entries/generation-follower.js';
import { Progress } from './project-entries/progress.js';
import { Projector } from './project-entries/projector.js';
import { ReadModelWriter } from './project-entries/read-model-writer.js';
import { ServersModule } from './servers.module.js';

/** What keeps the read model: queue or feed -> projector -> store. */
@Module({})
export class ReadModelModule {
  static register(config: Config, logger: Logger): DynamicModule {
    const servers = ServersModule.register(config, logger);
    return {
      module: ReadModelModule,
      imports: [servers],
      providers: [
        AmendmentWriter,
        ReadModelWriter,
        Progress,
        BatchApplier,
        Projector,
        {
          provide: FeedClient,
          useFactory: () =>
            new FeedClient(config.commandServiceUrl, config.feedToken, logger.child({ part: 'feed' })),
        },
        FeedReader,
        GenerationFollower,
        CatchUp,
      ],
      exports: [servers, Progress, FeedClient, CatchUp, BatchApplier],
    };
  }
}
