import { createHash, randomInt } from 'node:crypto';
import type { LifecycleEntry } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { MongoBulkWriteError, type AnyBulkWriteOperation } from 'mongodb';
import { incidentKey, type EntryDocument, type IncidentDocument } from '../mongo/documents.js';
import { Store } from '../mongo/store.js';
import {
  asLifecycleEntry,
  groupByIncident,
  incidentAfter,
  needsRecount,
  needsRefold,
  type Edges,
  type Known,
  type Recount,
  type Touched,
} from './incident-document.js';
import { AmendmentWriter, type AmendedIncident } from './amendment-writer.js';
import type { Poison } from './incoming.js';

const DUPLICATE_KEY = 11_000;
/** Others write the same incident while a shard changes hands, and where they move entries to it or away. */
const MAX_CONFLICTS = 20;
const BULK = { ordered: false } as const;
/** Versions begin somewhere below this, and rise: numbers hold far more exactly. */
const FIRST_VERSIONS = 2 ** 47;

type Incidents = ReadonlyMap<string, IncidentDocument>;

type StoredPlace = Pick<EntryDocument, '_id' | 'epoch' | 'amends' | 'movesTo'>;

interface Batch {
  /** The entries that the store held before. */
  readonly known: Known;
  /** Incidents of which entries were amended. */
  readonly amended: ReadonlyMap<string, AmendedIncident>;
  readonly touched: ReadonlyMap<string, Touched>;
}

