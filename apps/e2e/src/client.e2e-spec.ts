import { connect, DaybookError, type Added, type Daybook as Client, type NewEntry } from '@daybook/client';
import { startDaybook, type Daybook } from './daybook.js';

let system: Daybook;
let client: Client;
let incidents = 0;

beforeAll(async () => {
  system = await startDaybook();
  client = connect({ commandUrl: system.command.url, queryUrl: system.query.url, token: system.token });
}, 60_000);

afterAll(() => system?.stop(), 30_000);

const nextIncident = () => `client-${++incidents}`;
const fact = (incidentId: string, summary: string, more: Partial<NewEntry> = {}): NewEntry => ({
  ...{ incidentId, type: 'annotate', summary },
  ...more,
});

async function refusal(call: Promise<unknown>): Promise<DaybookError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DaybookError);
  return error as DaybookError;
}

it('records an entry and reads it back at once', async () => {
  const incidentId = nextIncident();
  const added = await client.add(fact(incidentId, 'Checkout answers 500', { type: 'trigger' }));
  expect(added).toMatchObject({ status: 'recorded', incidentId, duplicate: false });

  const seeing = { seeing: added };
  expect(await client.timeline(incidentId, {}, seeing).toArray()).toMatchObject([{ id: added.id }]);
  expect(await client.incident(incidentId, seeing)).toMatchObject({ status: 'triggered' });
  expect(await client.entry(added.id)).toMatchObject({ summary: 'Checkout answers 500' });
  expect(await client.history(added.id)).toMatchObject({ revisions: [], original: { incidentId } });
  expect(await client.settled(added.id)).toMatchObject({ status: 'recorded' });
  expect((await client.figures()).total.incidents).toBeGreaterThan(0);
});

it('is told that an entry is a duplicate, and that another content has its id', async () => {
  const incidentId = nextIncident();
  const { id } = await client.add(fact(incidentId, 'once'));
  expect(await client.add(fact(incidentId, 'once', { id }))).toMatchObject({ id, duplicate: true });
  expect(await refusal(client.add(fact(incidentId, 'other', { id })))).toMatchObject({
    ...{ code: 'content_conflict', status: 409, field: 'id', mayPass: false },
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
});

it('records many, tells of each in order, and pages through them', async () => {
  const incidentId = nextIncident();
  const entries = Array.from({ length: 1_205 }, (_, index) =>
    fact(incidentId, index === 7 ? '' : `note ${index}`, index === 9 ? { details: { x: NaN } } : {}),
  );
  const added: Added[] = [];
  const refused: unknown[] = [];
  for await (const outcome of client.addAll(entries)) {
    if (outcome.status === 'refused') refused.push([outcome.error.code, outcome.error.field]);
    else added.push(outcome);
  }
  expect(refused).toStrictEqual([
    ['invalid_entry', 'summary'],
    ['invalid_entry', 'details.x'],
  ]);
  const shown = await client.timeline(incidentId, { limit: 500 }, { seeing: added }).toArray();
  expect(shown.map(({ id }) => id)).toStrictEqual(added.map(({ id }) => id));
});

it('names what is wrong with what it asks for', async () => {
  expect(await refusal(client.incident('there is none'))).toMatchObject({ code: 'incident_not_found' });
  expect(await refusal(client.incidents({ since: 'yesterday' }).first())).toMatchObject({
    ...{ code: 'invalid_request', field: 'since', status: 400 },
  });
});

it('shows what it wrote in every read, when told to', async () => {
  const own = connect({
    ...{ commandUrl: system.command.url, queryUrl: system.query.url, token: system.token },
    readYourWrites: true,
  });
  const incidentId = nextIncident();
  for (let count = 1; count <= 5; count += 1) {
    await own.add(fact(incidentId, `note ${count}`));
    expect(await own.timeline(incidentId).toArray()).toHaveLength(count);
  }
});

it('finds entries by their words, and exports an incident', async () => {
  const incidentId = nextIncident();
  const seeing = { seeing: await client.add(fact(incidentId, 'the flux capacitor leaks')) };
  expect(await client.entries({ text: 'flux capac' }, seeing).toArray()).toMatchObject([{ incidentId }]);
  const file = await client.export(incidentId, { format: 'markdown' }, seeing);
  expect(await file.text()).toContain('the flux capacitor leaks');
});

it('goes on from a page to the changes after it, and to what comes', async () => {
  const incidentId = nextIncident();
  const seeing = { seeing: await client.add(fact(incidentId, 'first')) };
  const { changesAfter } = await client.timeline(incidentId, {}, seeing).first();
  const second = await client.add(fact(incidentId, 'second'));

  for await (const { id } of client.changes({ after: changesAfter!, incident: [incidentId] })) {
    expect(id).toBe(second.id);
    break;
  }
  await client.timeline(incidentId, {}, { seeing: second }).first();
  const missed = await client.changes({ after: changesAfter!, incident: [incidentId], wait: 0 }).toArray();
  expect(missed).toMatchObject([{ summary: 'second' }]);
});

it('follows an incident across a restart of the query-service, each entry once', async () => {
  const incidentId = nextIncident();
  const told: string[] = [];
  const interruptions: string[] = [];
  let third: Promise<Added> | undefined;
  await client.add(fact(incidentId, 'before'));
  const options = {
    onInterruption: (error: DaybookError) => {
      interruptions.push(error.code);
      third ??= client.add(fact(incidentId, 'third'));
    },
  };
  for await (const event of client.followIncident(incidentId, {}, options)) {
    if (event.kind === 'watermark' && told.length === 0 && !third) {
      await client.add(fact(incidentId, 'second'));
    }
    if (event.kind === 'watermark') continue;
    told.push(event.entry.summary);
    if (event.entry.summary === 'second') void system.query.restart();
    if (event.entry.summary === 'third') break;
  }
  expect(told.filter((text) => text !== 'before')).toStrictEqual(['second', 'third']);
  expect(interruptions).toContain('unreachable');
}, 60_000);
