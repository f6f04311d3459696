import { answerOf, dataOf, type QueryDoors } from './doors.js';
import { Pages } from './pages.js';
import type { Writes, ReadOptions } from './seeing.js';
import type { Send } from './sender.js';
import type {
  Activity,
  ActivityQuery,
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
  Lanes,
  LanesQuery,
  TimelinePage,
  TimelineQuery,
} from './types.js';

/** Reads what the query-service shows. */
export class Reading {
  constructor(
    private readonly doors: QueryDoors,
    private readonly streamed: Send,
    private readonly writes: Writes,
  ) {}

  timeline(id: string, query: TimelineQuery, options: ReadOptions): Pages<TimelinePage & Freshness, Entry> {
    return new Pages(
      (cursor) =>
        page(
          this.doors.GET('/v1/incidents/{id}/timeline', {
            params: { path: { id }, query: { ...query, ...this.#place(cursor, options) } },
            ...signalOf(options),
          }),
        ),
      ({ entries }) => entries,
      ({ next }) => next ?? undefined,
    );
  }

  entries(query: EntriesQuery, options: ReadOptions): Pages<EntriesPage & Freshness, Entry> {
    return new Pages(
      (cursor) =>
        page(
          this.doors.GET('/v1/entries', {
            params: { query: { ...query, ...this.#place(cursor, options) } },
            ...signalOf(options),
          }),
        ),
      ({ entries }) => entries,
      ({ next }) => next ?? undefined,
    );
  }

  incidents(query: IncidentsQuery, options: ReadOptions): Pages<IncidentsPage & Freshness, Incident> {
    return new Pages(
      (cursor) =>
        page(
          this.doors.GET('/v1/incidents', {
            params: { query: { ...query, ...this.#place(cursor, options) } },
            ...signalOf(options),
          }),
        ),
      ({ incidents }) => incidents,
      ({ next }) => next ?? undefined,
    );
  }

  incident(id: string, options: ReadOptions): Promise<Incident> {
    const params = { path: { id }, query: this.writes.wanted(options.seeing) };
    return dataOf(this.doors.GET('/v1/incidents/{id}', { params, ...signalOf(options) }));
  }

  activity(id: string, query: ActivityQuery, options: ReadOptions): Promise<Activity> {
    const params = { path: { id }, query: { ...query, ...this.writes.wanted(options.seeing) } };
    return dataOf(this.doors.GET('/v1/incidents/{id}/activity', { params, ...signalOf(options) }));
  }

  lanes(id: string, query: LanesQuery, options: ReadOptions): Promise<Lanes> {
    const params = { path: { id }, query: { ...query, ...this.writes.wanted(options.seeing) } };
    return dataOf(this.doors.GET('/v1/incidents/{id}/lanes', { params, ...signalOf(options) }));
  }

  entry(id: string, options: ReadOptions): Promise<Entry> {
    const params = { path: { id }, query: this.writes.wanted(options.seeing) };
    return dataOf(this.doors.GET('/v1/entries/{id}', { params, ...signalOf(options) }));
  }

  history(id: string, options: ReadOptions): Promise<EntryHistory> {
    const params = { path: { id }, query: this.writes.wanted(options.seeing) };
    return dataOf(this.doors.GET('/v1/entries/{id}/history', { params, ...signalOf(options) }));
  }

  figures(query: FiguresQuery, options: ReadOptions): Promise<IncidentFigures> {
    const params = { query: { ...query, ...this.writes.wanted(options.seeing) } };
    return dataOf(this.doors.GET('/v1/incident-figures', { params, ...signalOf(options) }));
  }

  entryFigures(query: EntryFiguresQuery, options: ReadOptions): Promise<EntryFigures> {
    const params = { query: { ...query, ...this.writes.wanted(options.seeing) } };
    return dataOf(this.doors.GET('/v1/entry-figures', { params, ...signalOf(options) }));
  }

  async export(id: string, query: ExportQuery, options: ReadOptions): Promise<Response> {
    const call = this.doors.GET('/v1/incidents/{id}/export', {
      params: { path: { id }, query: { ...query, ...this.writes.wanted(options.seeing) } },
      parseAs: 'stream',
      fetch: this.streamed,
      ...signalOf(options),
    });
    return (await answerOf(call)).response;
  }

  /** A first page waits for what it must show; the others go on where it ends. */
  #place(cursor: string | undefined, { seeing }: ReadOptions) {
    return cursor === undefined ? this.writes.wanted(seeing) : { cursor };
  }
}

export function signalOf({ signal }: { readonly signal?: AbortSignal }) {
  return signal && { signal };
}

async function page<Page>(call: Parameters<typeof answerOf<Page>>[0]): Promise<Page & Freshness> {
  const { data, response } = await answerOf(call);
  const lag = response.headers.get('daybook-lag-ms');
  const degraded = response.headers.get('daybook-degraded');
  return { ...data, ...(lag !== null && { lagMs: Number(lag) }), ...(degraded !== null && { degraded }) };
}
