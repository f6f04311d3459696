import { summarizeIncident, timelineKey } from '@daybook/timeline-domain';
import fc from 'fast-check';
import type { EntryDocument, IncidentDocument } from '../mongo/documents.js';
import {
  asLifecycleEntry,
  groupByIncident,
  incidentAfter,
  needsRecount,
  needsRefold,
} from './incident-document.js';

function entry(position: number, fields: Partial<EntryDocument> = {}): EntryDocument {
  const id = `019ca8bd-9f02-7a31-8c4d-${String(position).padStart(12, '0')}`;
  return {
    _id: `acme/${id}`,
    ...{
      account: 'acme',
      incidentId: 'i',
      type: 'annotate',
      log: 'local',
      epoch: 1,
      position,
    },
    key: timelineKey(position * 1_000, id),
    ...{ occurredAt: 0, receivedAt: 0, recordedAt: 0, recordedBy: '', shard: 0, origin: '', contentHash: '' },
    ...{ services: [], teams: [], terms: [], body: '{}', shown: '' },
    ...fields,
  };
}

/** The store and the steps of ReadModelWriter, in memory. */
class Model {
  readonly stored = new Map<string, EntryDocument>();
  incident: IncidentDocument | undefined;

  /** How often all entries were counted. */
  counts = 0;

  /** @param stopped whether the writer stops when the entries are stored */
  apply(entries: readonly EntryDocument[], stopped = false): void {
    const there = entries.flatMap(({ _id }) => this.stored.get(_id) ?? []);
    const known = new Map(there.map(({ _id, epoch }) => [_id, epoch]));
    for (const one of entries) if (one.epoch >= (known.get(one._id) ?? 0)) this.stored.set(one._id, one);
    if (stopped) return;
    for (const touched of groupByIncident(entries).values()) {
      const all = [...this.stored.values()];
      const positions = all.map(({ epoch, position }) => (epoch === touched.epoch ? position : 0));
      const recount = needsRecount(this.incident, touched, known)
        ? { entryCount: all.length, countedTo: Math.max(...positions) }
        : undefined;
      if (recount) this.counts += 1;
      const lifecycle = needsRefold(this.incident, touched, known)
        ? all.filter(({ summarizedIn }) => summarizedIn).map(asLifecycleEntry)
        : undefined;
      this.incident = incidentAfter(this.incident, touched, { known, recount, lifecycle });
    }
  }
}

describe('the incident after a batch', () => {
  it('counts, and knows its first and last entry', () => {
    const model = new Model();
    model.apply([entry(4), entry(2)]);
    model.apply([entry(5)]);
    expect(model.incident).toMatchObject({
      _id: 'acme/i',
      entryCount: 3,
      countedTo: 5,
      firstKey: entry(2).key,
      lastKey: entry(5).key,
      version: 2,
    });
  });

  it('leaves the summary alone when no lifecycle entry came', () => {
    const [one] = groupByIncident([entry(1)]).values();
    const trigger = { key: entry(1).key, sent: { type: 'trigger', summary: 'Down' } };
    const before = incidentAfter(undefined, one!, { lifecycle: [trigger] });
    const [two] = groupByIncident([entry(2)]).values();
    const after = incidentAfter(before, two!, {});
    expect(after).toMatchObject({ ...summarizeIncident([trigger]), entryCount: 2 });
  });

  it('counts again only for what may have been counted before', () => {
    const model = new Model();
    model.apply([entry(5)]);
    const [later] = groupByIncident([entry(6)]).values();
    const [again] = groupByIncident([entry(6), entry(5)]).values();
    const [restored] = groupByIncident([entry(6, { epoch: 2 })]).values();
    const known = new Map([entry(5), entry(6)].map(({ _id }) => [_id, 1]));
    expect(needsRecount(undefined, later!, known)).toBe(false);
    expect(needsRecount(model.incident, later!, known)).toBe(false);
    expect(needsRecount(model.incident, again!, known)).toBe(true);
    expect(needsRecount(model.incident, again!, new Map())).toBe(false);
    expect(needsRecount(model.incident, restored!, known)).toBe(true);
  });

  it('counts each entry once, in whatever order and however often batches come', () => {
    const batches = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(batches, (positions) => {
        const model = new Model();
        for (const batch of positions) model.apply(batch.map((position) => entry(position)));
        const distinct = [...new Set(positions.flat())].sort((a, b) => a - b);
        expect(model.incident).toMatchObject({
          entryCount: distinct.length,
          firstKey: entry(distinct[0]!).key,
          lastKey: entry(distinct.at(-1)!).key,
        });
      }),
    );
  });

  it('counts again once when a restored log is read again, page by page', () => {
    const model = new Model();
    for (let position = 1; position <= 20; position += 1) model.apply([entry(position)]);
    expect(model.counts).toBe(0);
    for (let position = 1; position <= 20; position += 1) {
      model.apply([entry(position, { epoch: 2 })]);
      expect(model.incident).toMatchObject({ entryCount: 20, countedTo: position, epoch: 2 });
    }
    model.apply([entry(21, { epoch: 2 })]);
    expect(model.incident).toMatchObject({ entryCount: 21 });
    expect(model.counts).toBe(1);
  });

  it('counts each entry once after a restore, whatever writers that stopped midway have left', () => {
    const batch = fc.record({
      positions: fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
      stopped: fc.boolean(),
    });
    const batches = fc.array(batch, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(batches, batches, (old, again) => {
        const model = new Model();
        model.apply([entry(1)]);
        for (const { positions, stopped } of old)
          model.apply(
            positions.map((position) => entry(position)),
            stopped,
          );
        for (const { positions, stopped } of again) {
          const entries = positions.map((position) => entry(position, { epoch: 2 }));
          model.apply(entries, stopped);
          // What it did not come to is done again, by whoever goes on, in other batches.
          if (stopped) for (const one of entries) model.apply([one]);
          expect(model.incident!.entryCount).toBe(model.stored.size);
        }
      }),
    );
  });

  it('has the summary of all lifecycle entries, in whatever order they come and however often', () => {
    const types = ['trigger', 'acknowledge', 'resolve', 'reopen', 'annotate', 'assign'];
    const lifecycle = (position: number) => {
      const type = types[position % types.length]!;
      const sent = { incidentId: 'i', type, summary: `${position}`, agent: `a${position % 4}` };
      const place = type === 'annotate' ? {} : { summarizedIn: 'acme/i' };
      return entry(position, { type, body: JSON.stringify(sent), ...place });
    };
    const batches = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(batches, (positions) => {
        const model = new Model();
        for (const batch of positions) model.apply(batch.map(lifecycle));
        const all = [...model.stored.values()].map(asLifecycleEntry);
        expect(model.incident).toMatchObject({ ...summarizeIncident(all) });
      }),
    );
  });

  it('keeps incidents of two accounts apart', () => {
    const groups = groupByIncident([entry(1), entry(2, { account: 'other' })]);
    expect([...groups.keys()]).toEqual(['acme/i', 'other/i']);
  });
});
