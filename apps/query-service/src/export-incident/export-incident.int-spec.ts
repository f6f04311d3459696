import { incidentExportSchema } from '@daybook/timeline-contracts';
import { parse as parseCsv } from 'csv-parse/sync';
import MarkdownIt from 'markdown-it';
import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

const ODD = 'db/primary — 火 "x"\r\n;*';
const TEXTS = [
  '=cmd|"/c calc"!A0',
  '+1, -1, @here',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  'comma, "quotes" and\nlines\r\nof text',
  '| a | b |\n|---|---|\n`tick` ```',
  '<img src=x onerror=alert(1)> [click](javascript:alert(1)) http://evil.example',
  '# Not a heading\n- nor an item',
  '👩‍🚒 火事 ünïcödé',
];

let around: Surroundings;
let replica: Replica;
let token: string;

const at = (day: number, time: string) => `2026-10-${day}T${time}Z`;

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  around.log.append(
    ...TEXTS.map((summary, second) => ({
      ...{ incidentId: ODD, type: 'annotate', summary, occurredAt: at(20, `10:00:${10 + second}`) },
      agent: { id: 'a-1', name: '<b>Ann</b>' },
      ...{ service: summary, details: { note: summary, $a: { 'b.c': [1, null] } } },
    })),
  );
  const [first, second] = around.log.append(
    {
      ...{
        incidentId: 'story',
        type: 'trigger',
        summary: 'Checkout is down',
        details: { severity: 'critical' },
      },
      ...{ occurredAt: at(24, '22:30:00'), service: { id: 'db', name: 'Database' }, teams: [{ id: 'core' }] },
    },
    { incidentId: 'story', type: 'annotate', summary: 'a secret', occurredAt: at(24, '22:31:00') },
    { incidentId: 'story', type: 'notify', summary: 'told Ann', occurredAt: at(24, '22:31:10') },
    {
      ...{ incidentId: 'story', type: 'acknowledge', summary: 'Ann looks', agent: 'Ann' },
      occurredAt: at(24, '22:35:05'),
    },
    { incidentId: 'story', type: 'notify', summary: 'told Bob', occurredAt: at(25, '00:10:00') },
    { incidentId: 'story', type: 'notify', summary: 'told Eve', occurredAt: at(25, '00:11:00') },
    { incidentId: 'story', type: 'resolve', summary: 'Repaired', occurredAt: at(25, '01:30:00') },
  );
  around.log.append(
    {
      ...{ incidentId: 'story', type: 'revise', summary: 'wrong *name*', occurredAt: at(25, '02:00:00') },
      details: { entryId: first!.id, changes: { summary: 'Checkout answers 500' } },
    },
    {
      ...{ incidentId: 'story', type: 'redact', summary: 'a password', occurredAt: at(25, '02:01:00') },
      details: { entryId: second!.id },
    },
  );
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

function download(incident: string, query = '', accept?: string): request.Test {
  const test = request(replica.url)
    .get(`/v1/incidents/${encodeURIComponent(incident)}/export?${query}`)
    .set('Authorization', `Bearer ${token}`)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks).toString()));
    });
  return accept === undefined ? test : test.set('Accept', accept);
}

async function textOf(incident: string, query: string): Promise<string> {
  return (await download(incident, query).expect(200)).body as string;
}

const json = async (incident: string, query = '') =>
  incidentExportSchema.parse(JSON.parse(await textOf(incident, `format=json&${query}`)));

describe('as JSON', () => {
  it('is the incident and the entries of its timeline', async () => {
    const exported = await json('story', 'zone=Asia/Tokyo');
    const { body: incident } = await request(replica.url)
      .get('/v1/incidents/story')
      .set('Authorization', `Bearer ${token}`);
    const { body: page } = await request(replica.url)
      .get('/v1/incidents/story/timeline?zone=Asia/Tokyo')
      .set('Authorization', `Bearer ${token}`);
    expect(exported).toStrictEqual({
      ...{ format: 'daybook-incident-export', version: 1, account: 'acme', filter: {} },
      ...{ incident, entries: page.entries, watermark: around.log.headText },
    });
  });

  it('tells what was left out', async () => {
    const { filter, entries, hidden } = await json(
      'story',
      'overview=true&agent=Ann&agent=Bob&type=acknowledge',
    );
    expect(filter).toStrictEqual({ overview: 'true', agent: ['Ann', 'Bob'], type: 'acknowledge' });
    expect(entries.map(({ summary }) => summary)).toStrictEqual(['Ann looks']);
    expect(hidden).toStrictEqual([0, 0]);
    expect((await json('story', 'overview=true')).hidden).toStrictEqual([0, 0, 1, 2, 2]);
    expect((await json('story', 'type=nothing&overview=false')).entries).toStrictEqual([]);
  });
});

