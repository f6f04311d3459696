import { createHash } from 'node:crypto';
import type { LifecycleEntry } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { MongoBulkWriteError, type AnyBulkWriteOperation } from 'mongodb';
import { incidentKey, type EntryDocument, type IncidentDocument } from '../mongo/documents.js';
import { Store } from '../mongo/store.js';
import {
  asLifecycleEntry,
  goesOn,
  groupByIncident,
  incidentAfter,
  lifecycleOf,
  needsRecount,
  type Edges,
  type Recount,
  type Touched,
} from './incident-document.js';
import { AmendmentWriter } from './amendment-writer.js';
import type { Poison } from './incoming.js';

const DUPLICATE_KEY = 11_000;
/** Another replica writes the same incident only while a shard changes hands. */
const MAX_CONFLICTS = 20;
const BULK = { ordered: false } as const;

interface Batch {
  readonly keys: readonly string[];
  /** Keys of the entries that the store held before. */
  readonly known: ReadonlySet<string>;
  /** Incidents of which entries were amended. */
  readonly amended: ReadonlySet<string>;
  readonly touched: ReadonlyMap<string, Touched>;
}

/**
 * Writes a batch into the read model. Everything here may be repeated, in whole or in part, by this or another
 * replica, at once or after hours of being frozen: the outcome is the same.
 *
 * Order is what makes it so. Entries are inserted first, then amended, then the incidents' documents are read, then what
 * they are made of, then they are written on condition that nobody has written them meanwhile. So whoever writes an
 * incident last has seen every entry that was inserted before. What is added at the end of an incident, as most is,
 * needs no more than the incident's document, however long it is.
 */
@Injectable()
export class ReadModelWriter {
  constructor(
    private readonly store: Store,
    private readonly amendments: AmendmentWriter,
  ) {}

  /** @param entries of one epoch */
  async write(entries: readonly EntryDocument[]): Promise<void> {
    const once = [...new Map(entries.map((entry) => [entry._id, entry])).values()];
    if (once.length === 0) return;
    await this.store.prepare();
    const known = await this.#insert(once);
    const amended = await this.amendments.apply(once);
    const keys = once.map(({ _id }) => _id);
    await this.#updateIncidents({ keys, known, amended, touched: groupByIncident(once) });
  }

  async park(poisons: readonly Poison[]): Promise<void> {
    if (poisons.length === 0) return;
    const now = new Date();
    await untilNoRace(() =>
      this.store.parked.bulkWrite(
        poisons.map(({ source, reason, raw }) => ({
          updateOne: {
            filter: { _id: createHash('sha256').update(raw).digest('hex') },
            update: {
              $setOnInsert: { source, raw, firstSeen: now },
              $set: { reason, lastSeen: now },
              $inc: { attempts: 1 },
            },
            upsert: true,
          },
        })),
        BULK,
      ),
    );
  }

