import { CheckpointReader, LogVerifier, readExportText, type LogReport } from '@daybook/log-chain';
import { signingKeyFile, type SigningKeyFile } from '@daybook/test-servers';
import { logExportHeaderSchema, logExportLineSchema, problemSchema } from '@daybook/timeline-contracts';
import { runApp, type RunningApp } from '../../test/running-app.js';

const MINE = 30;
const THEIRS = 3;
const ALL = MINE + THEIRS;

describe('GET /v1/log/export', () => {
  let key: SigningKeyFile;
  let running: RunningApp;

  beforeAll(async () => {
    key = await signingKeyFile();
    running = await runApp({ CHECKPOINT_KEY_FILE: key.file });
    const fact = (number: number) => ({
      incidentId: `I-${number % 4}`,
      type: 't',
      summary: `${number} "ä\\" 🙂`,
    });
    await running
      .post(
        '/v1/entries',
        Array.from({ length: MINE }, (_, number) => fact(number)),
      )
      .expect(201);
    const other = await running.tokens.sign({ account: 'other', scopes: ['entries:write'] });
    await running
      .bare()
      .post('/v1/entries')
      .set('Authorization', `Bearer ${other}`)
      .send(Array.from({ length: THEIRS }, (_, number) => fact(number)))
      .expect(201);
  });

  afterAll(async () => {
    await running.close();
    key.remove();
  });

  async function download(account: string, query = ''): Promise<string> {
    const token = await running.tokens.sign({ account, scopes: ['log:read'] });
    const { text, headers } = await running
      .bare()
      .get(`/v1/log/export${query}`)
      .set('Authorization', `Bearer ${token}`)
      .buffer(true)
      .expect(200);
    expect(headers['content-type']).toBe('application/x-ndjson');
    return text;
  }

  async function verify(text: string): Promise<LogReport> {
    const { body } = await running.get('/v1/log/checkpoint-keys').expect(200);
    const verifier = new LogVerifier({ reader: new CheckpointReader(body) });
    for await (const line of readExportText(chunks(text))) verifier.take(line);
    return verifier.finish();
  }

  it('gives a log that verifies, signed in its last line', async () => {
    const report = await verify(await download('*'));
    expect(report).toMatchObject({ outcome: 'intact', account: '*', position: ALL, rows: { entries: ALL } });
    expect(report.signature).toBe('good');
  });

  it('shows an account what is its own, and of the others only leaves', async () => {
    const text = await download('other');
    expect(text).not.toContain('acme');
    const [header, ...lines] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    logExportHeaderSchema.parse(header);
    const read = lines.map((line) => logExportLineSchema.parse(line));
    expect(read.filter(({ line }) => line === 'hidden').map((line) => Object.keys(line))).toEqual(
      Array(MINE).fill(['line', 'position', 'epoch', 'leaf']),
    );
    expect(await verify(text)).toMatchObject({
      ...{ outcome: 'intact', account: 'other' },
      rows: { entries: THEIRS, hidden: MINE },
    });
  });

  it('begins where it is asked to, with the chain of the rows before', async () => {
    for (const after of ['20', 'local:1:20', `${ALL}`]) {
      expect(await verify(await download('*', `?after=${after}`))).toMatchObject({
        ...{ outcome: 'intact', after: Number(after.split(':').at(-1)), position: ALL },
      });
    }
  });

  it('is signed only by the service: who edits it and computes all of it anew is found out', async () => {
    const lines = (await download('*')).split('\n');
    const end = JSON.parse(lines.at(-2)!);
    const cut = [...lines.slice(0, -3), JSON.stringify({ ...end, position: ALL - 1 }), ''];
    const header = { ...JSON.parse(cut[0]!), head: ALL - 1 };
    const { findings } = await verify([JSON.stringify(header), ...cut.slice(1)].join('\n'));
    expect(findings.map(({ differs }) => differs)).toContain('checkpoint');
  });

  it.each([
    ['after=local:2:0', 409, 'other_log'],
    [`after=${ALL + 1}`, 409, 'position_ahead'],
    ['after=x', 400, 'invalid_request'],
  ])('refuses %s', async (query, status, code) => {
    const { body } = await running.get(`/v1/log/export?${query}`).expect(status);
    expect(problemSchema.parse(body)).toMatchObject({ code, field: 'after' });
  });

  it('needs the scope log:read', async () => {
    const writer = await running.tokens.sign({ scopes: ['entries:write'] });
    await running.bare().get('/v1/log/export').set('Authorization', `Bearer ${writer}`).expect(403);
  });

  it('says so when the log is away', async () => {
    running.postgresWire.cut();
    const { body, headers } = await running.get('/v1/log/export').expect(503);
    expect(body.code).toBe('log_unavailable');
    expect(headers['retry-after']).toBe('1');
    await running.postgresWire.restore();
  });
});

async function* chunks(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
