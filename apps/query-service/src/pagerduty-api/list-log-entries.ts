import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { entryKey, incidentKey, type EntryDocument, type IncidentDocument } from '../mongo/documents.js';
import { entriesOf, KeyedLists } from '../mongo/keyed-lists.js';
import { READ_LIMIT, Store } from '../mongo/store.js';
import { LOG_ENTRY_FIELDS, type LogEntrySource } from './log-entry.js';
import type { PageAsked } from './parameters.js';
import { countListed, readPage, type Listed } from './read-page.js';

export interface LogEntriesAsked {
  readonly account: string;
  /** One incident's, else those of the whole account. */
  readonly incidentId?: string;
  /** Of any of these teams, where there is one. */
  readonly teams?: readonly string[];
  /** Only those that take part in the incident's summary. */
  readonly overview: boolean;
  readonly page: PageAsked;
  /** Whether to count all pages together. */
  readonly total: boolean;
}

export interface WithIncident {
  readonly entry: LogEntrySource;
  /** Undefined while it is not there yet. */
  readonly incident: IncidentDocument | undefined;
}

export interface LogEntriesPage {
  readonly entries: readonly WithIncident[];
  readonly more: boolean;
  readonly total: number | null;
}

/** Newest first: in timeline order, read from its end. Undefined: there is no such incident. */
export class ListLogEntries extends Query<LogEntriesPage | undefined> {
  constructor(readonly asked: LogEntriesAsked) {
    super();
  }
}

@QueryHandler(ListLogEntries)
export class ListLogEntriesHandler implements IQueryHandler<ListLogEntries> {
  constructor(
    private readonly store: Store,
    private readonly lists: KeyedLists,
  ) {}

  /** @throws StoreUnavailable */
  execute({ asked }: ListLogEntries): Promise<LogEntriesPage | undefined> {
    const { account, incidentId, teams = [], overview, page } = asked;
    const listed: Listed<EntryDocument> = {
      collection: this.store.entries,
      filter: {
        account,
        ...(incidentId !== undefined && { incidentId }),
        ...(teams.length > 0 && { teams: { $in: [...teams] } }),
        ...(overview && { summarizedIn: { $exists: true } }),
      },
      key: 'key',
      order: -1,
      projection: LOG_ENTRY_FIELDS,
      ...(teams.length === 0 && !overview && { name: entriesOf(account, incidentId) }),
    };
    return this.store.read(async () => {
      const [{ documents, more }, total] = await Promise.all([
        readPage(listed, page, this.lists),
        asked.total ? countListed(listed, page) : null,
      ]);
      const entries = await withIncidents(this.store, account, documents);
      if (incidentId === undefined || entries.length > 0) return { entries, more, total };
      const known = await this.store.incidents.findOne({ _id: incidentKey(account, incidentId) }, READ_LIMIT);
      return known ? { entries, more, total } : undefined;
    });
  }
}

/** Undefined: there is no such entry. */
export class ReadLogEntry extends Query<WithIncident | undefined> {
  constructor(
    readonly account: string,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(ReadLogEntry)
export class ReadLogEntryHandler implements IQueryHandler<ReadLogEntry> {
  constructor(private readonly store: Store) {}

  /** @throws StoreUnavailable */
  execute({ account, id }: ReadLogEntry): Promise<WithIncident | undefined> {
    return this.store.read(async () => {
      const filter = { _id: entryKey(account, id) };
      const found = await this.store.entries.findOne(filter, { ...READ_LIMIT, projection: LOG_ENTRY_FIELDS });
      return found ? (await withIncidents(this.store, account, [found]))[0] : undefined;
    });
  }
}

/** Log entries tell their incident's title, and its service where they have none. */
async function withIncidents(
  store: Store,
  account: string,
  entries: readonly LogEntrySource[],
): Promise<WithIncident[]> {
  const keys = [...new Set(entries.map(({ incidentId }) => incidentKey(account, incidentId)))];
  const found =
    keys.length === 0 ? [] : await store.incidents.find({ _id: { $in: keys } }, READ_LIMIT).toArray();
  const incidents = new Map(found.map((incident) => [incident.incidentId, incident]));
  return entries.map((entry) => ({ entry, incident: incidents.get(entry.incidentId) }));
}
