import type { components as command } from './api/command-service.js';
import type { components, operations } from './api/query-service.js';

type Schemas = components['schemas'];
type QueryOf<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>;
/** Where a page is, and what it waits for, the client knows by itself. */
type Asked<Query> = Omit<Query, 'cursor' | 'after' | 'includes'>;

/** An entry as it is sent. Without an `id` the client makes one; without `occurredAt` it happened at the id's time. */
export type NewEntry = command['schemas']['SentEntry'];
/** An entry as readers are shown it. */
export type Entry = Schemas['Entry'];
export type EntryHistory = Schemas['EntryHistory'];
export type Incident = Schemas['Incident'];
/** How many entries of a timeline fall into each part of its time. */
export type Activity = Schemas['Activity'];
/** How many entries of each agent or channel fall into each part of a timeline's time. */
export type Lanes = Schemas['Lanes'];
export type IncidentFigures = Schemas['IncidentFigures'];
export type EntryFigures = Schemas['EntryFigures'];
/** RFC 9457 problem details, as Daybook refuses. */
export type Problem = Schemas['Problem'];
/** What became of an entry that was queued. */
export type Settled = command['schemas']['Settled'];

export type TimelinePage = Schemas['TimelinePage'];
export type EntriesPage = Schemas['EntriesPage'];
export type IncidentsPage = Schemas['IncidentsPage'];
export type ChangesPage = Schemas['ChangesPage'];

export type TimelineQuery = Asked<QueryOf<'ReadTimelineDoor_read'>>;
export type EntriesQuery = Asked<QueryOf<'SearchEntriesDoor_search'>>;
export type IncidentsQuery = Asked<QueryOf<'ListIncidentsDoor_list'>>;
export type ActivityQuery = Asked<QueryOf<'ReadActivityDoor_read'>>;
export type LanesQuery = Asked<QueryOf<'ReadLanesDoor_read'>>;
export type FiguresQuery = Asked<QueryOf<'IncidentFiguresDoor_measure'>>;
export type EntryFiguresQuery = Asked<QueryOf<'EntryFiguresDoor_count'>>;
export type ExportQuery = Asked<QueryOf<'ExportIncidentDoor_export'>>;
/** `after`: the position behind which changes are read, `'0'` (the default) for the start. `wait`: see `changes`. */
export type ChangesQuery = QueryOf<'ReadChangesDoor_read'>;
/** `after`: the position behind which the stream begins, `'0'` for the start; absent: now. */
export type StreamQuery = QueryOf<'StreamChangesDoor_ofAccount'>;
/** As StreamQuery; the incident is named beside it. */
export type IncidentStreamQuery = QueryOf<'StreamChangesDoor_ofIncident'>;

/** On pages: what the answer's headers tell of how fresh it is. */
export interface Freshness {
  /** How far the reading side is behind, in milliseconds. */
  readonly lagMs?: number;
  /** How the page was made in another way than usual, e.g. `timeline-from-log`. */
  readonly degraded?: string;
}

/** The entry is in the log. */
export type Recorded = command['schemas']['Receipt'] & { readonly status: 'recorded' };
/** The entry is durable in the service's queue, since the log is away; `receipt` later tells what became of it. */
export type InQueue = command['schemas']['Queued'];
/** The entry is on this machine's disk, and is sent as soon as a door answers. */
export interface Spooled {
  readonly status: 'spooled';
  readonly id: string;
  readonly incidentId: string;
}

/** Where an entry is durable. */
export type Added = Recorded | InQueue | Spooled;
