import { Controller, Get, Header } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { register } from 'prom-client';
import { Unlimited } from './access.js';

/** Prometheus' text format. Needs a token, any: a scrape configuration carries one as `authorization.credentials`. */
@ApiTags('health')
@ApiBearerAuth()
@Unlimited()
@Controller('metrics')
export class MetricsController {
  @Get()
  @Header('Content-Type', register.contentType)
  @ApiOkResponse({ description: 'metrics', schema: { type: 'string' } })
  @ApiProduces('text/plain')
  read(): Promise<string> {
    return register.metrics();
  }
}
