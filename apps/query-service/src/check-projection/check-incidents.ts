import type { LifecycleEntry, TimelineKey } from '@daybook/timeline-domain';
import { MongoServerError } from 'mongodb';
import { incidentKey, type EntryDocument, type IncidentDocument } from '../mongo/documents.js';
import type { Store } from '../mongo/store.js';
import { asLifecycleEntry, incidentAfter } from '../project-entries/incident-document.js';
import { confirmed, differingFields, type Findings } from './findings.js';
import { groupedBy, inChunks } from '../sequences.js';

const DUPLICATE_KEY = 11_000;
const CHUNK = 200;
/** Entries of so many incidents are asked for at a time where each is one question. */
const AT_ONCE = 20;
const OF_THE_WRITER = new Set(['version']);

type Placed = Pick<EntryDocument, 'account' | 'incidentId' | 'key' | 'epoch' | 'position'>;
const PLACE = { _id: 0, account: 1, incidentId: 1, key: 1, epoch: 1, position: 1 } as const;

/** What all entries of an incident say of it together, but for those that its summary is made of. */
interface Outline {
  readonly account: string;
  readonly incidentId: string;
  entryCount: number;
  firstKey: TimelineKey;
  lastKey: TimelineKey;
  epoch: number;
  /** The last position of that epoch. */
  countedTo: number;
}

interface Difference {
  readonly outline: Outline;
  readonly expected: IncidentDocument;
  readonly stored: IncidentDocument | undefined;
  readonly fields: readonly string[];
}

/** Holds the incidents of a read model against its entries. */
export class IncidentCheck {
  constructor(
    private readonly store: Store,
    private readonly findings: Findings,
    private readonly signal: AbortSignal,
    private readonly repairs: boolean,
  ) {}

  /** @returns how many incidents the entries tell of */
  async run(): Promise<number> {
    let incidents = 0;
    let found = 0;
    for await (const outlines of inChunks(this.#outlines(), CHUNK)) {
      const first = await this.#judge(outlines);
      incidents += outlines.length;
      found += outlines.length - first.filter(({ stored }) => !stored).length;
      const wrong = await confirmed(first, (suspects) => this.#judgeAgain(suspects));
      for (const { outline, stored, fields } of wrong) {
        const key = incidentKey(outline.account, outline.incidentId);
        this.findings.add(
          stored ? { kind: 'altered incident', key, fields } : { kind: 'missing incident', key },
        );
      }
      if (this.repairs) await this.#mend(wrong);
      this.signal.throwIfAborted();
    }
    if ((await this.store.incidents.countDocuments()) !== found) await this.#findSurplus();
    return incidents;
  }

  /** In the order of an index, so that one incident after the other is complete. */
  async *#outlines(): AsyncIterable<Outline> {
    const order = { account: 1, incidentId: 1, key: 1 } as const;
    const entries = this.store.entries.find<Placed>({}, { projection: PLACE }).hint(order).sort(order);
    let outline: Outline | undefined;
    for await (const entry of entries) {
      if (outline?.incidentId === entry.incidentId && outline.account === entry.account)
        extend(outline, entry);
      else {
        if (outline) yield outline;
        outline = begin(entry);
      }
    }
    if (outline) yield outline;
  }

  async #judge(outlines: readonly Outline[]): Promise<Difference[]> {
    const keys = outlines.map(({ account, incidentId }) => incidentKey(account, incidentId));
    const [stored, lifecycle] = await Promise.all([
      this.store.incidents.find({ _id: { $in: keys } }).toArray(),
      this.store.entries
        .find({ summarizedIn: { $in: keys } }, { projection: { _id: 0, summarizedIn: 1, key: 1, body: 1 } })
        .toArray(),
    ]);
    const found = new Map(stored.map((document) => [document._id, document]));
    const ofIncident = groupedBy(lifecycle, ({ summarizedIn }) => summarizedIn!);
    return outlines.flatMap((outline, index): Difference[] => {
      const key = keys[index]!;
      const document = found.get(key);
      const expected = summaryOf(outline, (ofIncident.get(key) ?? []).map(asLifecycleEntry), document);
      if (!document) return [{ outline, expected, stored: undefined, fields: [] }];
      const fields = differingFields(expected, document, OF_THE_WRITER);
      return fields.length === 0 ? [] : [{ outline, expected, stored: document, fields }];
    });
  }