  /** @returns keys of those that were there before */
  async #insert(entries: readonly EntryDocument[]): Promise<Set<string>> {
    const places = await duplicatesOf(() => this.store.entries.insertMany([...entries], BULK));
    const known = places.map((index) => entries[index]!);
    // A restored log gives an entry another position, in a later epoch. The later one is the true one.
    const moved = known.filter(({ epoch }) => epoch > 1);
    if (moved.length > 0) await this.#move(moved);
    return new Set(known.map(({ _id }) => _id));
  }

  async #move(moved: readonly EntryDocument[]): Promise<void> {
    await this.store.entries.bulkWrite(
      moved.map((replacement) => ({
        replaceOne: { filter: { _id: replacement._id, epoch: { $lt: replacement.epoch } }, replacement },
      })),
      BULK,
    );
  }

  async #updateIncidents(batch: Batch): Promise<void> {
    for (let attempt = 0; attempt < MAX_CONFLICTS; attempt += 1) {
      // Whoever wrote meanwhile may have counted what this batch had put into the store.
      const known = attempt === 0 ? batch.known : new Set(batch.keys);
      if (await this.#tryUpdate({ ...batch, known })) return;
    }
    throw new Error(`incidents were written by others ${MAX_CONFLICTS} times in a row`);
  }

  async #tryUpdate({ touched, known, amended }: Batch): Promise<boolean> {
    const found = await this.store.incidents.find({ _id: { $in: [...touched.keys()] } }).toArray();
    const before = new Map(found.map((document) => [document._id, document]));
    const all = [...touched.entries()];
    const refolded = all.filter(
      ([key, one]) => amended.has(key) || (lifecycleOf(one).length > 0 && !goesOn(before.get(key), one)),
    );
    const uncertain = all.filter(([key, one]) => needsRecount(before.get(key), one, known));
    const [lifecycle, recounts, edges] = await Promise.all([
      this.#lifecycleOf(refolded.map(([key]) => key)),
      this.#recount(uncertain.map(([, one]) => one)),
      this.#edgesOf(all.filter(([key]) => amended.has(key))),
    ]);
    const writes = all.map(([key, one]): AnyBulkWriteOperation<IncidentDocument> => {
      const previous = before.get(key);
      const document = incidentAfter(previous, one, {
        lifecycle: lifecycle.get(key),
        recount: recounts.get(key),
        edges: edges.get(key),
      });
      if (!previous) return { insertOne: { document } };
      return { replaceOne: { filter: { _id: key, version: previous.version }, replacement: document } };
    });
    let written = 0;
    const inserted = await duplicatesOf(async () => {
      const result = await this.store.incidents.bulkWrite(writes, BULK);
      written = result.matchedCount + result.insertedCount;
    });
    return inserted.length === 0 && written === writes.length;
  }

  async #lifecycleOf(incidents: readonly string[]): Promise<Map<string, LifecycleEntry[]>> {
    const found = new Map(incidents.map((incident): [string, LifecycleEntry[]] => [incident, []]));
    if (incidents.length === 0) return found;
    const entries = this.store.entries.find(
      { summarizedIn: { $in: [...incidents] } },
      { projection: { _id: 0, summarizedIn: 1, key: 1, body: 1 } },
    );
    for await (const { summarizedIn, key, body } of entries) {
      found.get(summarizedIn!)?.push(asLifecycleEntry({ key, body }));
    }
    return found;
  }

  /** A revision may have moved what was first or last. */
  async #edgesOf(incidents: readonly (readonly [string, Touched])[]): Promise<Map<string, Edges>> {
    const edges = incidents.map(async ([incident, { account, incidentId }]): Promise<[string, Edges]> => {
      const key = async (direction: 1 | -1) => {
        const place = { projection: { _id: 0, key: 1 }, sort: { key: direction } } as const;
        return (await this.store.entries.findOne({ account, incidentId }, place))!.key;
      };
      const [firstKey, lastKey] = await Promise.all([key(1), key(-1)]);
      return [incident, { firstKey, lastKey }];
    });
    return new Map(await Promise.all(edges));
  }

  async #recount(incidents: readonly Touched[]): Promise<Map<string, Recount>> {
    const counts = new Map<string, Recount>();
    await perAccount(incidents, async (account, incidentIds) => {
      const epoch = incidents[0]!.entries[0]!.epoch;
      const position = { $cond: [{ $eq: ['$epoch', epoch] }, '$position', 0] };
      const groups = this.store.entries.aggregate<Recount & { _id: string }>([
        { $match: { account, incidentId: { $in: incidentIds } } },
        { $group: { _id: '$incidentId', entryCount: { $sum: 1 }, countedTo: { $max: position } } },
      ]);
      for await (const { _id, entryCount, countedTo } of groups) {
        counts.set(incidentKey(account, _id), { entryCount, countedTo });
      }
    });
    return counts;
  }
}

async function perAccount(
  incidents: readonly Touched[],
  read: (account: string, incidentIds: string[]) => Promise<void>,
): Promise<void> {
  const accounts = new Map<string, string[]>();
  for (const { account, incidentId } of incidents) {
    const ids = accounts.get(account);
    if (ids) ids.push(incidentId);
    else accounts.set(account, [incidentId]);
  }
  await Promise.all([...accounts].map(([account, ids]) => read(account, ids)));
}

/** The places in an unordered bulk write whose document was there already; whatever else failed is thrown. */
async function duplicatesOf(write: () => Promise<unknown>): Promise<number[]> {
  try {
    await write();
    return [];
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
    if (errors.length === 0 || errors.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    return errors.map(({ index }) => index);
  }
}

/** Two upserts of one new document at the same time: one of them fails, and finds it there when it tries again. */
export async function untilNoRace(write: () => Promise<unknown>): Promise<void> {
  if ((await duplicatesOf(write)).length > 0) await write();
}
