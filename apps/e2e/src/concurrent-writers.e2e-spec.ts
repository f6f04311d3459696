import { entryIdMaker } from '@daybook/timeline-domain';
import { startDaybook, type Daybook } from './daybook.js';

const WRITERS = 32;
const FACTS = 640;

const makeId = entryIdMaker(() => Date.now());

describe('32 concurrent writers that send the same facts', () => {
  let daybook: Daybook;

  beforeAll(async () => {
    daybook = await startDaybook();
  });
  afterAll(() => daybook.stop());

  it('end with dense positions, each fact once in the log and once in its timeline', async () => {
    const facts = Array.from({ length: FACTS }, (_, number) => ({
      id: makeId(),
      incidentId: `storm-${number % 10}`,
      type: number < 10 ? 'trigger' : 'annotate',
      summary: `fact ${number}`,
    }));
    // Every fact is sent by two writers, which start at different places.
    const statuses = await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        const answered: number[] = [];
        for (let step = 0; step < (FACTS * 2) / WRITERS; step++) {
          const { id, ...fact } = facts[(writer * 20 + step) % FACTS]!;
          answered.push((await daybook.send('PUT', `/v1/entries/${id}`, fact)).status);
        }
        return answered;
      }),
    );
    expect(statuses.flat().filter((status) => status === 201)).toHaveLength(FACTS);
    expect(statuses.flat().filter((status) => status === 200)).toHaveLength(FACTS);

    const log = await daybook.readLog();
    expect(log.map(({ position }) => position)).toEqual(
      Array.from({ length: FACTS }, (_, index) => index + 1),
    );
    expect(log.map(({ id }) => id).sort()).toEqual(facts.map(({ id }) => id).sort());

    await daybook.read(`/v1/incidents?after=local:1:${FACTS}`);
    const timelines = await Promise.all(
      Array.from({ length: 10 }, (_, number) => daybook.readTimeline(`storm-${number}`)),
    );
    expect(
      timelines
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(facts.map(({ id }) => id).sort());
    for (const timeline of timelines) {
      const keys = timeline.map(({ timelineKey }) => timelineKey);
      expect(keys).toEqual([...keys].sort());
    }
  });
});