describe('as CSV', () => {
  const rows = async (incident: string, query = ''): Promise<Record<string, string>[]> =>
    parseCsv(await textOf(incident, `format=csv&${query}`), { columns: true, record_delimiter: '\r\n' });

  it('reads back, with nothing in it that a spreadsheet would compute', async () => {
    const read = await rows(ODD);
    const safe = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
    expect(read.map(({ summary }) => summary)).toStrictEqual(TEXTS.map(safe));
    expect(read.map(({ services }) => services)).toStrictEqual(TEXTS.map(safe));
    expect(read.map(({ details }) => JSON.parse(details!).note)).toStrictEqual(TEXTS);
    expect(
      read.flatMap((row) => Object.values(row)).filter((cell) => /^[=+\-@\t\r]/.test(cell)),
    ).toStrictEqual([]);
  });

  it('tells times in the zone, and what was revised, redacted or late', async () => {
    const [first, second] = await rows('story', 'zone=Europe/Berlin');
    expect(first).toMatchObject({
      ...{ occurredAt: '2026-10-25T00:30:00.000+02:00', occurredAtUtc: '2026-10-24T22:30:00.000Z' },
      ...{ type: 'trigger', summary: 'Checkout answers 500', services: 'db', teams: 'core', revised: 'true' },
      ...{ position: 'local:1:12', contentHash: around.log.entries[11]!.contentHash },
    });
    expect(Number(first!['lateMs'])).toBeGreaterThan(0);
    expect(second).toMatchObject({ summary: '', redacted: 'true', contentHash: '' });
  });

  it('has a header also where nothing else is', async () => {
    expect(await textOf('story', 'format=csv&type=nothing')).toMatch(/^occurredAt,type,summary,[\w,]+\r\n$/);
  });
});