/**
 * Writes a batch into the read model. Everything here may be repeated, in whole or in part, by this or another
 * replica, at once or after hours of being frozen: the outcome is the same.
 *
 * Order is what makes it so. The incidents' documents are read first, then entries are inserted, then amended, then what
 * the incidents are made of is read, then they are written on condition that nobody has written them meanwhile. So
 * whoever writes an incident last has seen every entry that was inserted before, and nobody else has counted its own. What is added at the end of an incident, as most is,
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
    const touched = groupByIncident(once);
    const before = await this.#incidents([...touched.keys()]);
    const { stored, known } = await this.#insert(once);
    const amended = await this.amendments.apply(stored);
    const elsewhere = [...amended].filter(([key]) => !touched.has(key));
    const { epoch } = once[0]!;
    for (const [key, { account, incidentId }] of elsewhere)
      touched.set(key, { account, incidentId, epoch, entries: [] });
    const others = await this.#incidents(elsewhere.map(([key]) => key));
    await this.#updateIncidents({ known, amended, touched }, new Map([...before, ...others]));
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

  /** @returns what of them the store now holds, and those that were there before */
  async #insert(
    entries: readonly EntryDocument[],
  ): Promise<{ stored: readonly EntryDocument[]; known: Known }> {
    const places = await duplicatesOf(() => this.store.entries.insertMany([...entries], BULK));
    const known = new Map(places.map((index) => [entries[index]!._id, entries[index]!.epoch]));
    // A restored log gives an entry another position, in a later epoch. The later one is the true one.
    if (known.size === 0 || entries[0]!.epoch === 1) return { stored: entries, known };
    const before = await this.#placesOf([...known.keys()]);
    for (const { _id, epoch } of before.values()) known.set(_id, epoch);
    const stored = entries.map((entry) => withTarget(entry, before.get(entry._id)));
    await this.#move(stored.filter(({ _id, epoch }) => (before.get(_id)?.epoch ?? epoch) < epoch));
    return { stored, known };
  }

  async #placesOf(keys: readonly string[]): Promise<Map<string, StoredPlace>> {
    const fields = { epoch: 1, amends: 1, movesTo: 1 } as const;
    const found = this.store.entries.find<StoredPlace>({ _id: { $in: [...keys] } }, { projection: fields });
    return new Map((await found.toArray()).map((place) => [place._id, place]));
  }

  async #move(moved: readonly EntryDocument[]): Promise<void> {
    if (moved.length === 0) return;
    await this.store.entries.bulkWrite(
      moved.map((replacement) => ({
        replaceOne: { filter: { _id: replacement._id, epoch: { $lt: replacement.epoch } }, replacement },
      })),
      BULK,
    );
  }

  async #incidents(keys: readonly string[]): Promise<Incidents> {
    if (keys.length === 0) return new Map();
    const found = await this.store.incidents.find({ _id: { $in: [...keys] } }).toArray();
    return new Map(found.map((document) => [document._id, document]));
  }

  async #updateIncidents(batch: Batch, before: Incidents): Promise<void> {
    if (await this.#tryUpdate(batch, before)) return;
    // Whoever wrote meanwhile may have counted what this batch had put into the store.
    const entries = [...batch.touched.values()].flatMap((one) => one.entries);
    const again = { ...batch, known: new Map(entries.map(({ _id, epoch }) => [_id, epoch])) };
    for (let attempt = 1; attempt < MAX_CONFLICTS; attempt += 1) {
      if (await this.#tryUpdate(again, await this.#incidents([...batch.touched.keys()]))) return;
    }
    throw new Error(`incidents were written by others ${MAX_CONFLICTS} times in a row`);
  }

  async #tryUpdate({ touched, known, amended }: Batch, before: Incidents): Promise<boolean> {
    const all = [...touched.entries()];
    const refolded = all.filter(([key, one]) => amended.has(key) || needsRefold(before.get(key), one, known));
    const uncertain = all.filter(
      ([key, one]) =>
        one.entries.length === 0 ||
        amended.get(key)?.moved === true ||
        needsRecount(before.get(key), one, known),
    );
    const [lifecycle, recounts, edges] = await Promise.all([
      this.#lifecycleOf(refolded.map(([key]) => key)),
      this.#recount(uncertain.map(([, one]) => one)),
      this.#edgesOf(all.filter(([key]) => amended.has(key))),
    ]);
    const writes: AnyBulkWriteOperation<IncidentDocument>[] = [];
    for (const [key, one] of all) {
      const previous = before.get(key);
      const recount = recounts.get(key);
      const condition = { _id: key, version: previous?.version ?? 0 };
      if (recount?.entryCount === 0) {
        // All its entries were moved away.
        if (previous) writes.push({ deleteOne: { filter: condition } });
        continue;
      }
      // They went between one look and the other.
      if (amended.has(key) && !edges.has(key)) return false;
      const found = { known, lifecycle: lifecycle.get(key), recount, edges: edges.get(key) };
      const document = incidentAfter(previous, one, found);
      // One that went and came back must not look to a slow writer like the one it has read.
      if (!previous)
        writes.push({ insertOne: { document: { ...document, version: randomInt(FIRST_VERSIONS) } } });
      else writes.push({ replaceOne: { filter: condition, replacement: document } });
    }
    return this.#writeIncidents(writes);
  }

  /** @returns whether nobody has written any of them meanwhile */
  async #writeIncidents(writes: AnyBulkWriteOperation<IncidentDocument>[]): Promise<boolean> {
    if (writes.length === 0) return true;
    let written = 0;
    const inserted = await duplicatesOf(async () => {
      const { matchedCount, insertedCount, deletedCount } = await this.store.incidents.bulkWrite(
        writes,
        BULK,
      );
      written = matchedCount + insertedCount + deletedCount;
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

  /** A revision or a move may have changed what is first or last; absent: there is none. */
  async #edgesOf(incidents: readonly (readonly [string, Touched])[]): Promise<Map<string, Edges>> {
    const edges = incidents.map(async ([incident, { account, incidentId }]): Promise<[string, Edges][]> => {
      const key = async (direction: 1 | -1) => {
        const place = { projection: { _id: 0, key: 1 }, sort: { key: direction } } as const;
        return (await this.store.entries.findOne({ account, incidentId }, place))?.key;
      };
      const [firstKey, lastKey] = await Promise.all([key(1), key(-1)]);
      return firstKey === undefined || lastKey === undefined ? [] : [[incident, { firstKey, lastKey }]];
    });
    return new Map((await Promise.all(edges)).flat());
  }

  async #recount(incidents: readonly Touched[]): Promise<Map<string, Recount>> {
    const counts = new Map<string, Recount>(
      incidents.map(({ account, incidentId }) => [
        incidentKey(account, incidentId),
        { entryCount: 0, countedTo: 0 },
      ]),
    );
    await perAccount(incidents, async (account, incidentIds) => {
      const { epoch } = incidents[0]!;
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

/** A blank row does not say what it amends; what was stored of it does, and that must lose what it said. */
function withTarget(entry: EntryDocument, before: StoredPlace | undefined): EntryDocument {
  if (!entry.redacted || entry.amends !== undefined || before?.amends === undefined) return entry;
  const { amends, movesTo } = before;
  return { ...entry, amends, ...(movesTo !== undefined && { movesTo }) };
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
