import { problemSchema } from '@daybook/timeline-contracts';
import { runApp, type RunningApp } from '../test/running-app.js';

const fact = { incidentId: 'INC-1', type: 'trigger', summary: 'down' };

interface Operation {
  readonly operationId: string;
  readonly security?: unknown[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses: Record<string, { readonly description: string }>;
}

describe('the command-service', () => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await runApp();
  });
  afterAll(() => running.close());

  it('tells everybody of its health', async () => {
    await running.bare().get('/health/live').expect(200);
    const { body } = await running.bare().get('/health/ready').expect(200);
    expect(body).toMatchObject({ ready: true, servers: { postgres: 'up' } });
  });

  it('describes its doors to everybody', async () => {
    const { body } = await running.bare().get('/docs/openapi.json').expect(200);
    const doors = Object.entries<Record<string, Operation>>(body.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
    );
    const ids = doors.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of doors) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(described.map(({ name }) => name)).toStrictEqual(named);
      expect(operation.security !== undefined).toBe(!/^\/(health|v2|v1\/pagerduty)\//.test(path));
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
    }
    expect(Object.keys(body.paths['/v1/entries/{id}'].put.responses)).toStrictEqual([
      '200',
      '201',
      '202',
      '400',
      '401',
      '403',
      '409',
      '410',
      '413',
      '415',
      '422',
      '429',
      '503',
      'default',
    ]);
    // What is said of JSON bodies in OpenAPI 3.0 has no words of later versions.
    expect(JSON.stringify(body)).not.toMatch(/"(const|\$schema|\$defs|prefixItems)":|"type":("null"|\[)/);
  });

  it('counts what became of facts, for whoever has a token', async () => {
    const results = /daybook_appends_total\{result="(\w+)"\} (\d+)/g;
    const count = async (): Promise<Record<string, number>> => {
      const { text } = await running.get('/metrics').expect(200);
      return Object.fromEntries([...text.matchAll(results)].map(([, result, n]) => [result, Number(n)]));
    };
    const before = await count();
    const { body } = await running.post('/v1/entries', fact).expect(201);
    await running.put(`/v1/entries/${body.id}`, fact).expect(200);
    await running.put(`/v1/entries/${body.id}`, { ...fact, summary: 'up' }).expect(409);
    await running.post('/v1/entries', { ...fact, type: '' }).expect(422);
    const after = await count();
    for (const result of ['recorded', 'duplicate', 'conflict', 'refused'])
      expect([result, after[result]! - (before[result] ?? 0)]).toStrictEqual([result, 1]);
    const { text } = await running.get('/metrics').expect(200);
    expect(text).toMatch(/daybook_append_batch_entries_bucket\{le="1"\} [1-9]/);
    expect(text).toMatch(/daybook_append_batch_seconds_count [1-9]/);
    await running.bare().get('/metrics').expect(401);
  });

  it.each([
    ['no door', '/v1/nothing', 404, 'not_found'],
    ['a broken escape', '/v1/entries/%', 400, 'invalid_request'],
    ['an endless id', `/v1/entries/${'x'.repeat(1_001)}`, 414, 'path_too_long'],
  ])('answers a path with %s as everything that is refused', async (_what, path, status, code) => {
    const refused = await running.put(path, fact).expect(status);
    expect(refused.type).toBe('application/problem+json');
    expect(problemSchema.parse(refused.body).code).toBe(code);
  });
});