describe('as Markdown', () => {
  it('is a draft of a post-mortem', async () => {
    const text = await textOf('story', 'format=markdown&zone=Europe/Berlin');
    const lines = text.replace(/recorded .* late/g, 'recorded late').split('\n');
    expect(lines).toStrictEqual([
      '# Post-mortem: Checkout answers 500',
      '',
      '- Incident: story',
      '- Status: resolved',
      '- Severity: critical',
      '- Urgency: –',
      '- Services: db',
      '- Teams: core',
      '- Responders: Ann',
      '- Triggered: 2026-10-25 00:30:00+02:00',
      '- Acknowledged: 2026-10-25 00:35:05+02:00',
      '- Resolved: 2026-10-25 02:30:00+01:00',
      '- Reopened: –',
      '',
      '## Summary',
      '',
      '## Impact',
      '',
      '- Time to acknowledge: 5 min 5 s',
      '- Time to resolve: 3 h',
      '',
      '## Root cause',
      '',
      '## What went well',
      '',
      '## Action items',
      '',
      '## Timeline',
      '',
      `Times are those of Europe/Berlin, as of \`${around.log.headText}\`.`,
      '',
      '### 2026-10-25, UTC+02:00',
      '',
      '- **00:30:00** `trigger` Checkout answers 500\\',
      String.raw`  (Database; recorded late; revised: wrong \*name\*)`,
      '- **00:31:00** `annotate` _redacted_: a password\\',
      '  (recorded late)',
      '- **00:31:10** `notify` told Ann\\',
      '  (recorded late)',
      '- **00:35:05** `acknowledge` Ann looks\\',
      '  (Ann; recorded late)',
      '- _1 h 34 min later_',
      '- **02:10:00** `notify` told Bob\\',
      '  (recorded late)',
      '- **02:11:00** `notify` told Eve\\',
      '  (recorded late)',
      '',
      '### 2026-10-25, UTC+01:00',
      '',
      '- _1 h 19 min later_',
      '- **02:30:00** `resolve` Repaired\\',
      '  (recorded late)',
      '- **03:00:00** `revise` wrong \\*name\\*\\',
      '  (recorded late)',
      '- **03:01:00** `redact` a password\\',
      '  (recorded late)',
      '',
      '_End of the timeline: 9 entries._',
      '',
    ]);
  });

  it('tells what an overview hides, and what else was left out', async () => {
    const text = await textOf('story', 'format=markdown&overview=true&since=2026-10-24T00:00:00Z');
    expect(text).toContain('only those with `overview=true`, `since=2026-10-24T00:00:00Z`.');
    expect(text.match(/_\d+ entr(y|ies) hidden_/g)).toStrictEqual([
      '_1 entry hidden_',
      '_2 entries hidden_',
      '_2 entries hidden_',
    ]);
  });

  it('is nothing that an entry would make of it', async () => {
    const tokens = new MarkdownIt({ html: true, linkify: true }).parse(
      await textOf(ODD, 'format=markdown'),
      {},
    );
    const types = tokens.flatMap(({ type, children }) => [
      type,
      ...(children ?? []).map((child) => child.type),
    ]);
    const allowed =
      /^(heading|bullet_list|list_item|paragraph|inline|text|strong|em|code_inline|hardbreak|softbreak)/;
    expect(types.filter((type) => !allowed.test(type))).toStrictEqual([]);
    expect(tokens.filter(({ type }) => type === 'heading_open')).toHaveLength(8);
    expect(tokens.filter(({ type }) => type === 'list_item_open')).toHaveLength(11 + TEXTS.length);
  });
});

describe('asked by Accept', () => {
  it.each([
    [undefined, 'application/json; charset=utf-8', 'json'],
    ['*/*', 'application/json; charset=utf-8', 'json'],
    ['text/csv', 'text/csv; charset=utf-8; header=present', 'csv'],
    ['text/html, text/*;q=0.5, text/markdown;q=0.7', 'text/markdown; charset=utf-8', 'md'],
  ])('%s is answered with %s', async (accept, type, extension) => {
    const { headers } = await download('story', '', accept).expect(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['content-disposition']).toBe(`attachment; filename=incident-story.${extension}`);
    expect(headers['vary']).toContain('Accept');
    expect(headers['daybook-watermark']).toBe(around.log.headText);
  });

  it('goes behind `format`', async () => {
    const { headers } = await download('story', 'format=csv', 'text/markdown').expect(200);
    expect(headers['content-type']).toContain('text/csv');
  });

  it('is refused for what there is not', async () => {
    const { body } = await download('story', '', 'image/png').expect(406);
    expect(JSON.parse(body as string)).toMatchObject({ code: 'not_acceptable' });
  });
});

it('names the file so that no system takes it for more', async () => {
  for (const [id, name] of [
    ['../../etc/passwd', 'incident-_etc_passwd.csv'],
    [ODD, 'incident-db_primary_火_x_.csv'],
  ]) {
    around.log.append({ incidentId: id! });
    await around.relay.send(around.log.entries.slice(-1));
    await untilComplete(replica, around.log);
    const { headers } = await download(id!, 'format=csv').expect(200);
    const header = headers['content-disposition']!;
    expect(decodeURIComponent(header.match(/filename\*=UTF-8''(\S+)/)?.[1] ?? header)).toContain(name);
  }
});

it.each([
  ['format=pdf', 400, 'invalid_request'],
  ['zone=Mars', 400, 'invalid_request'],
  ['limit=5', 400, 'invalid_request'],
])('refuses %s', async (query, status, code) => {
  const { body } = await download('story', query).expect(status);
  expect(JSON.parse(body as string)).toMatchObject({ code, field: query.split('=')[0] });
});

it('knows no incident that is not there', async () => {
  const { body } = await download('nowhere').expect(404);
  expect(JSON.parse(body as string)).toMatchObject({ code: 'incident_not_found' });
});
