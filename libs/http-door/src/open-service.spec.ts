import { gzipSync } from 'node:zlib';
import { problemSchema, wholeNumberParameter } from '@daybook/timeline-contracts';
import { tokenAuthority, type TokenAuthority } from '@daybook/test-servers';
import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import request from 'supertest';
import { z } from 'zod';
import { CurrentCaller, RequireScope } from './access.js';
import { Readiness, type ReadinessReport } from './health.controller.js';
import { HttpDoorModule } from './http-door.module.js';
import { openService } from './open-service.js';
import { HttpProblem } from './problems.js';

const BODY_LIMIT = 10_000;
const RATES = { requests: 0, refusedTokens: 0, windowSeconds: 1 };
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const querySchema = z.strictObject({ limit: wholeNumberParameter(1, 10, 5) });

let report: ReadinessReport = { ready: true, mode: 'normal' };

class SetReadiness extends Readiness {
  report(): ReadinessReport {
    return report;
  }
}

@Controller('notes')
class Notes {
  @RequireScope('entries:write')
  @Post()
  take(@Body() body: unknown): string {
    return JSON.stringify(body);
  }

  @Get()
  list(
    @Query({ schema: querySchema }) { limit }: z.infer<typeof querySchema>,
    @CurrentCaller() { account }: { readonly account: string },
  ): object {
    return { account, limit };
  }

  @Get('failing')
  fail(): never {
    throw new Error('secret of the inside');
  }

  @Get('away')
  away(): never {
    throw new HttpProblem(503, 'away', 'later', { retryAfterSeconds: 7 });
  }
}

