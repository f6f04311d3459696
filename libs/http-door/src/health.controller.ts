import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OpenToAll } from './access.js';

export interface ReadinessReport {
  /** Whether the service can do its work, if need be in a degraded mode. */
  readonly ready: boolean;
  /** `normal`, or the names of what is down. */
  readonly mode: string;
  readonly [detail: string]: unknown;
}

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
  @ApiOkResponse({ description: 'alive' })
  live(): { status: string } {
    return { status: 'alive' };
  }

  @Get('ready')
  @ApiOkResponse({ description: 'can do its work; `mode` tells of degradation' })
  @ApiServiceUnavailableResponse({ description: 'can’t do its work now' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    void reply.status(report.ready ? 200 : 503);
    return report;
  }
}