  /** With what its entries are by now: more may have come. */
  async #judgeAgain(suspects: readonly Difference[]): Promise<Difference[]> {
    const wrong: Difference[] = [];
    for (let start = 0; start < suspects.length; start += AT_ONCE) {
      const outlines = suspects.slice(start, start + AT_ONCE).map(({ outline }) => this.#outlineOf(outline));
      const there = (await Promise.all(outlines)).filter((outline) => outline !== undefined);
      wrong.push(...(await this.#judge(there)));
    }
    return wrong;
  }

  async #outlineOf({ account, incidentId }: Outline): Promise<Outline | undefined> {
    let outline: Outline | undefined;
    for await (const entry of this.store.entries.find<Placed>(
      { account, incidentId },
      { projection: PLACE },
    )) {
      if (outline) extend(outline, entry);
      else outline = begin(entry);
    }
    return outline;
  }

  /** On condition that nobody has written it meanwhile: what the projector writes is right. */
  async #mend(wrong: readonly Difference[]): Promise<void> {
    for (const { expected, stored } of wrong) {
      const { _id } = expected;
      if (stored) await this.store.incidents.replaceOne({ _id, version: stored.version }, expected);
      else await this.store.incidents.insertOne(expected).catch(unlessThere);
    }
  }

  async #findSurplus(): Promise<void> {
    const incidents = this.store.incidents.find(
      {},
      { projection: { _id: 1, account: 1, incidentId: 1, version: 1 } },
    );
    for await (const chunk of inChunks(incidents, AT_ONCE)) {
      const entries = chunk.map(({ account, incidentId }) =>
        this.store.entries.findOne({ account, incidentId }, { projection: { _id: 1 } }),
      );
      for (const [index, entry] of (await Promise.all(entries)).entries()) {
        const { _id, version } = chunk[index]!;
        if (entry) continue;
        this.findings.add({ kind: 'surplus incident', key: _id });
        if (this.repairs) await this.store.incidents.deleteOne({ _id, version });
      }
      this.signal.throwIfAborted();
    }
  }
}

function begin({ account, incidentId, key, epoch, position }: Placed): Outline {
  return { account, incidentId, entryCount: 1, firstKey: key, lastKey: key, epoch, countedTo: position };
}

function extend(outline: Outline, { key, epoch, position }: Placed): void {
  outline.entryCount += 1;
  if (key < outline.firstKey) outline.firstKey = key;
  if (key > outline.lastKey) outline.lastKey = key;
  if (epoch > outline.epoch) Object.assign(outline, { epoch, countedTo: position });
  else if (epoch === outline.epoch) outline.countedTo = Math.max(outline.countedTo, position);
}

/** By the fold that the projector uses, over everything. */
function summaryOf(
  outline: Outline,
  lifecycle: readonly LifecycleEntry[],
  stored: IncidentDocument | undefined,
): IncidentDocument {
  const { account, incidentId, entryCount, countedTo, firstKey, lastKey, epoch } = outline;
  const last = { epoch, key: lastKey, position: countedTo } as EntryDocument;
  const expected = incidentAfter(
    undefined,
    { account, incidentId, epoch, entries: [last] },
    { lifecycle, recount: { entryCount, countedTo }, edges: { firstKey, lastKey } },
  );
  return { ...expected, version: (stored?.version ?? 0) + 1 };
}

/** The projector has made it meanwhile. */
function unlessThere(error: unknown): void {
  if (!(error instanceof MongoServerError && error.code === DUPLICATE_KEY)) throw error;
}
