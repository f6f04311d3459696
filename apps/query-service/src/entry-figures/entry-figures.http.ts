import { RequireScope } from '@daybook/http-door';
import {
  entryFiguresQuerySchema,
  entryFiguresSchema,
  type EntryFiguresView,
} from '@daybook/timeline-contracts';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { figuresSpan, spanView } from '../figures-span.js';
import { Freshness } from '../freshness.js';
import { TenantAccount } from '../tenant-account.js';
import { ApiWaits } from '../wait-until-visible/waits.http.js';
import { WaitUntilVisible } from '../wait-until-visible/wait-until-visible.js';
import { CountEntries } from './entry-figures.js';

@ApiTags('timelines')
@ApiBearerAuth()
@RequireScope('entries:read')
@Controller('v1/entry-figures')
export class EntryFiguresDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: WaitUntilVisible,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'How many entries of each type there were',
    description: 'And on how many incidents, with those that have most of them: what is noisy, and where.',
  })
  @ApiOkResponse({ description: 'the figures', standardSchema: entryFiguresSchema })
  @ApiWaits()
  async count(
    @Query({ schema: entryFiguresQuerySchema }) query: z.output<typeof entryFiguresQuerySchema>,
    @TenantAccount() account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntryFiguresView> {
    const { after, includes, ...filter } = query;
    const span = figuresSpan(filter);
    await this.visibility.wait({ account, after, includes });
    const watermark = this.freshness.tell(reply);
    const figures = await this.queries.execute(new CountEntries(account, { ...filter, ...span }));
    return { ...spanView(span), ...figures, watermark };
  }
}
