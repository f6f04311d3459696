import { projectionProgressSchema, type ProjectionProgress } from '@daybook/timeline-contracts';
import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Store } from '../mongo/store.js';
import { CatchUp } from '../project-entries/catch-up.js';
import { Progress } from '../project-entries/progress.js';
import { EVERY_SECONDS, ProgressHistory } from './progress-history.js';

/** For any token, as metrics are: it tells of no account's facts. */
@ApiTags('health')
@ApiBearerAuth()
@Controller('v1/progress')
export class ReadProgressDoor {
  constructor(
    private readonly progress: Progress,
    private readonly history: ProgressHistory,
    private readonly catchUp: CatchUp,
    private readonly store: Store,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'How far the read model is, shard by shard, now and in the last half hour',
    description:
      'Needs a token, whatever its scopes. Each replica tells what it knows; samples begin when it was started.',
  })
  @ApiOkResponse({ description: 'positions, queues and samples', standardSchema: projectionProgressSchema })
  read(): ProjectionProgress {
    const { progress, history } = this;
    const { head, watermark } = progress;
    return {
      watermark: progress.watermarkText,
      head,
      behind: head - watermark.position,
      lagMs: progress.lag(),
      source: this.catchUp.source,
      shards: progress.shards,
      parked: this.store.parkedCount,
      queues: history.queues && [...history.queues],
      everySeconds: EVERY_SECONDS,
      samples: [...history.samples],
    };
  }
}
