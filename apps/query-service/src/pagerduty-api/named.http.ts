import { HttpProblem, RequireScope } from '@daybook/http-door';
import { pagerDutyReferenceSchema } from '@daybook/timeline-contracts';
import {
  Controller,
  createParamDecorator,
  Get,
  Param,
  Query,
  Req,
  Res,
  type ExecutionContext,
} from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Freshness } from '../freshness.js';
import { TenantAccount } from '../tenant-account.js';
import { ApiPagerDutyErrors, pageOf } from './answers.http.js';
import { ListNamed, type NamedSet } from './list-named.js';
import { pageEnd, type PageEnd } from './page-end.js';
import { namedObject } from './named.js';
import { itemQuerySchema, namedQuerySchema } from './parameters.js';
import { Presentations } from './presentation.js';

type NamedQuery = z.output<typeof namedQuerySchema>;
type ItemQuery = z.output<typeof itemQuerySchema>;

const KINDS = {
  services: { set: 'services', kind: 'service' },
  teams: { set: 'teams', kind: 'team' },
  users: { set: 'responders', kind: 'user' },
} as const satisfies Record<string, { set: NamedSet; kind: 'service' | 'team' | 'user' }>;
type Plural = keyof typeof KINDS;

/** By which of its paths the door was found. */
const PathName = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  return context.switchToHttp().getRequest<FastifyRequest>().routeOptions.url!.split('/')[1]!;
});

const oneOf = (name: string) => z.object({ [name]: pagerDutyReferenceSchema });

@ApiTags('pagerduty')
@ApiBearerAuth()
@RequireScope('entries:read')
@ApiPagerDutyErrors()
@Controller(['services', 'teams', 'users'])
export class NamedDoor {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
    private readonly presentations: Presentations,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All that the incidents of the account tell of, by id; users are responders' })
  @ApiOkResponse({ description: 'a page', standardSchema: pageOf('services', pagerDutyReferenceSchema) })
  async list(
    @PathName() plural: Plural,
    @Query({ schema: namedQuerySchema }) { limit, offset, query, ...rest }: NamedQuery,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageEnd & Record<string, unknown>> {
    const watermark = this.freshness.tell(reply);
    const { set, kind } = KINDS[plural];
    const { named, total } = await this.queries.execute(
      new ListNamed({ account, set, query, limit, offset }),
    );
    const { base } = this.presentations.of(request, rest);
    const found = {
      more: offset + named.length < total,
      total: rest.total ? total : null,
      lastKey: undefined,
    };
    return {
      [plural]: named.map((one) => namedObject(kind, one, account, base)),
      ...pageEnd({ limit, offset }, found, watermark),
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One of them' })
  @ApiOkResponse({ description: 'what is known of it', standardSchema: oneOf('service') })
  async read(
    @PathName() plural: Plural,
    @Param('id') id: string,
    @Query({ schema: itemQuerySchema }) query: ItemQuery,
    @TenantAccount() account: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Record<string, object>> {
    this.freshness.tell(reply);
    const { set, kind } = KINDS[plural];
    const { named } = await this.queries.execute(new ListNamed({ account, set, id, limit: 1, offset: 0 }));
    if (!named[0]) throw new HttpProblem(404, `${kind}_not_found`, `no incident tells of the ${kind} ${id}`);
    return { [kind]: namedObject(kind, named[0], account, this.presentations.of(request, query).base) };
  }
}
