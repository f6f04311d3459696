import { waitFor, type Service } from '@daybook/test-servers';
import { incidentsPageSchema } from '@daybook/timeline-contracts';
import { entryIdMaker } from '@daybook/timeline-domain';
import { startDaybook, type Daybook } from './daybook.js';

const ENTRIES = 2_000;
const WRITERS = 16;

const makeId = entryIdMaker(() => Date.now());

describe.each(['command', 'query'] as const)('kill -9 of the %s-service under load', (victim) => {
  let daybook: Daybook;

  beforeAll(async () => {
    daybook = await startDaybook();
  });
  afterAll(() => daybook.stop());

  it('loses no acknowledged entry and doubles none', async () => {
    const facts = Array.from({ length: ENTRIES }, (_, number) => ({
      id: makeId(),
      incidentId: `crash-${number % 25}`,
      type: number < 25 ? 'trigger' : 'annotate',
      summary: `fact ${number}`,
    }));
    const acknowledged = new Set<string>();
    const load = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let number = writer; number < ENTRIES; number += WRITERS) {
        const { id, ...fact } = facts[number]!;
        await waitFor(async () => (await daybook.send('PUT', `/v1/entries/${id}`, fact)).status < 300, {
          what: `${id} to be acknowledged`,
          timeoutMs: 60_000,
        });
        acknowledged.add(id);
      }
    });
    for (const share of [0.2, 0.5, 0.8]) {
      await waitFor(() => acknowledged.size > ENTRIES * share, {
        what: `${share} of the load`,
        timeoutMs: 60_000,
      });
      await crash(daybook[victim]);
    }
    await Promise.all(load);

    expect(acknowledged.size).toBe(ENTRIES);
    const log = await daybook.readLog();
    expect(log.map(({ position }) => position)).toEqual(
      Array.from({ length: ENTRIES }, (_, index) => index + 1),
    );

    await waitFor(async () => (await daybook.read(`/v1/incidents?after=local:1:${ENTRIES}`)).status === 200, {
      what: 'the read model to be complete',
      timeoutMs: 60_000,
    });
    const timelines = await Promise.all(
      Array.from({ length: 25 }, (_, number) => daybook.readTimeline(`crash-${number}`)),
    );
    expect(
      timelines
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...acknowledged].sort());
    const { incidents } = incidentsPageSchema.parse((await daybook.read('/v1/incidents?limit=25')).body);
    expect(incidents.map(({ entryCount }) => entryCount)).toEqual(Array(25).fill(ENTRIES / 25));
  }, 180_000);
});

async function crash(service: Service): Promise<void> {
  await service.kill('SIGKILL');
  await service.restart();
}
