import { logProgressSchema, type LogProgress } from '@daybook/timeline-contracts';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReadProgress } from './read-progress.js';

/** For any token, as metrics are: it tells of no account's facts. */
@ApiTags('health')
@ApiBearerAuth()
@Controller('v1/progress')
export class ReadProgressDoor {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    summary: 'How far the log has been handed over to RabbitMQ, and how much waits to come into it',
    description: 'Needs a token, whatever its scopes. What a server that is away knows is null.',
  })
  @ApiOkResponse({ description: 'positions and queues', standardSchema: logProgressSchema })
  read(): Promise<LogProgress> {
    return this.queries.execute(new ReadProgress());
  }
}
