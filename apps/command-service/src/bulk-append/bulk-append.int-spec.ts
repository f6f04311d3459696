import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { entryIdMaker } from '@daybook/timeline-domain';
import { runApp, type RunningApp } from '../../test/running-app.js';

const makeId = entryIdMaker(() => Date.now());
const line = () => `${JSON.stringify({ id: makeId(), incidentId: 'INC-1', type: 't', summary: 's' })}\n`;
const lines = (count: number) => Array.from({ length: count }, line).join('');

describe('a bulk', () => {
  let running: RunningApp;
  let token: string;

  beforeAll(async () => {
    running = await runApp({ RATE_LIMIT_ENTRIES: '1000', RATE_LIMIT_SECONDS: '2' });
  });
  // A subject for each test, since the rate is the subject's.
  beforeEach(async () => {
    token = await running.tokens.sign({ subject: makeId() });
  });
  afterAll(() => running.close());

  async function open(headers: Record<string, string> = {}): Promise<ClientRequest> {
    const upload = request(`${await running.app.getUrl()}/v1/entries`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-ndjson', ...headers },
    });
    upload.flushHeaders();
    return upload;
  }

  async function answerTo(upload: ClientRequest): Promise<Record<string, unknown>[]> {
    const [answer] = (await once(upload, 'response')) as [IncomingMessage];
    const text = (await answer.setEncoding('utf8').toArray()).join('');
    return text
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one));
  }

  it('is answered line by line while its sender pauses', async () => {
    const upload = await open();
    upload.write(line());
    const [answer] = (await once(upload, 'response')) as [IncomingMessage];
    const answers = createInterface({ input: answer })[Symbol.asyncIterator]();
    const next = async () => JSON.parse((await answers.next()).value!);
    expect(await next()).toMatchObject({ line: 1, status: 201 });
    for (const number of [2, 3]) {
      upload.write(line());
      expect(await next()).toMatchObject({ line: number, status: 201 });
    }
    upload.end();
    expect(await next()).toStrictEqual({ summary: { recorded: 3, duplicates: 0, refused: 0 } });
  });

  it('that is cut while it is unzipped tells what it recorded, and that it was cut', async () => {
    const whole = gzipSync(lines(2_000), { level: 0 });
    const upload = await open({ 'Content-Encoding': 'gzip' });
    upload.end(whole.subarray(0, whole.length / 2));
    const answers = await answerTo(upload);
    const cut = answers.pop()!;
    expect(answers.length).toBeGreaterThan(500);
    expect(answers.map(({ status }) => status)).toStrictEqual(answers.map(() => 201));
    expect(cut).toMatchObject({ problem: { code: 'body_cut', status: 400, line: answers.length } });
  });

  it('whose sender hangs up in the middle of a line, but reads on, is told the same', async () => {
    const { port } = new URL(await running.app.getUrl());
    const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    const body = lines(3);
    socket.end(
      `POST /v1/entries HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
        `Content-Type: application/x-ndjson\r\nContent-Length: 100000\r\n\r\n${body}{"incidentId":`,
    );
    const answer = (await socket.setEncoding('utf8').toArray()).join('');
    expect(answer.match(/"status":201/g)).toHaveLength(3);
    expect(answer).toMatch(/"code":"body_cut","line":3/);
    expect(answer.match(/HTTP\/1.1/g)).toHaveLength(1);
  });

  it('of which nothing can be read is refused', async () => {
    const upload = await open({ 'Content-Encoding': 'gzip' });
    upload.end('no gzip');
    const [answer] = (await once(upload, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(400);
    answer.resume();
  });

  it('names the key that stands twice in a line, and goes on', async () => {
    const upload = await open();
    upload.end(`{"incidentId":"a","incidentId":"b","type":"t","summary":"s"}\n${line()}`);
    expect(await answerTo(upload)).toMatchObject([
      { line: 1, status: 400, problem: { code: 'invalid_json', field: 'incidentId' } },
      { line: 2, status: 201 },
      { summary: { recorded: 1, refused: 1 } },
    ]);
  });

  it('that is faster than its sender’s rate is slowed down, and loses nothing', async () => {
    const upload = await open();
    upload.end(lines(1_500));
    expect((await answerTo(upload)).at(-1)).toStrictEqual({
      summary: { recorded: 1_500, duplicates: 0, refused: 0 },
    });
  });

  it('shares its rate with the sender’s other requests, which are refused', async () => {
    const post = (body: object) =>
      running.bare().post('/v1/entries').set('Authorization', `Bearer ${token}`).send(body);
    const array = lines(1_000).trimEnd().split('\n');
    await post(array.map((one) => JSON.parse(one))).expect(201);
    const { body, headers } = await post(JSON.parse(line())).expect(429);
    expect(body).toMatchObject({ code: 'rate_limited', limited: 'entries', limit: 1_000, windowSeconds: 2 });
    expect(headers['retry-after']).toMatch(/^[12]$/);
  });
});
