import { Adding, type AddOptions, type Refused } from './adding.js';
import { changesAfter } from './changes.js';
import type { Spool } from './delivery.js';
import { dataOf, answerOf, doorsOf, type CommandDoors, type QueryDoors } from './doors.js';
import { follow, type FollowOptions, type StreamEvent } from './following.js';
import type { Pages } from './pages.js';
import { Reading, signalOf } from './reading.js';
import { Writes, type ReadOptions } from './seeing.js';
import { Sender, type TokenSource } from './sender.js';
import type {
  Activity,
  ActivityQuery,
  Added,
  ChangesPage,
  ChangesQuery,
  EntriesPage,
  EntriesQuery,
  Entry,
  EntryFigures,
  EntryFiguresQuery,
  EntryHistory,
  ExportQuery,
  FiguresQuery,
  Freshness,
  Incident,
  IncidentFigures,
  IncidentsPage,
  IncidentsQuery,
  IncidentStreamQuery,
  Lanes,
  LanesQuery,
  NewEntry,
  Settled,
  StreamQuery,
  TimelinePage,
  TimelineQuery,
} from './types.js';

export interface Connection {
  /** Address of the command-service; needed to write. */
  readonly commandUrl?: string;
  /** Address of the query-service; needed to read. */
  readonly queryUrl?: string;
  /** An access token, or a function that gives one: it is asked before every request. */
  readonly token: TokenSource;
  /** How long one attempt may take, in milliseconds; 10,000 by default. */
  readonly deadlineMs?: number;
  /** For how long a call is tried again while nothing takes it, in milliseconds; 30,000 by default, 0: not at all. */
  readonly patienceMs?: number;
  /** Every read shows what this client wrote before it; otherwise only those that ask for it, by `seeing`. */
  readonly readYourWrites?: boolean;
  /**
   * Where entries go that no door takes; without it, adding them fails then. While any wait in it, others join them, so
   * that they are recorded in their order. Closed with the client.
   */
  readonly spool?: Spool;
  /** Instead of the platform's own. */
  readonly fetch?: typeof globalThis.fetch;
}

/** How long the feed may wait for a change, in seconds: the most that it takes. */
const WAIT_SECONDS = 30;

/** Opens nothing yet: what is wrong with an address or a token shows at the first call. */
export function connect(connection: Connection): Daybook {
  return new Daybook(connection);
}

/**
 * An account of Daybook. Every method rejects with DaybookError where it is refused or no service answers, and with the
 * signal's reason where that is aborted.
 */
export class Daybook {
  /** Every door of the command-service, typed, for what has no method here. Errors are returned, not thrown. */
  readonly command: CommandDoors;
  /** Every door of the query-service, likewise. */
  readonly query: QueryDoors;
  readonly #adding: Adding;
  readonly #reading: Reading;
  readonly #sender: Sender;
  readonly #spool: Spool | undefined;

