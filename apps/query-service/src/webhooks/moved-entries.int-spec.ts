import { waitFor } from '@daybook/test-servers';
import { A, B, webhooksUnderTest, type WebhooksUnderTest } from '../../test/webhooks-under-test.js';

let hooks: WebhooksUnderTest;

beforeEach(async () => {
  hooks = await webhooksUnderTest();
  await hooks.start();
});

afterEach(() => hooks.close());

const fact = (incidentId: string, summary: string) => ({ incidentId, summary });

/** Of an entry that was recorded on A. */
function move(position: number, to: string, summary: string) {
  const { id } = hooks.around.log.entries[position - 1]!;
  return { incidentId: A, type: 'move', summary, details: { entryId: id, incidentId: to } };
}

function failing(...failed: string[]): void {
  hooks.receiver.answer = ({ body }) => (failed.includes(body.summary) ? 500 : 204);
}

async function untilHeld(id: string, incidents: number): Promise<void> {
  await waitFor(async () => (await hooks.show(id)).held.incidents === incidents, {
    ...{ what: `${incidents} held incidents`, timeoutMs: 15_000 },
  });
}

it('delivers what was moved while its incident was held, in the order of the incident it was recorded on', async () => {
  const { id } = await hooks.create();
  failing('1');
  await hooks.record(fact(A, '1'), fact(A, '2'), fact(A, '3'), fact(B, '4'));
  await untilHeld(id, 1);
  await hooks.record(move(1, B, '5'), move(2, B, '6'), fact(A, '7'), fact(B, '8'));
  expect(await hooks.untilTaken(2)).toStrictEqual(['4', '8']);
  failing();
  hooks.forward(5_000);
  expect(await hooks.untilTaken(8)).toStrictEqual(['4', '8', '1', '2', '3', '5', '6', '7']);
  const moved = hooks.receiver.taken.filter(({ body }) => ['1', '2'].includes(body.summary));
  expect(moved.map(({ body }) => body.incidentId)).toStrictEqual([B, B]);
  await untilHeld(id, 0);
});

it('holds what follows an entry that was moved before it was read', async () => {
  await hooks.record(fact(A, '1'), fact(B, '2'));
  await hooks.record(move(1, B, '3'), fact(A, '4'), fact(B, '5'));
  failing('1');
  const { id } = await hooks.create({ after: '0' });
  expect(await hooks.untilTaken(2)).toStrictEqual(['2', '5']);
  await untilHeld(id, 1);
  failing();
  hooks.forward(5_000);
  expect(await hooks.untilTaken(5)).toStrictEqual(['2', '5', '1', '3', '4']);
});

it('filters what waited by the incident on which it is now', async () => {
  const ofA = await hooks.create({ filter: { incident: [A] } });
  failing('2');
  await hooks.record(fact(A, '1'), fact(A, '2'), fact(A, '3'));
  expect(await hooks.untilTaken(1)).toStrictEqual(['1']);
  await untilHeld(ofA.id, 1);
  await hooks.record(move(2, B, '4'), fact(A, '5'));
  const ofB = await hooks.create({ after: '0', filter: { incident: [B] } });
  await untilHeld(ofB.id, 1);
  failing();
  hooks.forward(5_000);
  await hooks.untilTaken(5);
  await untilHeld(ofA.id, 0);
  await untilHeld(ofB.id, 0);
  const takenBy = ({ id }: { id: string }) =>
    hooks.receiver.taken
      .filter(({ headers }) => String(headers['webhook-id']).startsWith(id))
      .map(({ body }) => body.summary);
  expect(takenBy(ofA)).toStrictEqual(['1', '3', '4', '5']);
  expect(takenBy(ofB)).toStrictEqual(['2']);
});
