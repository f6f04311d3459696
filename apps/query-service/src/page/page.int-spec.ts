import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, type Surroundings } from '../../test/surroundings.js';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';
const SCRIPT = 'console.log("page");';

let around: Surroundings;
let replica: Replica;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Daybook</title>');
  writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, 'assets', 'index-1a2b.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'index-1a2b.js.gz'), gzipSync(SCRIPT));
  around = await surroundings();
  replica = await around.start({
    PAGE_FOLDER: folder,
    COMMAND_SERVICE_PUBLIC_URL: 'https://write.example/x',
  });
});

afterAll(async () => {
  await around.close();
  rmSync(folder, { recursive: true });
});

const browse = (path: string) => request(replica.url).get(path).set('Accept', HTML);

it.each(['/ui', '/ui/', '/ui/incidents/a%2Fb', '/ui/health?x=1'])(
  'shows the page at %s, asked for anew each time',
  async (path) => {
    const { text, headers } = await browse(path)
      .expect(200)
      .expect('Content-Type', /^text\/html/);
    expect(text).toContain('<title>Daybook</title>');
    expect(headers).toMatchObject({
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(headers).not.toHaveProperty('daybook-watermark');
    const policy = headers['content-security-policy']!;
    expect(policy).toContain("connect-src 'self' https://write.example;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  },
);

it('leads from the bare address to the page, a browser only', async () => {
  await browse('/').expect(302).expect('Location', '/ui/');
  await request(replica.url).get('/').expect(404);
});

it('keeps assets for good, and sends them packed where that is understood', async () => {
  const { headers, text } = await request(replica.url)
    .get('/ui/assets/index-1a2b.js')
    .set('Accept-Encoding', 'gzip')
    .expect(200)
    .expect('Content-Type', /javascript/);
  expect(headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'gzip',
    'x-content-type-options': 'nosniff',
  });
  expect(text).toBe(SCRIPT);
});

it.each(['/ui/assets/none.js', '/ui/assets/..%2Findex.html', '/ui/assets/%2e%2e/%2e%2e/x'])(
  'has nothing at %s, also for a browser',
  async (path) => {
    const { status, body, headers } = await browse(path);
    expect([403, 404]).toContain(status);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toMatchObject({ status });
  },
);

it('is no answer to a program that has lost its way', async () => {
  const { body } = await request(replica.url).get('/ui/v1/incidents').expect(404);
  expect(body).toMatchObject({ code: 'not_found' });
});

it('stands in the way of no API', async () => {
  await browse('/incidents').expect(401);
  await browse('/v1/incidents')
    .expect(401)
    .expect('Content-Type', /^application\/problem\+json/);
  await browse('/ui/config.json')
    .expect(200)
    .expect('Content-Type', /^application\/json/);
});
