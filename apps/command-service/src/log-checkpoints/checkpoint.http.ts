import { HttpProblem, RequireScope } from '@daybook/http-door';
import {
  problemSchema,
  signedCheckpointV1Schema,
  type SignedCheckpointV1,
} from '@daybook/timeline-contracts';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { logUnavailable } from '../log-unavailable.http.js';
import { Checkpoints } from './checkpoints.js';
import { ReadCheckpoint } from './read-checkpoint.js';

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

@ApiTags('log')
@ApiBearerAuth()
@ApiResponse({
  status: 404,
  description: 'this service signs no checkpoints',
  standardSchema: problemSchema,
})
@RequireScope('log:read')
@Controller('v1/log')
export class CheckpointDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly checkpoints: Checkpoints,
  ) {}

  @Get('checkpoint')
  @ApiOperation({
    summary: 'Where the log stands now, signed',
    description:
      'Keep `checkpoint` where nobody who can write to the log can reach it: `daybook verify` checks the log against it.',
  })
  @ApiOkResponse({
    description: 'position and chain, and both as a compact JWS',
    standardSchema: signedCheckpointV1Schema,
  })
  @ApiResponse({ status: 503, description: 'the log can’t be reached', standardSchema: problemSchema })
  async checkpoint(): Promise<SignedCheckpointV1> {
    this.#refuseUnsigned();
    return this.queries.execute(new ReadCheckpoint()).catch((error: unknown) => {
      throw error instanceof LogUnavailable ? logUnavailable(error.message) : error;
    });
  }

  @Get('checkpoint-keys')
  @ApiOperation({
    summary: 'The public key of checkpoints, as a JSON Web Key Set',
    description:
      'Keep it as well: a key that is asked for at the time of the check is only as good as the service that gives it.',
  })
  @ApiOkResponse({ description: 'RFC 7517', standardSchema: keySetSchema })
  async keys(): Promise<unknown> {
    this.#refuseUnsigned();
    return this.checkpoints.publicKeys();
  }

  #refuseUnsigned(): void {
    if (this.checkpoints.signed) return;
    throw new HttpProblem(
      404,
      'checkpoints_not_signed',
      'this service has no CHECKPOINT_KEY_FILE to sign with',
    );
  }
}
