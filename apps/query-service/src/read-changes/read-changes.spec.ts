import { changeFilterSchema } from '@daybook/timeline-contracts';
import type { Store } from '../mongo/store.js';
import type { Progress } from '../project-entries/progress.js';
import { Change, type ChangeSource } from './change.js';
import { Changes } from './changes.js';
import type { LiveTail } from './live-tail.js';
import { ReadChanges, ReadChangesHandler } from './read-changes.js';

const LOG = { log: 'local', epoch: 1 } as const;
const FIRST = 50;
const FIRST_TRIGGER = 121;

const at = (position: number) => ({ ...LOG, position });

function change(position: number): Change {
  const type = position < FIRST_TRIGGER ? 'annotate' : 'trigger';
  const entry: ChangeSource = {
    ...{ _id: `acme/id-${position}`, account: 'acme', incidentId: 'i', key: String(position) },
    ...{ type, occurredAt: 0, services: [], teams: [], position, body: '{}', shown: '' },
  };
  return new Change(entry, LOG);
}

/** A log whose tail is in memory, and is read a little behind the watermark. */
class Followed {
  storeAsked = 0;
  waits = 0;

  constructor(
    private held: number,
    private watermark: number,
  ) {}

  ask(asked: { limit?: number; waitMs?: number; type?: string[] }) {
    const { limit = 100, waitMs = 0, type = [] } = asked;
    const [tail, progress] = [this.#tail(), this.#progress()];
    const read = () => Promise.reject(new Error(`asked ${(this.storeAsked += 1)} times`));
    const store = { read } as unknown as Store;
    const changes = new Changes(progress, tail, store);
    const handler = new ReadChangesHandler(changes, tail, progress, store);
    const filter = changeFilterSchema.parse({ type });
    const after = `local:1:${FIRST}`;
    return handler.execute(new ReadChanges({ account: 'acme', filter, after, limit, waitMs }));
  }

  #tail(): LiveTail {
    const since = (_account: string, { position: from }: { position: number }) => {
      if (from >= this.held) return undefined;
      const changes = Array.from({ length: this.held - from }, (_, n) => change(from + n + 1));
      return { changes, to: at(this.held) };
    };
    const next = () => {
      this.waits += 1;
      this.held += 10;
      this.watermark += 10;
      return Promise.resolve();
    };
    return { closed: false, since, next } as unknown as LiveTail;
  }

  #progress(): Progress {
    const watermark = () => at(this.watermark);
    const progress = {
      get watermark() {
        return watermark();
      },
      followed: LOG,
    };
    return progress as unknown as Progress;
  }
}

it.each([
  ['all that is in memory', {}],
  ['as much as was asked for', { limit: 45 }],
  ['nothing that passes', { type: ['trigger'] }],
])('says that there is more where %s ends before the watermark', async (_, asked) => {
  const page = await new Followed(95, 100).ask(asked);
  expect(page).toMatchObject({ next: at(95), watermark: at(100), more: true });
});

it('says that there is no more at the watermark', async () => {
  const page = await new Followed(95, 95).ask({});
  expect(page).toMatchObject({ next: at(95), watermark: at(95), more: false });
});

it('asks no store for what the tail reads next, for who waits', async () => {
  const log = new Followed(95, 100);
  const page = await log.ask({ type: ['trigger'], waitMs: 30_000 });
  expect(page).toMatchObject({ next: at(125), watermark: at(130), more: true });
  expect(page.changes).toHaveLength(125 - FIRST_TRIGGER + 1);
  expect(log).toMatchObject({ waits: 3, storeAsked: 0 });
});
