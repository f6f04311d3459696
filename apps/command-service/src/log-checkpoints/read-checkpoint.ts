import type { SignedCheckpointV1 } from '@daybook/timeline-contracts';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ChainedLog } from '../export-log/chained-log.js';
import { Checkpoints } from './checkpoints.js';

/** Where the log stands now, signed. */
export class ReadCheckpoint extends Query<SignedCheckpointV1> {}

@QueryHandler(ReadCheckpoint)
export class ReadCheckpointHandler implements IQueryHandler<ReadCheckpoint> {
  constructor(
    private readonly log: ChainedLog,
    private readonly checkpoints: Checkpoints,
  ) {}

  async execute(): Promise<SignedCheckpointV1> {
    return this.checkpoints.sign(await this.log.chainHead());
  }
}
