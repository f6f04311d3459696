import { tokenAuthority, type TokenAuthority } from '@daybook/test-servers';
import { Controller, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import request from 'supertest';
import { Readiness } from './health.controller.js';
import { HttpDoorModule } from './http-door.module.js';
import { openService } from './open-service.js';
import { originsSetting } from './page-origins.js';
import { HttpProblem } from './problems.js';

const PAGE = 'https://daybook.example.com';

class Degraded extends Readiness {
  report() {
    return { ready: true, mode: 'without-rabbitmq' };
  }
}

@Controller('notes')
class Notes {
  @Post()
  take(): never {
    throw new HttpProblem(503, 'away', 'come back later', { retryAfterSeconds: 3 });
  }
}

describe('pages of other origins', () => {
  let tokens: TokenAuthority;
  const apps: NestFastifyApplication[] = [];

  async function open(pageOrigins?: readonly string[]): Promise<NestFastifyApplication> {
    const rates = { requests: 1_000, refusedTokens: 1, windowSeconds: 3_600 };
    @Module({
      imports: [HttpDoorModule.register({ tokenKeysFile: tokens.keySetFile, rates }, Degraded)],
      controllers: [Notes],
    })
    class Service {}
    const app = await openService(Service, {
      ...{ title: 't', description: 'd', logger: pino({ level: 'silent' }), bodyLimit: 1_000 },
      ...(pageOrigins && { pageOrigins }),
    });
    await app.listen(0, '127.0.0.1');
    apps.push(app);
    return app;
  }
  const preflight = (app: NestFastifyApplication, origin: string, path = '/notes') =>
    request(app.getHttpServer())
      .options(path)
      .set('Origin', origin)
      .set('Access-Control-Request-Method', 'POST')
      .set('Access-Control-Request-Headers', 'authorization,content-type');

  beforeAll(async () => {
    tokens = await tokenAuthority();
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    tokens.remove();
  });

  it('that are known may ask without a token whether they may ask, any number of times', async () => {
    const app = await open([PAGE]);
    for (let times = 0; times < 3; times++) {
      const { headers } = await preflight(app, PAGE).expect(204);
      expect(headers).toMatchObject({
        'access-control-allow-origin': PAGE,
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
        'access-control-allow-headers': 'authorization,content-type',
      });
    }
  });

  it('that are known may read answers, and headers of errors too', async () => {
    const app = await open([PAGE]);
    const { headers } = await request(app.getHttpServer())
      .post('/notes')
      .set({ Origin: PAGE, Authorization: `Bearer ${await tokens.sign()}` })
      .expect(503);
    expect(headers).toMatchObject({
      'access-control-allow-origin': PAGE,
      'daybook-mode': 'without-rabbitmq',
    });
    expect(headers['vary']).toMatch(/origin/i);
    const exposed = headers['access-control-expose-headers']!.split(', ');
    const readable = Object.keys(headers).filter((name) => /^(retry-after|ratelimit-|daybook-)/.test(name));
    expect(readable).toHaveLength(5);
    for (const name of readable) expect(exposed.map((one) => one.toLowerCase())).toContain(name);
  });

  it('that are known may read why they are refused', async () => {
    const app = await open([PAGE]);
    for (const status of [401, 429]) {
      const { headers } = await request(app.getHttpServer())
        .post('/notes')
        .set('Origin', PAGE)
        .expect(status);
      expect(headers['access-control-allow-origin']).toBe(PAGE);
    }
    const { headers } = await request(app.getHttpServer()).get('/nothing').set('Origin', PAGE).expect(404);
    expect(headers['access-control-allow-origin']).toBe(PAGE);
  });

  it.each([
    ['another origin', [PAGE], 'https://evil.example.com'],
    ['a sandboxed page', [PAGE], 'null'],
    ['any, where none is known', undefined, PAGE],
  ])('get no leave: %s', async (_who, known, origin) => {
    const app = await open(known);
    const refused = await preflight(app, origin).expect(405);
    expect(refused.headers).toMatchObject({ allow: 'POST' });
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
    await preflight(app, origin, '/nothing').expect(404);
    const answered = await request(app.getHttpServer()).get('/health/live').set('Origin', origin).expect(200);
    expect(answered.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('originsSetting', () => {
  it('takes origins by commas', () => {
    expect(originsSetting.parse(' https://a.example:8443, http://localhost:3102 ')).toStrictEqual([
      'https://a.example:8443',
      'http://localhost:3102',
    ]);
    expect(originsSetting.parse('')).toStrictEqual([]);
  });

  it.each([
    '*',
    'null',
    'a.example',
    'https://a.example/',
    'https://a.example/ui',
    'https://A.example',
    'ftp://a',
  ])('refuses what no browser sends: %s', (text) => {
    expect(originsSetting.safeParse(text).success).toBe(false);
  });
});
