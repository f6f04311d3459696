import { tokenAuthority, type TokenAuthority } from '@daybook/test-servers';
import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import request from 'supertest';
import { Readiness } from './health.controller.js';
import { HttpDoorModule } from './http-door.module.js';
import { openService } from './open-service.js';
import { HttpProblem } from './problems.js';

class Ready extends Readiness {
  report() {
    return { ready: true, mode: 'normal' };
  }
}

@Controller('guests')
class Guests {
  @Get('busy')
  busy(): never {
    throw new HttpProblem(503, 'busy', 'come back later', { retryAfterSeconds: 3 });
  }
}

describe('an error form', () => {
  let app: NestFastifyApplication;
  let tokens: TokenAuthority;
  let token: string;

  beforeAll(async () => {
    tokens = await tokenAuthority();
    token = await tokens.sign();
    const rates = { requests: 0, refusedTokens: 0, windowSeconds: 1 };
    @Module({
      imports: [HttpDoorModule.register({ tokenKeysFile: tokens.keySetFile, rates }, Ready)],
      controllers: [Guests],
    })
    class Service {}
    app = await openService(Service, {
      ...{ title: 't', description: 'd', logger: pino({ level: 'silent' }), bodyLimit: 1_000 },
      errorForms: [
        { takes: (path) => path.startsWith('/guests'), body: ({ status, detail }) => ({ status, detail }) },
      ],
    });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    tokens.remove();
  });

  const get = (path: string) =>
    request(app.getHttpServer()).get(path).set('Authorization', `Bearer ${token}`);

  it.each([
    ['/guests/busy?a=/v1/', 400],
    ['/guests/busy/', 503],
    ['/guests/none', 404],
    ['/guests/%ZZ', 400],
  ])('tells what goes wrong under its paths: %s', async (path, status) => {
    const { body, headers } = await get(path)
      .expect(status)
      .expect('Content-Type', 'application/json; charset=utf-8');
    expect(body).toEqual({ status, detail: expect.any(String) as string });
    expect(headers['retry-after']).toBe(status === 503 ? '3' : undefined);
  });

  it('tells what is refused before there is a handler', async () => {
    const door = request(app.getHttpServer());
    await door
      .get('/guests/busy')
      .expect(401)
      .expect('Content-Type', /^application\/json/);
    await door
      .post('/guests/busy')
      .set('Authorization', `Bearer ${token}`)
      .expect(405)
      .expect('Content-Type', /^application\/json/)
      .expect('Allow', /GET/);
  });

  it('leaves other paths with problem details', async () => {
    await get('/none')
      .expect(404)
      .expect('Content-Type', /^application\/problem\+json/);
  });
});