  constructor(connection: Connection) {
    const {
      commandUrl,
      queryUrl,
      token,
      deadlineMs = 10_000,
      patienceMs = 30_000,
      readYourWrites = false,
      spool,
      fetch = globalThis.fetch.bind(globalThis),
    } = connection;
    this.#sender = new Sender({ token, fetch, deadlineMs, patienceMs });
    this.command = doorsOf('command-service', commandUrl, this.#sender);
    this.query = doorsOf('query-service', queryUrl, this.#sender);
    this.#spool = spool;
    const writes = new Writes(readYourWrites);
    const patiently = this.#sender.in({ repeatable: true, streamed: false });
    const once = this.#sender.in({ repeatable: true, streamed: false, patienceMs: 0 });
    this.#adding = new Adding(this.command, writes, { patiently, once, patienceMs }, spool);
    this.#reading = new Reading(this.query, this.#sender.in({ repeatable: true, streamed: true }), writes);
  }

  /** Records an entry. Says where it is durable now: in the log, in the queue, or in the spool. */
  add(entry: NewEntry, options?: AddOptions): Promise<Added> {
    return this.#adding.one(entry, options);
  }

  /** Records any number of entries, in batches, and tells in their order what became of each. */
  addAll(
    entries: Iterable<NewEntry> | AsyncIterable<NewEntry>,
    options?: AddOptions,
  ): AsyncGenerator<Added | Refused> {
    return this.#adding.many(entries, options);
  }

  /** What became of an entry that was queued; undefined: it is not settled yet, or was never sent. */
  async settled(id: string, options: { readonly signal?: AbortSignal } = {}): Promise<Settled | undefined> {
    const call = this.command.GET('/v1/receipts/{id}', { params: { path: { id } }, ...signalOf(options) });
    const { response, ...answer } = await call;
    if (response.status === 404) return undefined;
    return dataOf(Promise.resolve({ ...answer, response } as Awaited<typeof call>));
  }

  /** The entries of an incident, in timeline order. */
  timeline(
    incidentId: string,
    query: TimelineQuery = {},
    options: ReadOptions = {},
  ): Pages<TimelinePage & Freshness, Entry> {
    return this.#reading.timeline(incidentId, query, options);
  }

  /** Entries of all incidents, newest first; with `text`, those that hold these words. */
  entries(query: EntriesQuery = {}, options: ReadOptions = {}): Pages<EntriesPage & Freshness, Entry> {
    return this.#reading.entries(query, options);
  }

  entry(id: string, options: ReadOptions = {}): Promise<Entry> {
    return this.#reading.entry(id, options);
  }

  /** An entry as it was sent, and what has changed it since. */
  history(id: string, options: ReadOptions = {}): Promise<EntryHistory> {
    return this.#reading.history(id, options);
  }

  /** Incidents, newest activity first. */
  incidents(
    query: IncidentsQuery = {},
    options: ReadOptions = {},
  ): Pages<IncidentsPage & Freshness, Incident> {
    return this.#reading.incidents(query, options);
  }

  incident(id: string, options: ReadOptions = {}): Promise<Incident> {
    return this.#reading.incident(id, options);
  }

  /** How many entries of a timeline fall into each part of its time: by which any place in a long one is found. */
  activity(incidentId: string, query: ActivityQuery = {}, options: ReadOptions = {}): Promise<Activity> {
    return this.#reading.activity(incidentId, query, options);
  }

  /** Who or what the entries of a timeline are of: how many of each agent or channel fall into each part of its time. */
  lanes(incidentId: string, query: LanesQuery = {}, options: ReadOptions = {}): Promise<Lanes> {
    return this.#reading.lanes(incidentId, query, options);
  }

  /** How many incidents, and how long until they were acknowledged and resolved. */
  figures(query: FiguresQuery = {}, options: ReadOptions = {}): Promise<IncidentFigures> {
    return this.#reading.figures(query, options);
  }

  /** How many entries of each type, on how many incidents, and on which of them most. */
  entryFigures(query: EntryFiguresQuery = {}, options: ReadOptions = {}): Promise<EntryFigures> {
    return this.#reading.entryFigures(query, options);
  }

  /** An incident with its timeline as a file, streamed: read the body to its end. */
  export(incidentId: string, query: ExportQuery = {}, options: ReadOptions = {}): Promise<Response> {
    return this.#reading.export(incidentId, query, options);
  }

  /**
   * What was recorded behind a position, in the order of positions, and then what comes, without an end. With `wait: 0`
   * it ends where nothing more is recorded. Keep `next` of a page, or `position` of an entry, to go on from there.
   */
  changes(query: ChangesQuery = {}, options: FollowOptions = {}): Pages<ChangesPage, Entry> {
    const asked = { wait: WAIT_SECONDS, ...query };
    const feed = this.#sender.in({
      repeatable: true,
      streamed: false,
      deadlineMs: 10_000 + asked.wait * 1_000,
    });
    const read = (after: string | undefined) =>
      dataOf(
        this.query.GET('/v1/changes', {
          params: { query: { ...asked, ...(after !== undefined && { after }) } },
          fetch: feed,
          ...signalOf(options),
        }),
      );
    return changesAfter(read, asked.wait > 0, options);
  }

  /** What is recorded for the account, as it comes. */
  follow(query: StreamQuery = {}, options: FollowOptions = {}): AsyncGenerator<StreamEvent> {
    const { after, ...filter } = query;
    const open = (place: string | undefined, signal: AbortSignal) =>
      this.query.GET('/v1/stream', {
        params: { query: { ...filter, ...(place !== undefined && { after: place }) } },
        ...this.#streamed(signal),
      });
    return follow(async (...asked) => (await answerOf(open(...asked))).response, after, options);
  }

  /** What is recorded of an incident, as it comes; also of one that is still to come. */
  followIncident(
    incidentId: string,
    query: IncidentStreamQuery = {},
    options: FollowOptions = {},
  ): AsyncGenerator<StreamEvent> {
    const { after, ...filter } = query;
    const open = (place: string | undefined, signal: AbortSignal) =>
      this.query.GET('/v1/incidents/{id}/stream', {
        params: {
          path: { id: incidentId },
          query: { ...filter, ...(place !== undefined && { after: place }) },
        },
        ...this.#streamed(signal),
      });
    return follow(async (...asked) => (await answerOf(open(...asked))).response, after, options);
  }

  /** Ends what the client does by itself. What waits in the spool still does, and is handed on by the next. */
  async close(): Promise<void> {
    await this.#spool?.close();
  }

  /** Whoever follows makes the connection again by itself. */
  #streamed(signal: AbortSignal) {
    const fetch = this.#sender.in({ repeatable: false, streamed: true, patienceMs: 0 });
    return { parseAs: 'stream' as const, fetch, signal };
  }
}