describe('openService', () => {
  let app: NestFastifyApplication;
  let tokens: TokenAuthority;
  let token: string;
  let logged: string[];

  beforeAll(async () => {
    tokens = await tokenAuthority();
    token = await tokens.sign();
    @Module({
      imports: [HttpDoorModule.register({ tokenKeysFile: tokens.keySetFile, rates: RATES }, SetReadiness)],
      controllers: [Notes],
    })
    class Service {}
    const logger = pino({ level: 'debug' }, { write: (line) => logged.push(line) });
    logged = [];
    app = await openService(Service, { title: 't', description: 'd', logger, bodyLimit: BODY_LIMIT });
    await app.listen(0, '127.0.0.1');
  });
  beforeEach(() => {
    logged = [];
    report = { ready: true, mode: 'normal' };
  });
  afterAll(async () => {
    await app.close();
    tokens.remove();
  });

  const door = () => request(app.getHttpServer());
  const get = (path: string) => door().get(path).set('Authorization', `Bearer ${token}`);
  const post = (body: Buffer | string, encoding?: string) => {
    const test = door().post('/notes').set('Authorization', `Bearer ${token}`).type('json');
    if (encoding) void test.set('Content-Encoding', encoding);
    return test.serialize(() => body as string).send(body as string);
  };
  const lines = (message: string) =>
    logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message);

  describe('bodies', () => {
    it('keep a __proto__ key and lose no digits', async () => {
      const { text } = await post('{"__proto__":{"a":1},"n":12345678901234567,"m":1.5}').expect(201);
      expect(text).toBe('{"__proto__":{"a":1},"n":{"digits":"12345678901234567"},"m":1.5}');
    });

    it.each(['gzip', 'GZIP'])('may come as %s', async (encoding) => {
      const { text } = await post(gzipSync('{"a":1}'), encoding).expect(201);
      expect(text).toBe('{"a":1}');
    });

    it('are limited by what comes out of them', async () => {
      const large = JSON.stringify('x'.repeat(BODY_LIMIT));
      expect((await post(large).expect(413)).body.code).toBe('too_large');
      const bomb = gzipSync(large);
      expect(bomb.length).toBeLessThan(BODY_LIMIT / 10);
      expect((await post(bomb, 'gzip').expect(413)).body.code).toBe('too_large');
    });

    it.each([
      ['no gzip', Buffer.from('{"a":1}'), 'gzip', 400],
      ['half of a gzip', gzipSync('{"a":1}').subarray(0, 12), 'gzip', 400],
      ['another encoding', '{"a":1}', 'br', 415],
      ['a key twice', '{"a":1,"a":2}', undefined, 400],
      ['nothing', '', undefined, 400],
    ])('are refused when they are %s', async (_what, body, encoding, status) => {
      const refused = await post(body, encoding).expect(status);
      expect(problemSchema.parse(refused.body).status).toBe(status);
    });
  });

  describe('tokens', () => {
    it('open what their scopes open, for their account', async () => {
      const { body } = await get('/notes?limit=3').expect(200);
      expect(body).toStrictEqual({ account: 'acme', limit: 3 });
      const reader = await tokens.sign({ scopes: ['entries:read'] });
      const refused = await door().post('/notes').set('Authorization', `Bearer ${reader}`).send({});
      expect([refused.status, refused.body.code]).toStrictEqual([403, 'scope_missing']);
    });

    it('are needed everywhere but for health', async () => {
      for (const path of ['/notes', '/metrics']) {
        const refused = await door().get(path).expect(401);
        expect(refused.headers['www-authenticate']).toBe('Bearer realm="daybook"');
        expect(problemSchema.parse(refused.body).code).toBe('token_missing');
        await get(path).expect(200);
      }
      await door().get('/health/live').expect(200);
      await door().get('/health/ready').expect(200);
    });
  });

  it.each([
    ['/notes?limit=11', 'limit'],
    ['/notes?limit=0x5', 'limit'],
    ['/notes?limit=1&limit=2', 'limit'],
    ['/notes?limits=1', 'limits'],
    ['/notes/failing?why=1', 'why'],
  ])('%s is refused, naming the parameter %s', async (path, field) => {
    const { body } = await get(path).expect(400);
    expect(problemSchema.parse(body)).toMatchObject({ code: 'invalid_request', field });
    expect(body.detail).toMatch(
      new RegExp(`^${field}: (must be a whole number from 1 to 10|is no parameter)`),
    );
  });

  it('takes what a load balancer or a scraper adds to health and metrics', async () => {
    await door().get('/health/live?probe=1').expect(200);
    await get('/metrics?name=x').expect(200);
  });

  it('says in which mode it works with every answer, refusals too', async () => {
    report = { ready: false, mode: 'without-postgres' };
    for (const [path, status] of [
      ['/health/ready', 503],
      ['/notes', 401],
      ['/nothing', 404],
    ] as const) {
      const answer = await door().get(path).expect(status);
      expect(answer.headers['daybook-mode']).toBe('without-postgres');
    }
    report = { ready: true, mode: 'normal' };
    expect((await get('/notes').expect(200)).headers).not.toHaveProperty('daybook-mode');
  });

  it('says when to come back', async () => {
    const { headers } = await get('/notes/away').expect(503);
    expect(headers['retry-after']).toBe('7');
    expect(lines('request failed')).toStrictEqual([]);
  });

  it('tells the log of a failure, and whoever asked nothing of its inside', async () => {
    const { body } = await get('/notes/failing').set('traceparent', TRACE).expect(500);
    expect(problemSchema.parse(body).code).toBe('internal_error');
    expect(JSON.stringify(body)).not.toContain('secret');
    const [failure] = lines('request failed');
    expect(failure).toMatchObject({
      level: 50,
      traceparent: TRACE,
      err: { message: 'secret of the inside' },
    });
  });

  it('logs each request by the trace it came with, without its query', async () => {
    await get('/notes?limit=3').set('traceparent', TRACE).expect(200);
    const [line] = lines('request');
    expect(line).toMatchObject({
      ...{ level: 20, traceId: TRACE.slice(3, 35), method: 'GET', path: '/notes', status: 200 },
      ms: expect.any(Number),
    });
    expect(logged.join()).not.toContain(token);
  });

  it('warns of requests that failed', async () => {
    await get('/notes/away').expect(503);
    expect(lines('request')).toMatchObject([{ level: 40, status: 503 }]);
  });
});
