import { changeFilterSchema } from '@daybook/timeline-contracts';
import { pino } from 'pino';
import type { Changes } from '../read-changes/changes.js';
import { HeldIncidents } from './held-incidents.js';
import { RunState } from './run-state.js';
import {
  holdKey,
  type FailureDocument,
  type PauseReason,
  type WebhookDocument,
} from './webhook-documents.js';
import { WebhookRun, type RunParts } from './webhook-run.js';

const NOW = 1_000_000;
const HELD = 1_000;
const PLACE = { log: 'local', epoch: 1, position: 5_000 };

const webhook: WebhookDocument = {
  ...{ _id: 'w', account: 'acme', url: 'http://127.0.0.1/', description: null },
  filter: changeFilterSchema.parse({}),
  ...{ createdBy: 'spec', createdAt: 0, pausedBecause: null, generation: 1, previousUntil: 0, place: PLACE },
  ...{ replays: 0, version: 1, leaseHolder: 'spec', leaseUntil: NOW },
};

/** The first one has been due for the shortest time. */
const held = Array.from({ length: HELD }, (_, n): FailureDocument => {
  const incidentId = `i-${n}`;
  return {
    ...{
      _id: holdKey('w', incidentId),
      webhook: 'w',
      incidentId,
      entryId: `e-${n}`,
      holds: true,
      replays: 0,
    },
    ...{ since: 0, attempts: 1, lastAt: 0, reason: 'answered 500', retryAt: NOW - n },
    place: { ...PLACE, position: n + 1 },
  };
});

/** A store that has all of these failures, and lets nobody read what waits behind them. */
function parts(): RunParts & { readonly asked: string[]; readonly paused: PauseReason[] } {
  const [asked, paused]: [string[], PauseReason[]] = [[], []];
  const nobody = {
    listen: () => () => undefined,
    backlog: { next: (_: unknown, incidentId: string) => new Promise(() => asked.push(incidentId)) },
    webhooks: {
      change: (_account: string, _id: string, change: { pausedBecause: PauseReason }) =>
        Promise.resolve(paused.push(change.pausedBecause)),
    },
    failures: { held: () => Promise.resolve(held), replayed: () => Promise.resolve([]) },
    changes: { settled: (place: unknown) => place, hasEnded: () => true } as unknown as Changes,
    clock: { now: () => NOW },
    logger: pino({ level: 'silent' }),
  };
  return { ...nobody, tail: nobody, asked, paused } as unknown as ReturnType<typeof parts>;
}

it('reads what waits for few incidents at a time, those first that have been due for longest', async () => {
  const around = parts();
  const incidents = new HeldIncidents(new RunState(webhook, around, () => undefined), around.backlog);
  await incidents.load();
  for (let round = 0; round < 3; round += 1) incidents.startDue(NOW);
  expect(around.asked).toStrictEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `i-${HELD - n}`));
});

it('sees that the log was restored also while as much is held as may be', async () => {
  const around = parts();
  const run = new WebhookRun({ ...webhook }, { ...around, clock: { now: () => 0 } });
  await run.done;
  expect(around.paused).toStrictEqual(['log_restored']);
});
