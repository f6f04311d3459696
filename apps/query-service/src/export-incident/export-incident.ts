import type { EntryFilter, IncidentView } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { MongoServerError, type FindCursor } from 'mongodb';
import type { EntryDocument } from '../mongo/documents.js';
import { entryConditions, keyRange, oneOf } from '../mongo/entry-filter.js';
import { VIEW_FIELDS, type ViewSource } from '../mongo/entry-view.js';
import { incidentView } from '../mongo/incident-view.js';
import { Store, StoreUnavailable } from '../mongo/store.js';
import { ReadIncident } from '../read-incident/read-incident.js';

/** Of entries of the largest size, 512 KiB, so many at once are memory enough. */
const BATCH = 100;
/** SecantusDB looks at the whole timeline before it gives the first batch: 100,000 entries took it 2.6 s. */
const FIRST_BATCH_DEADLINE_MS = 10_000;
/** A server forgets cursors that nobody has used for 10 minutes, and all of them when it restarts. */
const CURSOR_NOT_FOUND = 43;

export interface ExportAsked {
  readonly account: string;
  readonly incidentId: string;
  readonly filter: EntryFilter;
  /** Only the entries that tell the story. */
  readonly overview: boolean;
}

export interface ExportPage {
  readonly entries: readonly ViewSource[];
  /** Of an overview: entries hidden before each entry, and on the last page, which has no entries, behind all. */
  readonly hidden: readonly number[];
}

export interface ExportedIncident {
  readonly incident: IncidentView;
  /** In timeline order. Throws StoreUnavailable where it can't go on. */
  readonly pages: AsyncGenerator<ExportPage>;
  /** To be called when nothing more is read, also if nothing was: an end that comes so early runs no `finally`. */
  readonly close: () => void;
}

/** Undefined: there is no entry of this incident. */
export class ExportIncident extends Query<ExportedIncident | undefined> {
  constructor(readonly asked: ExportAsked) {
    super();
  }
}

interface Reading extends ExportAsked {
  /** The incident and those that were merged into it. */
  readonly together: readonly string[];
}

type Read = ViewSource & Pick<EntryDocument, 'overviewIn'>;

@QueryHandler(ExportIncident)
export class ExportIncidentHandler implements IQueryHandler<ExportIncident> {
  constructor(
    private readonly queries: QueryBus,
    private readonly store: Store,
  ) {}

  /** The first batch is read at once, so that what fails at the start fails here. @throws StoreUnavailable */
  async execute({ asked }: ExportIncident): Promise<ExportedIncident | undefined> {
    const found = await this.queries.execute(new ReadIncident(asked.account, asked.incidentId));
    if (!found) return undefined;
    const reading = { ...asked, together: [asked.incidentId, ...found.merged] };
    const opened = { cursor: this.#open(reading) };
    const first = await this.#first(opened.cursor);
    const incident = incidentView(found.document, found.merged);
    // Not waited for: a store that hangs must not hold up the end.
    const close = (): void => void opened.cursor.close().catch(() => undefined);
    return { incident, pages: this.#pages(reading, opened, first), close };
  }

  /** A batch is read when it is asked for: a reader may take its time. */
  async *#pages(
    asked: Reading,
    opened: { cursor: FindCursor<Read> },
    first: readonly Read[],
  ): AsyncGenerator<ExportPage> {
    let hidden = 0;
    for (let batch = first; batch.length > 0;) {
      const entries: Read[] = [];
      const gaps: number[] = [];
      for (const entry of batch) {
        if (asked.overview && entry.overviewIn === undefined) hidden += 1;
        else {
          entries.push(entry);
          if (asked.overview) gaps.push(hidden);
          hidden = 0;
        }
      }
      yield { entries, hidden: gaps };
      const next = await this.#next(opened.cursor);
      if (!next) opened.cursor = this.#open(asked, batch.at(-1)!.key);
      batch = next ?? (await this.#first(opened.cursor));
    }
    if (asked.overview) yield { entries: [], hidden: [hidden] };
  }

  /** Undefined where the server knows the cursor no more. */
  async #next(cursor: FindCursor<Read>): Promise<Read[] | undefined> {
    return this.store
      .read(() => nextBatch(cursor))
      .catch((error: unknown) => {
        const { cause } = error as StoreUnavailable;
        if (cause instanceof MongoServerError && cause.code === CURSOR_NOT_FOUND) return undefined;
        throw error;
      });
  }

  #first(cursor: FindCursor<Read>): Promise<Read[]> {
    return this.store.read(() => nextBatch(cursor), FIRST_BATCH_DEADLINE_MS);
  }

  #open({ account, together, filter }: Reading, beyond?: TimelineKey): FindCursor<Read> {
    const range = keyRange(filter, 'asc', beyond);
    const matching = {
      account,
      incidentId: oneOf(together),
      ...entryConditions(account, filter),
      ...(range && { key: range }),
    };
    return this.store.entries
      .find(matching, { projection: { ...VIEW_FIELDS, overviewIn: 1 } })
      .sort({ key: 1 })
      .batchSize(BATCH);
  }
}

async function nextBatch(cursor: FindCursor<Read>): Promise<Read[]> {
  return (await cursor.hasNext()) ? cursor.readBufferedDocuments() : [];
}
