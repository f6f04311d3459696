import { execa } from 'execa';
import { waitFor } from '@daybook/test-servers';
import { startDaybook, type Daybook } from './daybook.js';
import { readers } from './install/readers.js';

const INSTALL_MS = 600_000;
/** All within one second, so that only their ids tell their order. */
const MANY = Array.from({ length: 300 }, (_, index) => ({
  incidentId: 'QMANY000000000',
  type: index === 0 ? 'trigger' : 'observe',
  summary: `Fact ${index}`,
  occurredAt: new Date(Date.UTC(2026, 0, 5, 9, 30, 0, index)).toISOString(),
  teams: ['pagers'],
}));

interface LogEntries {
  readonly log_entries: readonly { readonly id: string }[];
}
interface Refused {
  readonly status: number;
  readonly body: object;
}

let daybook: Daybook;
/** Of all facts of MANY, the newest first. */
let newestFirst: string[];

beforeAll(async () => {
  daybook = await startDaybook();
  newestFirst = (await daybook.append(MANY)).reverse();
  const shown = () =>
    daybook.read<{ total: number }>(`/incidents/${MANY[0]!.incidentId}/log_entries?total=1`);
  await waitFor(async () => (await shown()).total === MANY.length, {
    what: 'all entries to show',
    timeoutMs: 20_000,
  });
}, 60_000);
afterAll(() => daybook.stop());

describe.each(readers)('$name', ({ name, install }) => {
  const service = name.split(' ')[0]!.replace(/\W/g, '');
  let command: readonly [string, ...string[]];
  let routingKey: string;
  /** The incident of its events. */
  let incident: string;

  beforeAll(async () => {
    command = await install();
    routingKey = await daybook.makeRoutingKey(service);
  }, INSTALL_MS);

  async function drive<Answer>(...action: readonly string[]): Promise<Answer> {
    const [program, ...leading] = command;
    const { certificateFile } = daybook;
    const { stdout } = await execa(program, [...leading, ...action], {
      stdin: 'ignore',
      env: {
        DAYBOOK_ADDRESS: daybook.address,
        DAYBOOK_TOKEN: daybook.token,
        DAYBOOK_ROUTING_KEY: routingKey,
        // Each runtime has its own way to be told of a certificate.
        ...{ SSL_CERT_FILE: certificateFile, NODE_EXTRA_CA_CERTS: certificateFile },
      },
    });
    return JSON.parse(stdout) as Answer;
  }

  it('triggers, acknowledges and resolves, and tells of a change', async () => {
    const { dedupKey } = await drive<{ dedupKey: string }>('send');
    expect(dedupKey).toMatch(/^[0-9a-f]{32}$/);
    const path = `/incidents?service_ids[]=${service}&statuses[]=resolved`;
    const [found] = await waitFor(
      async () => {
        const { incidents } = await daybook.read<{ incidents: { id: string }[] }>(path);
        return incidents.length > 0 && incidents;
      },
      { what: 'its resolved incident', timeoutMs: 20_000 },
    );
    incident = found!.id;
    const changes = () => daybook.read<LogEntries>(`/incidents/changes-${service}/log_entries`);
    await waitFor(changes, { what: 'its change', timeoutMs: 20_000 });
  });

  it('reads back in order what it sent', async () => {
    const answer = await drive<{ entries: { id: string }[] }>('read', incident);
    const createdAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const all = {
      ...{ incident, service, createdAt, id: expect.any(String) },
      ...{ agent: 'integration_reference', channel: 'api' },
    };
    const entries = [
      { ...all, type: 'resolve_log_entry', summary: 'Resolved' },
      { ...all, type: 'acknowledge_log_entry', summary: 'Acknowledged' },
      { ...all, type: 'trigger_log_entry', summary: 'Disk at 99 %' },
    ];
    expect(answer).toStrictEqual({
      entries,
      details: { free: 3, disks: ['sda', null] },
      one: answer.entries[0],
      incident: { id: incident, status: 'resolved', title: 'Disk at 99 %' },
      found: [incident],
      alerts: ['resolved'],
      me: 'tester',
      services: expect.arrayContaining([service]),
      abilities: expect.arrayContaining(['teams']),
    });
  });

  it('adds a note and reads it', async () => {
    const noted = () => drive<string[]>('notes', incident);
    const notes = await waitFor(async () => (await noted()).length > 0 && noted(), {
      what: 'its note',
      timeoutMs: 20_000,
    });
    expect(notes).toStrictEqual(['Rotated the logs']);
  });

  it('pages through 300 entries, each once and in order, by offset and by cursor', async () => {
    const { total, ...ways } = await drive<{ total: number; offset: string[]; cursor: string[] }>(
      'page',
      ...[MANY[0]!.incidentId, MANY[0]!.teams[0]!],
    );
    expect(total).toBe(MANY.length);
    expect(Object.keys(ways)).toEqual(expect.arrayContaining(['offset', 'cursor']));
    for (const ids of Object.values(ways)) expect(ids).toStrictEqual(newestFirst);
  });

  it('is told what is wrong, as it knows errors', async () => {
    const refused = await drive<Record<'key' | 'entry' | 'incident' | 'token', Refused>>(
      'errors',
      'f'.repeat(32),
    );
    expect(refused.key.status).toBe(400);
    expect(refused).toMatchObject({
      entry: { status: 404, body: { error: { code: 5001, message: 'Log Entry Not Found' } } },
      incident: { status: 404, body: { error: { code: 2100, message: 'Not Found' } } },
      token: { status: 401, body: { error: { code: 2006 } } },
    });
  });
});
