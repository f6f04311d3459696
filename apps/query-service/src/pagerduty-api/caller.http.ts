import type { Caller } from '@daybook/access-tokens';
import { CurrentCaller, RequireScope } from '@daybook/http-door';
import { pagerDutyReferenceSchema } from '@daybook/timeline-contracts';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TenantAccount } from '../tenant-account.js';
import { ApiPagerDutyErrors } from './answers.http.js';
import { namedObject } from './named.js';
import { itemQuerySchema } from './parameters.js';
import { Presentations } from './presentation.js';

/** Of PagerDuty's abilities, those that clients ask for before they filter or sort by them. */
const ABILITIES = ['teams', 'urgencies'];

/** What clients ask for first: who they are, and what they may use. */
@ApiTags('pagerduty')
@ApiBearerAuth()
@RequireScope('entries:read')
@ApiPagerDutyErrors()
@Controller()
export class CallerDoor {
  constructor(private readonly presentations: Presentations) {}

  @Get('abilities')
  @ApiOperation({ summary: 'Which of PagerDuty’s abilities there are' })
  @ApiOkResponse({ description: 'all of them', standardSchema: z.object({ abilities: z.array(z.string()) }) })
  abilities(): { abilities: readonly string[] } {
    return { abilities: ABILITIES };
  }

  @Get('users/me')
  @ApiOperation({ summary: 'Whoever the token belongs to' })
  @ApiOkResponse({
    description: 'the subject of the token',
    standardSchema: z.object({ user: pagerDutyReferenceSchema }),
  })
  me(
    @Query({ schema: itemQuerySchema }) query: z.output<typeof itemQuerySchema>,
    @CurrentCaller() { subject }: Caller,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
  ): { user: object } {
    const { base } = this.presentations.of(request, query);
    return { user: namedObject('user', { id: subject, name: subject }, account, base) };
  }
}
