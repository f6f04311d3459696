import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { OpenToAll } from './access.js';

const livenessSchema = z.object({ status: z.literal('alive') });

const readinessSchema = z.looseObject({
  ready: z.boolean().describe('whether the service can do its work, if need be in a degraded mode'),
  mode: z.string().describe('`normal`, or the names of what is down'),
});

export type ReadinessReport = Readonly<z.infer<typeof readinessSchema>>;

/** What a service says of itself. Must answer from what it knows, within milliseconds, also while a server hangs. */
export abstract class Readiness {
  abstract report(): ReadinessReport | Promise<ReadinessReport>;
}

@ApiTags('health')
@OpenToAll()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process runs and its event loop turns. */
  @Get('live')
  @ApiOkResponse({ description: 'alive', standardSchema: livenessSchema })
  live(): z.infer<typeof livenessSchema> {
    return { status: 'alive' };
  }

  @Get('ready')
  @ApiOkResponse({
    description: 'can do its work; `mode` tells of degradation',
    standardSchema: readinessSchema,
  })
  @ApiServiceUnavailableResponse({ description: 'can’t do its work now', standardSchema: readinessSchema })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    void reply.status(report.ready ? 200 : 503);
    return report;
  }
}
