// Made of docs/openapi/query-service.json by `npm run openapi`.
export interface paths {
  '/v1/incidents/{id}/timeline': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The entries of an incident, in timeline order
     * @description While the read model’s store is away, made of the log: then Daybook-Degraded says so.
     */
    get: operations['ReadTimelineDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/incidents/{id}/activity': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How many entries of a timeline fall into each part of its time
     * @description What is drawn of an incident at a glance, and by which a reader finds any place in a long timeline.
     */
    get: operations['ReadActivityDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/incidents/{id}/lanes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who or what a timeline’s entries are of, and how many fall into each part of its time
     * @description What is drawn of an incident as lanes, one for each agent or channel, the busiest first.
     */
    get: operations['ReadLanesDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/entries/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One entry */
    get: operations['ReadEntryDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/entries/{id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How an entry became what it is: as it was sent, its revisions, redactions and moves */
    get: operations['ReadEntryDoor_readHistory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/incidents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Incidents, newest activity first
     * @description An incident that becomes active while one pages moves to the front, so later pages don’t show it again.
     */
    get: operations['ListIncidentsDoor_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/incidents/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One incident */
    get: operations['ReadIncidentDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/incidents/{id}/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An incident with its timeline, as a file
     * @description JSON, CSV, or Markdown as a draft of a post-mortem, streamed. Where the store fails midway the connection breaks off: a body that ends as HTTP says is whole. `daybook verify` holds the JSON against the log.
     */
    get: operations['ExportIncidentDoor_export'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/entries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Entries of all incidents, newest first */
    get: operations['SearchEntriesDoor_search'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/changes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What was recorded behind a position, in the order of positions
     * @description Hand `next` back as `after`. With `Accept: application/x-ndjson` each entry is a line, and the last line tells `next`, `watermark` and `more`.
     */
    get: operations['ReadChangesDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What is recorded for the account, as it comes
     * @description Server-sent events: `event: entry` with an entry as its data, `event: watermark` every 15 s. Each `id` is a position from which to go on.
     */
    get: operations['StreamChangesDoor_ofAccount'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/incidents/{id}/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What is recorded of an incident, as it comes; also of one that is still to come
     * @description Server-sent events: `event: entry` with an entry as its data, `event: watermark` every 15 s. Each `id` is a position from which to go on.
     */
    get: operations['StreamChangesDoor_ofIncident'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The webhooks of the account, oldest first */
    get: operations['WebhooksDoor_list'];
    put?: never;
    /** Have entries posted to an address; the secret that signs them is told this once */
    post: operations['WebhooksDoor_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One webhook: how far it is, and what is held back */
    get: operations['WebhooksDoor_show'];
    put?: never;
    post?: never;
    /** Remove it, with what it has not delivered */
    delete: operations['WebhooksDoor_remove'];
    options?: never;
    head?: never;
    /** Change its address, filter or description; it goes on from where it is */
    patch: operations['WebhooksDoor_change'];
    trace?: never;
  };
  '/v1/webhooks/{id}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Deliver nothing until it is resumed; nothing is missed */
    post: operations['WebhooksDoor_pause'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/{id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Go on from where it was */
    post: operations['WebhooksDoor_resume'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Deliver again, or leave out: go on from another position */
    post: operations['WebhooksDoor_replay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/{id}/rotate-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make another secret; for 24 hours both sign */
    post: operations['WebhooksDoor_rotate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/{id}/failed': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Deliveries that were given up */
    get: operations['FailedDeliveriesDoor_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/{id}/failed/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Try some or all of them again, for another 48 hours; what is taken is no longer listed */
    post: operations['FailedDeliveriesDoor_replay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/incident-figures': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How many incidents there were, and how long they took
     * @description Mean and median time to acknowledge and to resolve, by service, team, severity, day, week or hour of the week.
     */
    get: operations['IncidentFiguresDoor_measure'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/entry-figures': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How many entries of each type there were
     * @description And on how many incidents, with those that have most of them: what is noisy, and where.
     */
    get: operations['EntryFiguresDoor_count'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/log_entries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The log entries of the account, newest first */
    get: operations['LogEntriesDoor_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/incidents/{id}/log_entries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The log entries of an incident, newest first */
    get: operations['LogEntriesDoor_listOfIncident'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/log_entries/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One log entry */
    get: operations['LogEntriesDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/incidents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Incidents, the newest first unless sort_by says otherwise */
    get: operations['IncidentsDoor_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/incidents/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One incident */
    get: operations['IncidentsDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/incidents/{id}/notes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The notes of an incident, newest first: its entries of type annotate */
    get: operations['IncidentsDoor_notes'];
    put?: never;
    /** Add a note to an incident, by way of the command-service */
    post: operations['ForwardNoteDoor_forward'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/incidents/{id}/alerts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What triggered an incident: one alert at most */
    get: operations['AlertsDoor_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/incidents/{id}/alerts/{alertId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One alert of an incident */
    get: operations['AlertsDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/services': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All that the incidents of the account tell of, by id; users are responders */
    get: operations['NamedDoor_list[0]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/teams': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All that the incidents of the account tell of, by id; users are responders */
    get: operations['NamedDoor_list[1]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All that the incidents of the account tell of, by id; users are responders */
    get: operations['NamedDoor_list[2]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/services/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One of them */
    get: operations['NamedDoor_read[0]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/teams/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One of them */
    get: operations['NamedDoor_read[1]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One of them */
    get: operations['NamedDoor_read[2]'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/abilities': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Which of PagerDuty’s abilities there are */
    get: operations['CallerDoor_abilities'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whoever the token belongs to */
    get: operations['CallerDoor_me'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ui/config.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the web page must know before it has a token */
    get: operations['PageConfigDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/progress': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How far the read model is, shard by shard, now and in the last half hour
     * @description Needs a token, whatever its scopes. Each replica tells what it knows; samples begin when it was started.
     */
    get: operations['ReadProgressDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['HealthController_live'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['HealthController_ready'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['MetricsController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Activity: {
      /**
       * Format: date-time
       * @description where the first part begins: `since`, or the first entry of the incident
       */
      since: string;
      /** @description length of each part, in milliseconds */
      bucketMs: number;
      /** @description entries in each part, up to `until` or the last entry */
      counts: number[];
      total: number;
      watermark: string;
    };
    ChangesPage: {
      /** @description in the order of their positions */
      changes: components['schemas']['Entry'][];
      /** @description hand it back as `after`; it moves on though nothing matched */
      next: string;
      /** @description up to here everything is known */
      watermark: string;
      /** @description whether there may be more between `next` and the watermark */
      more: boolean;
    };
    EntriesPage: {
      entries: components['schemas']['Entry'][];
      /** @description cursor of the following page in this order; null at the end. A page with it may be short, even empty: a search looks at 50,000 entries or so and for a second at most, and tells where to go on */
      next: string | null;
      watermark: string;
      /** @description watermark of the first page: what was recorded behind it is in the changes after it, and may be in later pages too */
      changesAfter?: string;
    };
    Entry: {
      id: string;
      incidentId: string;
      type: string;
      summary: string;
      /** @description as sent; the id's time where none was sent */
      occurredAt: string;
      /**
       * Format: date-time
       * @description the instant it is ordered by
       */
      occurredAtUtc: string;
      recordedBy: string;
      /** Format: date-time */
      receivedAt: string;
      /** Format: date-time */
      recordedAt: string;
      contentHash: string;
      position: string;
      origin: string;
      /** @description text order of the keys is timeline order */
      timelineKey: string;
      /** @description the same instant in the `zone` that was asked for */
      occurredAtLocal?: string;
      /** @description a late fact: a door took it so many milliseconds after it happened, more than a minute */
      lateMs?: number;
      /** @description the last of the revisions that are in what is shown */
      revised?: {
        /** @description id of the entry that says so */
        by: string;
        /** Format: date-time */
        at: string;
        recordedBy: string;
        reason?: string;
        /** @description who is claimed to have done it */
        agent?: unknown;
        count: number;
      };
      /** @description the move that put it onto this incident’s timeline */
      moved?: {
        /** @description id of the entry that says so */
        by: string;
        /** Format: date-time */
        at: string;
        recordedBy: string;
        reason?: string;
        /** @description who is claimed to have done it */
        agent?: unknown;
        /** @description the incident that it was recorded on */
        from: string;
      };
      /** @description the content is gone for good: summary is empty, type and times are left; empty until the redaction is seen */
      redacted?: {
        /** @description id of the entry that says so */
        by?: string;
        /** Format: date-time */
        at?: string;
        recordedBy?: string;
        reason?: string;
        /** @description who is claimed to have done it */
        agent?: unknown;
      };
    } & {
      [key: string]: unknown;
    };
    EntryFigures: {
      /** Format: date-time */
      since: string;
      /** Format: date-time */
      until: string;
      total: {
        entries: number;
        /** @description these entries */
        link: string;
      };
      /** @description by type, that of most entries first */
      groups: {
        entries: number;
        /** @description these entries */
        link: string;
        type: string;
        /** @description on whose timelines these entries stand */
        incidents: number;
        /** @description the incidents with most of these entries, up to five */
        most: {
          entries: number;
          /** @description its timeline, which also shows such entries of incidents that were merged into it */
          link: string;
          /** @description id */
          incident: string;
          title: string | null;
        }[];
      }[];
      watermark: string;
    };
    EntryHistory: {
      entry: components['schemas']['Entry'];
      /** @description as it was sent; null once redacted */
      original: {
        [key: string]: unknown;
      } | null;
      /** @description in the order in which they are put on */
      revisions: components['schemas']['Entry'][];
      redactions: components['schemas']['Entry'][];
      /** @description of those that are not redacted the last counts */
      moves: components['schemas']['Entry'][];
    };
    FailedDelivery: {
      entryId: string;
      incidentId: string;
      position: string;
      attempts: number;
      /** Format: date-time */
      firstTriedAt: string;
      /** Format: date-time */
      lastTriedAt: string;
      /** @description of the last attempt */
      reason: string;
      /** @description whether it is being tried again */
      replaying: boolean;
    };
    Incident: {
      id: string;
      /** @enum {string} */
      status: 'triggered' | 'acknowledged' | 'resolved' | 'unknown';
      title: string | null;
      severity: string | null;
      urgency: string | null;
      /** Format: date-time */
      triggeredAt: string | null;
      /** Format: date-time */
      acknowledgedAt: string | null;
      /** Format: date-time */
      resolvedAt: string | null;
      /** @description from triggeredAt to acknowledgedAt */
      timeToAcknowledgeMs: number | null;
      /** @description from triggeredAt to resolvedAt */
      timeToResolveMs: number | null;
      /** @description the entries that the times are of */
      evidence: {
        triggered: string | null;
        acknowledged: string | null;
        resolved: string | null;
      };
      reopenedCount: number;
      /** @description the incident that it was merged into: whose timeline shows its entries as well */
      mergedInto?: string | null;
      /** @description of one incident, where there are any: those whose entries its timeline shows as well */
      merged?: string[];
      responders: string[];
      services: string[];
      teams: string[];
      entryCount: number;
      /** Format: date-time */
      firstActivityAt: string;
      /** Format: date-time */
      lastActivityAt: string;
    };
    IncidentExport: {
      /** @enum {string} */
      format: 'daybook-incident-export';
      /** @enum {number} */
      version: 1;
      account: string;
      /** @description the parameters that left entries out, as they were sent; empty: all entries are there */
      filter: {
        [key: string]: string | string[];
      };
      incident: components['schemas']['Incident'];
      /** @description in timeline order */
      entries: components['schemas']['Entry'][];
      /** @description of an overview: how many entries are hidden before each entry of the page and, last, behind it up to the end of the timeline; 0 there when a page follows */
      hidden?: number[];
      /** @description everything up to this position is in it; what came meanwhile may be */
      watermark: string;
    };
    IncidentFigures: {
      /** Format: date-time */
      since: string;
      /** Format: date-time */
      until: string;
      /** @description each incident once */
      total: {
        /** @description that were triggered in this time */
        incidents: number;
        acknowledged: number;
        /** @description that are resolved now */
        resolved: number;
        /** @description from the first trigger to the first acknowledgement */
        timeToAcknowledge: {
          /** @description milliseconds */
          mean: number | null;
          /** @description milliseconds */
          median: number | null;
          /** @description how many incidents they are made of */
          incidents: number;
        };
        /** @description from the first trigger to the resolve */
        timeToResolve: {
          /** @description milliseconds */
          mean: number | null;
          /** @description milliseconds */
          median: number | null;
          /** @description how many incidents they are made of */
          incidents: number;
        };
        /** @description the incidents that these figures are made of, each with the entries they are of */
        link: string;
      };
      groups: {
        /** @description that were triggered in this time */
        incidents: number;
        acknowledged: number;
        /** @description that are resolved now */
        resolved: number;
        /** @description from the first trigger to the first acknowledgement */
        timeToAcknowledge: {
          /** @description milliseconds */
          mean: number | null;
          /** @description milliseconds */
          median: number | null;
          /** @description how many incidents they are made of */
          incidents: number;
        };
        /** @description from the first trigger to the resolve */
        timeToResolve: {
          /** @description milliseconds */
          mean: number | null;
          /** @description milliseconds */
          median: number | null;
          /** @description how many incidents they are made of */
          incidents: number;
        };
        /** @description the incidents that these figures are made of, each with the entries they are of */
        link: string;
        /** @description service, team, severity, day, the Monday of a week, or the hour of the week, e.g. `1T09`; null: none is known */
        key: string | null;
        /** @description where `by` was given twice: by the second */
        groups?: {
          /** @description that were triggered in this time */
          incidents: number;
          acknowledged: number;
          /** @description that are resolved now */
          resolved: number;
          /** @description from the first trigger to the first acknowledgement */
          timeToAcknowledge: {
            /** @description milliseconds */
            mean: number | null;
            /** @description milliseconds */
            median: number | null;
            /** @description how many incidents they are made of */
            incidents: number;
          };
          /** @description from the first trigger to the resolve */
          timeToResolve: {
            /** @description milliseconds */
            mean: number | null;
            /** @description milliseconds */
            median: number | null;
            /** @description how many incidents they are made of */
            incidents: number;
          };
          /** @description the incidents that these figures are made of, each with the entries they are of */
          link: string;
          /** @description service, team, severity, day, the Monday of a week, or the hour of the week, e.g. `1T09`; null: none is known */
          key: string | null;
        }[];
      }[];
      watermark: string;
    };
    IncidentsPage: {
      incidents: components['schemas']['Incident'][];
      next: string | null;
      watermark: string;
      /** @description watermark of the first page: what was recorded behind it is in the changes after it, and may be in later pages too */
      changesAfter?: string;
    };
    Lanes: {
      /** @enum {string} */
      by: 'agent' | 'channel';
      /**
       * Format: date-time
       * @description where the first part begins: `since`, or the first entry of the incident
       */
      since: string;
      /** @description length of each part, in milliseconds */
      bucketMs: number;
      lanes: {
        total: number;
        /** @description entries in each part, up to `until` or the last entry */
        counts: number[];
        id: string;
        /** @description as its newest entry tells; its id where that tells none */
        name: string;
      }[];
      /** @description entries that name no agent, or no channel */
      without: {
        total: number;
        /** @description entries in each part, up to `until` or the last entry */
        counts: number[];
      };
      /** @description all other lanes, as one */
      others: {
        total: number;
        /** @description entries in each part, up to `until` or the last entry */
        counts: number[];
        /** @description how many they are */
        lanes: number;
      };
      watermark: string;
    };
    PagerDutyError: {
      error: {
        message: string;
        /** @description PagerDuty’s number for it */
        code: number;
        /** @description what was wrong, naming the field */
        errors: string[];
      };
    };
    PagerDutyReference: {
      id: string;
      type: string;
      summary: string;
      self: string;
      html_url: string;
    } & {
      [key: string]: unknown;
    };
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      code: string;
      /** @description path of the value that is wrong */
      field?: string;
    } & {
      [key: string]: unknown;
    };
    TimelinePage: {
      entries: components['schemas']['Entry'][];
      /** @description of an overview: how many entries are hidden before each entry of the page and, last, behind it up to the end of the timeline; 0 there when a page follows */
      hidden?: number[];
      /** @description cursor of the following page in this order; null at the end */
      next: string | null;
      /** @description cursor for reading back from the first entry of this page with the other order; from an empty page, with the entry of its cursor as the first */
      previous: string | null;
      watermark: string;
      /** @description watermark of the first page: what was recorded behind it is in the changes after it, and may be in later pages too */
      changesAfter?: string;
    };
    Webhook: {
      /** Format: uuid */
      id: string;
      url: string;
      description: string | null;
      filter: {
        /**
         * @description entries of any of these types
         * @default []
         */
        type: string[];
        /**
         * @description by any of these agents, by id
         * @default []
         */
        agent: string[];
        /**
         * @description through any of these channels, by id
         * @default []
         */
        channel: string[];
        /**
         * @description about any of these services, by id
         * @default []
         */
        service: string[];
        /**
         * @description of any of these teams, by id
         * @default []
         */
        team: string[];
        /**
         * @description of any of these incidents
         * @default []
         */
        incident: string[];
      };
      /** @enum {string} */
      status: 'active' | 'paused';
      /**
       * @description `gone`: the receiver answered 410; `log_restored`: the log is in another epoch, replay from a position of it
       * @enum {string|null}
       */
      pausedBecause: 'asked' | 'gone' | 'log_restored' | null;
      createdBy: string;
      /** Format: date-time */
      createdAt: string;
      /** @description everything up to here was delivered, given up, or belongs to an incident that is held back */
      position: string;
      held: {
        /** @description whose entries wait for one of them that was not taken */
        incidents: number;
        /**
         * Format: date-time
         * @description when the oldest of those entries was first tried
         */
        since: string | null;
      };
      /** @description deliveries that were given up */
      failed: number;
      /**
       * Format: date-time
       * @description until then the secret of before signs too
       */
      previousSecretUntil: string | null;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  ReadTimelineDoor_read: {
    parameters: {
      query?: {
        /** @description wait until everything up to this position is visible */
        after?: string;
        /** @description wait until this entry is visible */
        includes?: string;
        /** @description entries of any of these types */
        type?: string[];
        /** @description by any of these agents, by id */
        agent?: string[];
        /** @description through any of these channels, by id */
        channel?: string[];
        /** @description about any of these services, by id */
        service?: string[];
        /** @description of any of these teams, by id */
        team?: string[];
        /** @description that happened at this instant or later */
        since?: string;
        /** @description that happened before this instant */
        until?: string;
        /** @description all of these words, or beginnings of words, whatever their case and accents, in the summary and the texts of the details */
        text?: string;
        /** @description only entries that tell the story, and how many are hidden between them */
        overview?: boolean;
        /** @description an IANA time zone: each entry tells occurredAtLocal as well */
        zone?: string;
        order?: 'asc' | 'desc';
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TimelinePage'];
        };
      };
      /** @description no entry of this incident is visible */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` or `includes` is not visible yet */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReadActivityDoor_read: {
    parameters: {
      query?: {
        /** @description wait until everything up to this position is visible */
        after?: string;
        /** @description wait until this entry is visible */
        includes?: string;
        /** @description entries of any of these types */
        type?: string[];
        /** @description by any of these agents, by id */
        agent?: string[];
        /** @description through any of these channels, by id */
        channel?: string[];
        /** @description about any of these services, by id */
        service?: string[];
        /** @description of any of these teams, by id */
        team?: string[];
        /** @description that happened at this instant or later */
        since?: string;
        /** @description that happened before this instant */
        until?: string;
        /** @description all of these words, or beginnings of words, whatever their case and accents, in the summary and the texts of the details */
        text?: string;
        /** @description only entries that tell the story */
        overview?: boolean;
        buckets?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the counts */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Activity'];
        };
      };
      /** @description no entry of this incident is visible */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` or `includes` is not visible yet */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReadLanesDoor_read: {
    parameters: {
      query?: {
        /** @description wait until everything up to this position is visible */
        after?: string;
        /** @description wait until this entry is visible */
        includes?: string;
        /** @description entries of any of these types */
        type?: string[];
        /** @description by any of these agents, by id */
        agent?: string[];
        /** @description through any of these channels, by id */
        channel?: string[];
        /** @description about any of these services, by id */
        service?: string[];
        /** @description of any of these teams, by id */
        team?: string[];
        /** @description that happened at this instant or later */
        since?: string;
        /** @description that happened before this instant */
        until?: string;
        /** @description all of these words, or beginnings of words, whatever their case and accents, in the summary and the texts of the details */
        text?: string;
        /** @description only entries that tell the story */
        overview?: boolean;
        /** @description what a lane is */
        by?: 'agent' | 'channel';
        buckets?: number;
        lanes?: number;
        /** @description these lanes, by id, in this order, instead of the busiest */
        lane?: string[];
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the lanes */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lanes'];
        };
      };
      /** @description no entry of this incident is visible */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` or `includes` is not visible yet */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReadEntryDoor_read: {
    parameters: {
      query?: {
        /** @description wait until everything up to this position is visible */
        after?: string;
        /** @description wait until this entry is visible */
        includes?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the entry */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Entry'];
        };
      };
      /** @description not visible: `entry_pending` is recorded, `entry_not_found` is not, `entry_unknown` may be */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` or `includes` is not visible yet */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReadEntryDoor_readHistory: {
    parameters: {
      query?: {
        /** @description wait until everything up to this position is visible */
        after?: string;
        /** @description wait until this entry is visible */
        includes?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the history */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntryHistory'];
        };
      };
      /** @description not visible: `entry_pending` is recorded, `entry_not_found` is not, `entry_unknown` may be */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` or `includes` is not visible yet */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ListIncidentsDoor_list: {
    parameters: {
      query?: {
        /** @description wait until everything up to this position is visible */
        after?: string;
        /** @description wait until this entry is visible */
        includes?: string;
        /** @description in any of these states */
        status?: ('triggered' | 'acknowledged' | 'resolved' | 'unknown')[];
        /** @description about any of these services, by id */
        service?: string[];
        /** @description of any of these teams, by id */
        team?: string[];
        /** @description of any of these severities */
        severity?: string[];
        /** @description those of which no service, team or severity is known */
        without?: 'service' | 'team' | 'severity';
        /** @description those of which the time of an acknowledgement, or of a resolve, is known */
        with?: 'acknowledgement' | 'resolve';
        /** @description with an entry at this instant or later */
        since?: string;
        /** @description with an entry before this instant */
        until?: string;
        /** @description triggered at this instant or later */
        triggeredSince?: string;
        /** @description triggered before this instant */
        triggeredUntil?: string;
        /** @description triggered in this hour of a week, e.g. `1T09` for Mondays from 9 to 10: looked for among all that the other filters leave */
        hourOfWeek?: string;
        /** @description an IANA time zone: where `hourOfWeek` is meant; UTC by default */
        zone?: string;
        /** @description all of these words, or beginnings of words, whatever their case and accents, in the summary and the texts of the details */
        text?: string;
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IncidentsPage'];
        };
      };
      /** @description `after` is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` or `includes` is not visible yet */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReadIncidentDoor_read: {
    parameters: {
      query?: {
        /** @description wait until everything up to this position is visible */
        after?: string;
        /** @description wait until this entry is visible */
        includes?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the incident */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Incident'];
        };
      };
      /** @description no entry of this incident is visible */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` or `includes` is not visible yet */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExportIncidentDoor_export: {
    parameters: {
      query?: {
        /** @description wait until everything up to this position is visible */
        after?: string;
        /** @description wait until this entry is visible */
        includes?: string;
        /** @description entries of any of these types */
        type?: string[];
        /** @description by any of these agents, by id */
        agent?: string[];
        /** @description through any of these channels, by id */
        channel?: string[];
        /** @description about any of these services, by id */
        service?: string[];
        /** @description of any of these teams, by id */
        team?: string[];
        /** @description that happened at this instant or later */
        since?: string;
        /** @description that happened before this instant */
        until?: string;
        /** @description all of these words, or beginnings of words, whatever their case and accents, in the summary and the texts of the details */
        text?: string;
        /** @description only entries that tell the story */
        overview?: boolean;
        /** @description an IANA time zone: in which times are told; UTC by default */
        zone?: string;
        /** @description goes before Accept, which may ask for text/markdown, text/csv or application/json, the default */
        format?: 'json' | 'csv' | 'markdown';
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description streamed, in timeline order */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IncidentExport'];
          'text/csv': string;
          'text/markdown': string;
        };
      };
      /** @description no entry of this incident is visible */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Accept asks for none of the formats */
      406: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` or `includes` is not visible yet */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SearchEntriesDoor_search: {
    parameters: {
      query?: {
        /** @description wait until everything up to this position is visible */
        after?: string;
        /** @description wait until this entry is visible */
        includes?: string;
        /** @description entries of any of these types */
        type?: string[];
        /** @description by any of these agents, by id */
        agent?: string[];
        /** @description through any of these channels, by id */
        channel?: string[];
        /** @description about any of these services, by id */
        service?: string[];
        /** @description of any of these teams, by id */
        team?: string[];
        /** @description that happened at this instant or later */
        since?: string;
        /** @description that happened before this instant */
        until?: string;
        /** @description all of these words, or beginnings of words, whatever their case and accents, in the summary and the texts of the details */
        text?: string;
        /** @description an IANA time zone: each entry tells occurredAtLocal as well */
        zone?: string;
        order?: 'asc' | 'desc';
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntriesPage'];
        };
      };
      /** @description `after` is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` or `includes` is not visible yet */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReadChangesDoor_read: {
    parameters: {
      query?: {
        /** @description entries of any of these types */
        type?: string[];
        /** @description by any of these agents, by id */
        agent?: string[];
        /** @description through any of these channels, by id */
        channel?: string[];
        /** @description about any of these services, by id */
        service?: string[];
        /** @description of any of these teams, by id */
        team?: string[];
        /** @description of any of these incidents */
        incident?: string[];
        /** @description log:epoch:position; what is recorded behind it; 0: from the start */
        after?: '0' | string;
        limit?: number;
        /** @description seconds to wait for a change where there is none yet */
        wait?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangesPage'];
          'application/x-ndjson': string;
        };
      };
      /** @description `after` is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  StreamChangesDoor_ofAccount: {
    parameters: {
      query?: {
        /** @description entries of any of these types */
        type?: string[];
        /** @description by any of these agents, by id */
        agent?: string[];
        /** @description through any of these channels, by id */
        channel?: string[];
        /** @description about any of these services, by id */
        service?: string[];
        /** @description of any of these teams, by id */
        team?: string[];
        /** @description of any of these incidents */
        incident?: string[];
        /** @description log:epoch:position; the stream begins behind it; 0: from the start; absent: now */
        after?: '0' | string;
      };
      header?: {
        /** @description the id of the last event that was seen; asked before `after` */
        'Last-Event-ID'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description events, until the token expires, the client goes or the replica ends */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description the position is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the caller has too many streams open */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  StreamChangesDoor_ofIncident: {
    parameters: {
      query?: {
        /** @description entries of any of these types */
        type?: string[];
        /** @description by any of these agents, by id */
        agent?: string[];
        /** @description through any of these channels, by id */
        channel?: string[];
        /** @description about any of these services, by id */
        service?: string[];
        /** @description of any of these teams, by id */
        team?: string[];
        /** @description log:epoch:position; the stream begins behind it; 0: from the start; absent: now */
        after?: '0' | string;
      };
      header?: {
        /** @description the id of the last event that was seen; asked before `after` */
        'Last-Event-ID'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description events, until the token expires, the client goes or the replica ends */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description the position is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the caller has too many streams open */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  WebhooksDoor_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description all of them, without their secrets */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            webhooks: components['schemas']['Webhook'][];
          };
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  WebhooksDoor_create: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * Format: uri
           * @description where entries are posted
           */
          url: string;
          /** @description which entries are delivered, as in `/v1/changes`; absent: all of them */
          filter?: {
            /** @description entries of any of these types */
            type?: string[];
            /** @description by any of these agents, by id */
            agent?: string[];
            /** @description through any of these channels, by id */
            channel?: string[];
            /** @description about any of these services, by id */
            service?: string[];
            /** @description of any of these teams, by id */
            team?: string[];
            /** @description of any of these incidents */
            incident?: string[];
          };
          description?: string;
          /** @description where it begins: log:epoch:position; 0: from the start; absent: now */
          after?: '0' | string;
        };
      };
    };
    responses: {
      /** @description it is active */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            url: string;
            description: string | null;
            filter: {
              /**
               * @description entries of any of these types
               * @default []
               */
              type: string[];
              /**
               * @description by any of these agents, by id
               * @default []
               */
              agent: string[];
              /**
               * @description through any of these channels, by id
               * @default []
               */
              channel: string[];
              /**
               * @description about any of these services, by id
               * @default []
               */
              service: string[];
              /**
               * @description of any of these teams, by id
               * @default []
               */
              team: string[];
              /**
               * @description of any of these incidents
               * @default []
               */
              incident: string[];
            };
            /** @enum {string} */
            status: 'active' | 'paused';
            /**
             * @description `gone`: the receiver answered 410; `log_restored`: the log is in another epoch, replay from a position of it
             * @enum {string|null}
             */
            pausedBecause: 'asked' | 'gone' | 'log_restored' | null;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** @description everything up to here was delivered, given up, or belongs to an incident that is held back */
            position: string;
            held: {
              /** @description whose entries wait for one of them that was not taken */
              incidents: number;
              /**
               * Format: date-time
               * @description when the oldest of those entries was first tried
               */
              since: string | null;
            };
            /** @description deliveries that were given up */
            failed: number;
            /**
             * Format: date-time
             * @description until then the secret of before signs too
             */
            previousSecretUntil: string | null;
            /** @description signs what is delivered; told this once */
            secret: string;
          };
        };
      };
      /** @description the account has 50; this installation has no key for webhooks; `after` is of another log */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  WebhooksDoor_show: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the webhook, without its secret */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description the account has no such webhook */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  WebhooksDoor_remove: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description it is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  WebhooksDoor_change: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * Format: uri
           * @description where entries are posted
           */
          url?: string;
          /** @description which entries are delivered, as in `/v1/changes`; absent: all of them */
          filter?: {
            /** @description entries of any of these types */
            type?: string[];
            /** @description by any of these agents, by id */
            agent?: string[];
            /** @description through any of these channels, by id */
            channel?: string[];
            /** @description about any of these services, by id */
            service?: string[];
            /** @description of any of these teams, by id */
            team?: string[];
            /** @description of any of these incidents */
            incident?: string[];
          };
          description?: string;
        };
      };
    };
    responses: {
      /** @description as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  WebhooksDoor_pause: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  WebhooksDoor_resume: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description its position is of an epoch that has ended: replay from another one first */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  WebhooksDoor_replay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description log:epoch:position; what was recorded behind it is delivered; 0: from the start */
          after: '0' | string;
        };
      };
    };
    responses: {
      /** @description as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description `after` is of another log */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  WebhooksDoor_rotate: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the new secret, told this once */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description signs what is delivered; told this once */
            secret: string;
            /** Format: date-time */
            previousSecretUntil: string;
          };
        };
      };
      /** @description somebody else just did */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FailedDeliveriesDoor_list: {
    parameters: {
      query?: {
        /** @description `next` of the page before */
        after?: string;
        limit?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description by entry id */
            failed: components['schemas']['FailedDelivery'][];
            next: string | null;
          };
        };
      };
      /** @description the account has no such webhook */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FailedDeliveriesDoor_replay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description ids of entries; absent: all that were given up */
          entries?: string[];
        };
      };
    };
    responses: {
      /** @description how many are tried */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            replaying: number;
          };
        };
      };
      /** @description the account has no such webhook */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IncidentFiguresDoor_measure: {
    parameters: {
      query?: {
        /** @description wait until everything up to this position is visible */
        after?: string;
        /** @description wait until this entry is visible */
        includes?: string;
        /** @description an incident of several services or teams counts for each of them; by `day`, `week` or `hour-of-week` as well: each group tells its own `groups` */
        by?: ('service' | 'team' | 'severity' | 'day' | 'week' | 'hour-of-week')[];
        /** @description triggered at this instant or later; 30 days before `until` by default */
        since?: string;
        /** @description triggered before this instant; now by default */
        until?: string;
        /** @description about any of these services, by id */
        service?: string[];
        /** @description of any of these teams, by id */
        team?: string[];
        /** @description of any of these severities */
        severity?: string[];
        /** @description an IANA time zone: where days, weeks and hours begin; UTC by default */
        zone?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the figures */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IncidentFigures'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EntryFiguresDoor_count: {
    parameters: {
      query?: {
        /** @description wait until everything up to this position is visible */
        after?: string;
        /** @description wait until this entry is visible */
        includes?: string;
        /** @description entries of any of these types */
        type?: string[];
        /** @description by any of these agents, by id */
        agent?: string[];
        /** @description through any of these channels, by id */
        channel?: string[];
        /** @description about any of these services, by id */
        service?: string[];
        /** @description of any of these teams, by id */
        team?: string[];
        /** @description that happened at this instant or later; 30 days before `until` by default */
        since?: string;
        /** @description that happened before this instant; now by default */
        until?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the figures */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntryFigures'];
        };
      };
      /** @description `after` is of another log, or of an epoch that has ended */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `after` or `includes` is not visible yet */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LogEntriesDoor_list: {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
        /** @description 25 by default, 100 at most */
        limit?: number;
        /** @description any, also past 10,000 */
        offset?: number;
        total?: '0' | '1' | 'true' | 'True' | 'false' | 'False';
        /** @description `next_cursor` of the page before; then `offset` does not count */
        cursor?: string;
        /** @description the first instant; any spelling of RFC 3339, without a zone UTC */
        since?: string;
        /** @description the first instant that is past the end */
        until?: string;
        /** @description only what changes the state of the incident */
        is_overview?: '0' | '1' | 'true' | 'True' | 'false' | 'False';
        'team_ids[]'?: string[];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            log_entries: ({
              id: string;
              type: string;
              summary: string;
              self: string;
              html_url: string;
              /** @description when it happened, in whole seconds; Z, or the offset of time_zone */
              created_at: string;
              agent: components['schemas']['PagerDutyReference'];
              channel: {
                type: string;
              } & {
                [key: string]: unknown;
              };
              incident: components['schemas']['PagerDutyReference'];
              service: components['schemas']['PagerDutyReference'];
              teams: components['schemas']['PagerDutyReference'][];
              contexts: {
                [key: string]: string;
              }[];
              event_details: {
                [key: string]: string;
              };
            } & {
              [key: string]: unknown;
            })[];
            limit: number;
            offset: number;
            more: boolean;
            /** @description null unless total=true */
            total: number | null;
            next_cursor: string | null;
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  LogEntriesDoor_listOfIncident: {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
        /** @description 25 by default, 100 at most */
        limit?: number;
        /** @description any, also past 10,000 */
        offset?: number;
        total?: '0' | '1' | 'true' | 'True' | 'false' | 'False';
        /** @description `next_cursor` of the page before; then `offset` does not count */
        cursor?: string;
        /** @description the first instant; any spelling of RFC 3339, without a zone UTC */
        since?: string;
        /** @description the first instant that is past the end */
        until?: string;
        /** @description only what changes the state of the incident */
        is_overview?: '0' | '1' | 'true' | 'True' | 'false' | 'False';
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            log_entries: ({
              id: string;
              type: string;
              summary: string;
              self: string;
              html_url: string;
              /** @description when it happened, in whole seconds; Z, or the offset of time_zone */
              created_at: string;
              agent: components['schemas']['PagerDutyReference'];
              channel: {
                type: string;
              } & {
                [key: string]: unknown;
              };
              incident: components['schemas']['PagerDutyReference'];
              service: components['schemas']['PagerDutyReference'];
              teams: components['schemas']['PagerDutyReference'][];
              contexts: {
                [key: string]: string;
              }[];
              event_details: {
                [key: string]: string;
              };
            } & {
              [key: string]: unknown;
            })[];
            limit: number;
            offset: number;
            more: boolean;
            /** @description null unless total=true */
            total: number | null;
            next_cursor: string | null;
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  LogEntriesDoor_read: {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the entry */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            log_entry: {
              id: string;
              type: string;
              summary: string;
              self: string;
              html_url: string;
              /** @description when it happened, in whole seconds; Z, or the offset of time_zone */
              created_at: string;
              agent: components['schemas']['PagerDutyReference'];
              channel: {
                type: string;
              } & {
                [key: string]: unknown;
              };
              incident: components['schemas']['PagerDutyReference'];
              service: components['schemas']['PagerDutyReference'];
              teams: components['schemas']['PagerDutyReference'][];
              contexts: {
                [key: string]: string;
              }[];
              event_details: {
                [key: string]: string;
              };
            } & {
              [key: string]: unknown;
            };
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  IncidentsDoor_list: {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
        /** @description 25 by default, 100 at most */
        limit?: number;
        /** @description any, also past 10,000 */
        offset?: number;
        total?: '0' | '1' | 'true' | 'True' | 'false' | 'False';
        /** @description `next_cursor` of the page before; then `offset` does not count */
        cursor?: string;
        /** @description the first instant; any spelling of RFC 3339, without a zone UTC */
        since?: string;
        /** @description the first instant that is past the end */
        until?: string;
        'statuses[]'?: string[];
        'service_ids[]'?: string[];
        'team_ids[]'?: string[];
        /** @description responders */
        'user_ids[]'?: string[];
        'urgencies[]'?: string[];
        /** @description refused, since ignoring it would show other incidents */
        incident_key?: string;
        /** @description created_at:desc by default */
        sort_by?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            incidents: components['schemas']['PagerDutyReference'][];
            limit: number;
            offset: number;
            more: boolean;
            /** @description null unless total=true */
            total: number | null;
            next_cursor: string | null;
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  IncidentsDoor_read: {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the incident */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            incident: components['schemas']['PagerDutyReference'];
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  IncidentsDoor_notes: {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description all of them */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            notes: {
              /** @description of the entry */
              id: string;
              user: components['schemas']['PagerDutyReference'];
              channel: {
                summary: string;
              };
              content: string;
              /** @description when it was written, in UTC */
              created_at: string;
            }[];
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  ForwardNoteDoor_forward: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          note: {
            content: string;
          } & {
            [key: string]: unknown;
          };
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description recorded, and durable; 202: queued */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            note: {
              /** @description of the entry */
              id: string;
              user: components['schemas']['PagerDutyReference'];
              channel: {
                summary: string;
              };
              content: string;
              /** @description when it was written, in UTC */
              created_at: string;
            };
          };
        };
      };
      /** @description the command-service can’t be reached */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  AlertsDoor_list: {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
        /** @description 25 by default, 100 at most */
        limit?: number;
        /** @description any, also past 10,000 */
        offset?: number;
        total?: '0' | '1' | 'true' | 'True' | 'false' | 'False';
        'statuses[]'?: string[];
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            alerts: components['schemas']['PagerDutyReference'][];
            limit: number;
            offset: number;
            more: boolean;
            /** @description null unless total=true */
            total: number | null;
            next_cursor: string | null;
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  AlertsDoor_read: {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
      };
      header?: never;
      path: {
        id: string;
        alertId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the alert */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            alert: components['schemas']['PagerDutyReference'];
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  'NamedDoor_list[0]': {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
        /** @description 25 by default, 100 at most */
        limit?: number;
        /** @description any, also past 10,000 */
        offset?: number;
        total?: '0' | '1' | 'true' | 'True' | 'false' | 'False';
        /** @description a part of the name or id */
        query?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            services: components['schemas']['PagerDutyReference'][];
            limit: number;
            offset: number;
            more: boolean;
            /** @description null unless total=true */
            total: number | null;
            next_cursor: string | null;
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  'NamedDoor_list[1]': {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
        /** @description 25 by default, 100 at most */
        limit?: number;
        /** @description any, also past 10,000 */
        offset?: number;
        total?: '0' | '1' | 'true' | 'True' | 'false' | 'False';
        /** @description a part of the name or id */
        query?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            services: components['schemas']['PagerDutyReference'][];
            limit: number;
            offset: number;
            more: boolean;
            /** @description null unless total=true */
            total: number | null;
            next_cursor: string | null;
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  'NamedDoor_list[2]': {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
        /** @description 25 by default, 100 at most */
        limit?: number;
        /** @description any, also past 10,000 */
        offset?: number;
        total?: '0' | '1' | 'true' | 'True' | 'false' | 'False';
        /** @description a part of the name or id */
        query?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            services: components['schemas']['PagerDutyReference'][];
            limit: number;
            offset: number;
            more: boolean;
            /** @description null unless total=true */
            total: number | null;
            next_cursor: string | null;
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  'NamedDoor_read[0]': {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description what is known of it */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            service: components['schemas']['PagerDutyReference'];
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  'NamedDoor_read[1]': {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description what is known of it */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            service: components['schemas']['PagerDutyReference'];
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  'NamedDoor_read[2]': {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description what is known of it */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            service: components['schemas']['PagerDutyReference'];
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  CallerDoor_abilities: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description all of them */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            abilities: string[];
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  CallerDoor_me: {
    parameters: {
      query?: {
        /** @description IANA time zone of the times in the answer; UTC by default */
        time_zone?: string;
        'include[]'?: string[];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the subject of the token */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            user: components['schemas']['PagerDutyReference'];
          };
        };
      };
      /** @description a parameter can’t be read; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the token does not allow this */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description there is no such thing */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description too many requests; Retry-After tells when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description the read model’s store is away: try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
    };
  };
  PageConfigDoor_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description addresses */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /**
             * Format: uri
             * @description where the page records entries and asks for what the log knows, without a slash at its end
             */
            commandServiceUrl: string;
          };
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReadProgressDoor_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description positions, queues and samples */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description everything up to here is visible */
            watermark: string;
            /** @description the largest position that is known to exist */
            head: number;
            /** @description positions between the two */
            behind: number;
            /** @description since the read model was last proven complete; 0 while it is */
            lagMs: number;
            /**
             * @description where entries come from now
             * @enum {string}
             */
            source: 'queue' | 'feed';
            shards: {
              shard: number;
              watermark: number;
              /** @description entries that this replica has written past a hole: one before them has not come */
              waiting: number;
            }[];
            /** @description messages that could not be read */
            parked: number;
            /** @description of the shards; null: RabbitMQ did not answer */
            queues:
              | {
                  queue: string;
                  /** @description that wait; those that a consumer has in hand are not among them */
                  messages: number;
                  consumers: number;
                }[]
              | null;
            /** @description between two samples */
            everySeconds: number;
            /** @description of the last half hour at most, oldest first */
            samples: {
              /** Format: date-time */
              at: string;
              head: number;
              watermark: number;
              /** @description messages in all queues of shards; null: RabbitMQ did not answer */
              queued: number | null;
              lagMs: number;
            }[];
          };
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HealthController_live: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description alive */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'alive';
          };
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HealthController_ready: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description can do its work; `mode` tells of degradation */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description whether the service can do its work, if need be in a degraded mode */
            ready: boolean;
            /** @description `normal`, or the names of what is down */
            mode: string;
          } & {
            [key: string]: unknown;
          };
        };
      };
      /** @description can’t do its work now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description whether the service can do its work, if need be in a degraded mode */
            ready: boolean;
            /** @description `normal`, or the names of what is down */
            mode: string;
          } & {
            [key: string]: unknown;
          };
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  MetricsController_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description metrics */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description refused; `code` says why */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
