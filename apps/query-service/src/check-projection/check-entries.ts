import { MAX_FEED_PAGE } from '@daybook/timeline-contracts';
import { REDACT, type LogPosition } from '@daybook/timeline-domain';
import type { Filter } from 'mongodb';
import { entryKey, incidentKey, type EntryDocument } from '../mongo/documents.js';
import type { Store } from '../mongo/store.js';
import { afterAmendments } from '../project-entries/amended-document.js';
import type { FeedClient, FeedPage } from '../project-entries/feed-client.js';
import { readFeedItem, type IncomingEntry } from '../project-entries/incoming.js';
import type { ReadModelWriter } from '../project-entries/read-model-writer.js';
import { confirmed, differingFields, type Findings } from './findings.js';
import { groupedBy, inChunks } from '../sequences.js';

/** A revision that went with what it revised no longer says in the log what it was about, nor who blanked it. */
const UNKNOWN_OF_REDACTED = new Set(['shown', 'amends', 'movesTo', 'amendments']);
/** Of a redacted entry: depends on which of its amendments was blanked first. */
const COUNT = new Set(['amendments']);
const NOTHING = new Set<string>();

interface Difference {
  readonly row: IncomingEntry;
  readonly expected: EntryDocument;
  readonly stored: EntryDocument | undefined;
  readonly fields: readonly string[];
}

type Placed = Pick<EntryDocument, '_id' | 'account' | 'incidentId' | 'log' | 'epoch' | 'position'>;

export interface CheckedEntries {
  readonly entries: number;
  /** Rows of the log that no version of this service can read: they are parked. */
  readonly unreadable: number;
}

/** Holds the entries of a read model against the rows of the log. */
export class EntryCheck {
  /** Documents of the rows that were read. */
  #found = 0;
  #unreadable = 0;

  constructor(
    private readonly store: Store,
    private readonly feed: FeedClient,
    private readonly findings: Findings,
    private readonly signal: AbortSignal,
    /** Given where what is found is to be mended. */
    private readonly writer?: ReadModelWriter,
  ) {}

  /**
   * @param upTo each position from 1 up to here must be there once, as the log tells it
   * @param onPage with the position that was reached
   */
  async run(upTo: LogPosition, onPage: (position: number) => void): Promise<CheckedEntries> {
    const { log, epoch } = upTo;
    let coming = this.#read({ log, epoch, position: 0 });
    for (let position = 0; position < upTo.position;) {
      const page = await coming;
      if (page.epoch !== epoch || page.log !== log || page.next.position === position)
        throw new Error(
          `the log ends at ${position}, and the read model is said to have it up to ${upTo.position}`,
        );
      position = page.next.position;
      coming = position < upTo.position ? this.#read(page.next) : coming;
      await this.#checkRows(page.items, upTo.position);
      onPage(position);
      this.signal.throwIfAborted();
    }
    await this.#findSurplus(upTo);
    return { entries: upTo.position, unreadable: this.#unreadable };
  }

  #read(after: LogPosition): Promise<FeedPage> {
    const page = this.feed.read(after, MAX_FEED_PAGE, this.signal);
    // It may fail before anybody waits for it.
    page.catch(() => undefined);
    return page;
  }

  async #checkRows(items: readonly unknown[], lastPosition: number): Promise<void> {
    const rows = items.map(readFeedItem).flatMap((row) => (row.kind === 'entry' ? [row] : []));
    this.#unreadable += items.length - rows.length;
    const due = rows.filter(({ position, document }) => document && position <= lastPosition);
    const first = await this.#judge(due);
    this.#found += due.length - first.filter(({ stored }) => !stored).length;
    const wrong = await confirmed(first, (suspects) => this.#judge(suspects.map(({ row }) => row)));
    for (const { row, expected, stored, fields } of wrong) {
      const place = { key: expected._id, position: row.position };
      this.findings.add(
        stored ? { kind: 'altered entry', ...place, fields } : { kind: 'missing entry', ...place },
      );
    }
    if (this.writer) await this.#mend(wrong, this.writer);
  }

