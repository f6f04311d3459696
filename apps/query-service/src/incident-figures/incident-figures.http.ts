import { RequireScope } from '@daybook/http-door';
import {
  incidentFiguresQuerySchema,
  incidentFiguresSchema,
  type IncidentFiguresView,
} from '@daybook/timeline-contracts';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { figuresSpan, spanView } from '../figures-span.js';
import { Freshness } from '../freshness.js';
import { TenantAccount } from '../tenant-account.js';
import { WaitUntilVisible } from '../wait-until-visible/wait-until-visible.js';
import { MeasureIncidents } from './incident-figures.js';

@ApiTags('incidents')
@ApiBearerAuth()
@RequireScope('entries:read')
@Controller('v1/incident-figures')
export class IncidentFiguresDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: WaitUntilVisible,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'How many incidents there were, and how long they took',
    description:
      'Mean and median time to acknowledge and to resolve, by service, team, severity, day, week or hour of the week.',
  })
  @ApiOkResponse({ description: 'the figures', standardSchema: incidentFiguresSchema })
  async measure(
    @Query({ schema: incidentFiguresQuerySchema }) query: z.output<typeof incidentFiguresQuerySchema>,
    @TenantAccount() account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IncidentFiguresView> {
    const { after, includes, ...asked } = query;
    const span = figuresSpan(asked);
    await this.visibility.wait({ account, after, includes });
    const watermark = this.freshness.tell(reply);
    const figures = await this.queries.execute(new MeasureIncidents(account, { ...asked, ...span }));
    return { ...spanView(span), ...figures, watermark };
  }
}
