import { once } from 'node:events';
import { connect } from 'node:net';
import { problemSchema } from '@daybook/timeline-contracts';
import { tokenAuthority, waitFor, type TokenAuthority } from '@daybook/test-servers';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import request from 'supertest';
import { RequireScope } from './access.js';
import { addressKey } from './address-key.js';
import { Readiness } from './health.controller.js';
import { HttpDoorModule } from './http-door.module.js';
import { openService } from './open-service.js';

const RATES = { requests: 3, refusedTokens: 3, windowSeconds: 2 };
const NEXT_WINDOW = { what: 'the next window', timeoutMs: 10_000 };

class Ready extends Readiness {
  report() {
    return { ready: true, mode: 'normal' };
  }
}

@RequireScope('entries:read')
@Controller('notes')
class Notes {
  @RequireScope('entries:write')
  @Post()
  take(@Body() body: unknown): unknown {
    return body;
  }

  @Get(':id')
  show(): object {
    return {};
  }
}

describe('the doorkeeper', () => {
  let app: NestFastifyApplication;
  let tokens: TokenAuthority;

  beforeAll(async () => {
    tokens = await tokenAuthority();
    @Module({
      imports: [HttpDoorModule.register({ tokenKeysFile: tokens.keySetFile, rates: RATES }, Ready)],
      controllers: [Notes],
    })
    class Service {}
    const logger = pino({ level: 'silent' });
    app = await openService(Service, {
      ...{ title: 't', description: 'd', logger, bodyLimit: 10_000, trustedProxies: '127.0.0.0/8' },
    });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    tokens.remove();
  });

  let nextAddress = 0;
  /** Each from an address that nobody has come from before. */
  const anAddress = () => `198.51.100.${(nextAddress += 1)}`;
  const get = (path: string, token?: string, address = anAddress()) => {
    const test = request(app.getHttpServer()).get(path).set('X-Forwarded-For', address);
    return token === undefined ? test : test.set('Authorization', `Bearer ${token}`);
  };
  const problemIn = (answer: request.Response) => problemSchema.parse(answer.body);

  describe('never waits for a body that it does not take', () => {
    const LENGTH = 'Content-Length: 8388608';

    /** The answer to a head whose body never comes. */
    async function answerTo(...head: string[]): Promise<string> {
      const socket = connect(Number(new URL(await app.getUrl()).port), '127.0.0.1');
      socket.write(
        `${head.join('\r\n')}\r\nHost: x\r\nX-Forwarded-For: ${anAddress()}\r\nContent-Type: application/json\r\n\r\n`,
      );
      const [answer] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      return answer.toString();
    }

    it.each([
      ['without a token', 'POST /notes', [LENGTH], 401],
      ['with a wrong token', 'POST /notes', [LENGTH, 'Authorization: Bearer x'], 401],
      ['zipped', 'POST /notes', ['Transfer-Encoding: chunked', 'Content-Encoding: gzip'], 401],
      ['to nowhere', 'POST /nowhere', [LENGTH], 404],
      ['by a wrong method', 'PUT /notes', [LENGTH], 405],
    ])('%s', async (_what, line, headers, status) => {
      expect(await answerTo(`${line} HTTP/1.1`, ...headers)).toContain(`HTTP/1.1 ${status} `);
    });

    it('with a token that may not send it', async () => {
      const token = await tokens.sign({ scopes: ['entries:read'], subject: 'reader' });
      const answer = await answerTo('POST /notes HTTP/1.1', LENGTH, `Authorization: Bearer ${token}`);
      expect(answer).toContain('HTTP/1.1 403 ');
      expect(answer).toMatch(/^connection: close/im);
    });
  });

  describe('by which methods a path can be asked', () => {
    it.each([
      ['put', '/notes', 'POST'],
      ['post', '/notes/7?x=1', 'GET, HEAD'],
      ['delete', '/health/live', 'GET, HEAD'],
    ] as const)('%s %s is answered 405, Allow: %s', async (method, path, allow) => {
      const answer = await request(app.getHttpServer())[method](path).send({}).expect(405);
      expect(answer.headers['allow']).toBe(allow);
      expect(problemIn(answer)).toMatchObject({ code: 'method_not_allowed', allowed: allow.split(', ') });
    });

    it('is not asked of a path that is none', async () => {
      expect(problemIn(await get('/none').expect(404)).detail).toBe('there is nothing at /none');
    });
  });

  describe('rates', () => {
    it('are each caller’s own, whatever the token, and return after the window', async () => {
      const [token, other] = [await tokens.sign({ subject: 'a' }), await tokens.sign({ subject: 'a' })];
      const first = await get('/notes/1', token).expect(200);
      expect(first.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2' });
      await get('/notes/1', other).expect(200);
      await get('/notes/1', token).expect(200);
      const refused = await get('/notes/1', other).expect(429);
      expect(problemIn(refused)).toMatchObject({
        ...{ code: 'rate_limited', limited: 'requests', limit: 3, windowSeconds: 2 },
        detail: expect.stringMatching(/^3 requests in 2 s are allowed: come back in [12] s$/),
      });
      expect(refused.headers).toMatchObject({
        'retry-after': String(refused.body.retryInSeconds),
        'ratelimit-remaining': '0',
      });

      for (const account of ['acme', 'elsewhere'])
        await get('/notes/1', await tokens.sign({ account, subject: 'b' })).expect(200);
      await waitFor(async () => (await get('/notes/1', token)).status === 200, NEXT_WINDOW);
    });

    it('leave health and metrics alone', async () => {
      const token = await tokens.sign({ subject: 'scraper' });
      for (let time = 0; time < 6; time += 1) {
        await get('/health/ready').expect(200);
        await get('/metrics', token).expect(200);
      }
      expect((await get('/metrics', token)).text).toMatch(/^daybook_rate_limited_total\{limit="requests"\}/m);
    });

    it('keep tokens from being tried at one address, and let in whose token is known', async () => {
      const address = anAddress();
      const [known, unknown] = [await tokens.sign({ subject: 'k' }), await tokens.sign({ subject: 'u' })];
      await get('/notes/1', known, address).expect(200);
      for (const wrong of ['x', 'y', undefined]) await get('/metrics', wrong, address).expect(401);
      for (const token of [unknown, 'z', undefined]) {
        const refused = await get('/notes/1', token, address).expect(429);
        expect(problemIn(refused)).toMatchObject({
          limited: 'requests without a valid token',
          limit: 3,
        });
      }
      await get('/notes/1', known, address).expect(200);
      await get('/notes/1', unknown).expect(200);
      await waitFor(async () => (await get('/notes/1', 'x', address)).status === 401, NEXT_WINDOW);
    });
  });

  it('tells a head that is too large by its limit', async () => {
    const answer = await get(`/notes/1?x=${'x'.repeat(16 * 1024)}`).expect(431);
    expect(problemIn(answer)).toMatchObject({ code: 'head_too_large', limit: 16_384 });
  });

  it.each(['iso-8859-1', '"UTF-16"'])('takes no body in %s', async (charset) => {
    const token = await tokens.sign({ subject: charset });
    const answer = await request(app.getHttpServer())
      .post('/notes')
      .set('Authorization', `Bearer ${token}`)
      .set('Content-Type', `application/json; charset=${charset}`)
      .send('{}')
      .expect(415);
    expect(problemIn(answer)).toMatchObject({ code: 'unsupported_media_type', field: 'Content-Type' });
  });
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:ffff::1'],
])('an address counts by what its sender can’t change: %s as %s', (one, other) => {
  expect(addressKey(one)).toBe(addressKey(other));
  expect(addressKey(one)).not.toBe(addressKey('2001:db8:1:3::1'));
});