  async #judge(rows: readonly IncomingEntry[]): Promise<Difference[]> {
    const documents = rows.map(({ document }) => document!);
    const keys = documents.map(({ _id }) => _id);
    const targets = documents.flatMap(({ type, amends }) => (type !== REDACT && amends ? [amends] : []));
    const [stored, amendments] = await Promise.all([
      this.store.entries.find({ _id: { $in: keys } }).toArray(),
      this.store.entries.find({ amends: { $in: [...keys, ...targets] } }).toArray(),
    ]);
    const found = new Map(stored.map((document) => [document._id, document]));
    const about = groupedBy(amendments, ({ amends }) => amends!);
    return rows.flatMap((row): Difference[] => {
      const expected = afterAmendments(row.document!, about);
      const document = found.get(expected._id);
      if (!document) return [{ row, expected, stored: undefined, fields: [] }];
      const ignored = row.document!.redacted ? UNKNOWN_OF_REDACTED : expected.redacted ? COUNT : NOTHING;
      const fields = differingFields(expected, document, ignored);
      return fields.length === 0 ? [] : [{ row, expected, stored: document, fields }];
    });
  }

  /** Under the eyes of a projector that may write the same: what it has changed meanwhile is left to it. */
  async #mend(wrong: readonly Difference[], writer: ReadModelWriter): Promise<void> {
    const missing = wrong.filter(({ stored }) => !stored);
    await writer.write(missing.map(({ row }) => row.document!));
    // What was missing may be a revision of what is judged here.
    const altered = wrong.filter(({ stored }) => stored).map(({ row }) => row);
    for (const { expected, stored } of await this.#judge(altered)) {
      if (!stored) continue;
      const { _id, epoch, position, amendments = null } = stored;
      const unchanged = { _id, epoch, position, amendments } as Filter<EntryDocument>;
      await this.store.entries.replaceOne(unchanged, expected);
      await this.#tellOf(stored, expected);
    }
  }

  /** Pages that are kept are shown until their incident is of another version. */
  async #tellOf(...entries: readonly Pick<EntryDocument, 'account' | 'incidentId'>[]): Promise<void> {
    const keys = entries.map(({ account, incidentId }) => incidentKey(account, incidentId));
    await this.store.incidents.updateMany({ _id: { $in: keys } }, { $inc: { version: 1 } });
  }

  /** As many documents as rows, each row with its own: then there is no other. Else each is looked for in the log. */
  async #findSurplus({ log, epoch, position }: LogPosition): Promise<void> {
    const ofRows = { log, epoch, position: { $gte: 1, $lte: position } };
    await this.#checkPlaces({ $nor: [ofRows] }, { log, epoch });
    const count = await this.store.entries.countDocuments(ofRows);
    if (count !== this.#found) await this.#checkPlaces(ofRows, { log, epoch });
  }

  async #checkPlaces(filter: Filter<EntryDocument>, of: { log: string; epoch: number }): Promise<void> {
    const fields = { _id: 1, account: 1, incidentId: 1, log: 1, epoch: 1, position: 1 } as const;
    const documents = this.store.entries.find<Placed>(filter, { projection: fields });
    for await (const chunk of inChunks(documents, MAX_FEED_PAGE)) {
      for (const stranger of await this.#strangers(chunk, of)) {
        const { _id, epoch, position } = stranger;
        this.findings.add({ kind: 'surplus entry', key: _id, position });
        if (!this.writer) continue;
        await this.store.entries.deleteOne({ _id, epoch, position });
        await this.#tellOf(stranger);
      }
      this.signal.throwIfAborted();
    }
  }

  /** Those that are in no row of the log. */
  async #strangers(
    placed: readonly Placed[],
    { log, epoch }: { log: string; epoch: number },
  ): Promise<Placed[]> {
    const isOf = (one: Placed) => one.log === log && one.epoch === epoch && one.position >= 1;
    const strangers = placed.filter((one) => !isOf(one));
    let open = placed.filter(isOf).sort((a, b) => a.position - b.position);
    for (let next = open[0]; next; next = open[0]) {
      const after = next.position - 1;
      const { items, head } = await this.#rowsBehind({ log, epoch, position: after });
      const end = items.length > 0 ? after + items.length : Infinity;
      if (items.length === 0 && after < head) throw new Error(`the feed gives no row behind ${after}`);
      const here = open.filter(({ position }) => position <= end);
      strangers.push(...here.filter(({ _id, position }) => keyOf(items[position - after - 1]) !== _id));
      open = open.slice(here.length);
    }
    return strangers;
  }

  /** Nothing behind the end of the log, of which the feed says that it never was there. */
  async #rowsBehind(after: LogPosition): Promise<Pick<FeedPage, 'items' | 'head'>> {
    const { log, epoch, head } = await this.feed.read(undefined, 1, this.signal);
    if (log !== after.log || epoch !== after.epoch) throw new Error('the log was restored meanwhile');
    return after.position >= head ? { items: [], head } : this.feed.read(after, MAX_FEED_PAGE, this.signal);
  }
}

function keyOf(item: unknown): string | undefined {
  const { account, id } = (item ?? {}) as { account?: unknown; id?: unknown };
  return typeof account === 'string' && typeof id === 'string'
    ? entryKey(account, id.toLowerCase())
    : undefined;
}
