// Made of docs/openapi/command-service.json by `npm run openapi`.
export interface paths {
  '/v1/entries/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Record a fact under the id that its observer made
     * @description Idempotent: the same id and content again is 200 with `duplicate: true`. The types `revise` and `redact` are about another entry of the same incident, `details.entryId`: a revision gives `details.changes`, a JSON merge patch of its content; a redaction, which needs the scope `entries:redact`, takes its content away for good.
     */
    put: operations['AppendEntryDoor_put'];
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
    get?: never;
    put?: never;
    /**
     * Record a fact, up to 1000 of them, or any number as NDJSON
     * @description Entries without an id get one; with an `Idempotency-Key` a retry gets the same. An array is answered item by item, 201 when something new was recorded, 200 when all were known, 207 when any was refused. NDJSON (application/x-ndjson, gzip welcome) is read as it comes and answered with a line for each line, as soon as you pause or 250 are there, so read the answer while you send. The last line is the summary. Where your body is cut, it is a `problem` instead, and where the answer is, there is neither: send the whole again, with the same ids or key.
     */
    post: operations['AppendEntryDoor_post'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/receipts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What became of a fact that was queued
     * @description For the address that a 202 gave.
     */
    get: operations['ReadReceiptDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/log': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The catch-up feed: entries in position order
     * @description Complete by position. A token of one account gets that account’s entries, so its positions have gaps.
     */
    get: operations['ReadLogDoor_read'];
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
     * How far the log has been handed over to RabbitMQ, and how much waits to come into it
     * @description Needs a token, whatever its scopes. What a server that is away knows is null.
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
  '/v1/log/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The log with its leaves, to be checked offline
     * @description NDJSON: a header, a line for each position, the end. Rows of the token’s account carry what their leaf was made of; of other accounts’ rows and of redacted ones only the leaf is there. An export without its last line (`end`) was cut off. `daybook verify` reads it.
     */
    get: operations['ExportLogDoor_export'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/log/checkpoint': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Where the log stands now, signed
     * @description Keep `checkpoint` where nobody who can write to the log can reach it: `daybook verify` checks the log against it.
     */
    get: operations['CheckpointDoor_checkpoint'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/log/checkpoint-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The public key of checkpoints, as a JSON Web Key Set
     * @description Keep it as well: a key that is asked for at the time of the check is only as good as the service that gives it.
     */
    get: operations['CheckpointDoor_keys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/redactions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The redactions of the account, as they were sent, oldest first
     * @description NDJSON, a redaction a line, as POST /v1/entries takes it: sent again to a log that was restored to an earlier state, what they name is blank again; sent to one that knows them, nothing happens.
     */
    get: operations['RedactionsDoor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v2/enqueue': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Trigger, acknowledge or resolve an alert
     * @description The events of one routing key and dedup key are entries of one incident, until it is resolved: the next trigger begins another. The same event again within five minutes, or at any time if it tells its own, changes nothing.
     */
    post: operations['ReceiveEventsDoor_alert'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v2/change/enqueue': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Tell of a change: an entry of the service, of no incident */
    post: operations['ReceiveEventsDoor_change'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/alertmanager': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Take a notification of Alertmanager’s webhook receiver, or of Grafana’s webhook contact point
     * @description The bearer token is a routing key. Each alert is an incident by its fingerprint: firing triggers it, resolved resolves it, and firing after that begins the next one. What is repeated changes nothing.
     */
    post: operations['ReceiveAlertmanagerDoor_receive'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/pagerduty/{account}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Take an event of a PagerDuty webhook subscription, version 3
     * @description It must be signed with a secret of the account. The entry belongs to the incident that has PagerDuty’s id; an event that is sent again is a duplicate.
     */
    post: operations['ReceivePagerDutyDoor_receive'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/routing-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The routing keys of the account, oldest first, also revoked ones */
    get: operations['RoutingKeysDoor_list'];
    put?: never;
    /** Make a routing key for a service; it is told this once */
    post: operations['RoutingKeysDoor_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/routing-keys/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Revoke a routing key: within two seconds no event is taken with it */
    delete: operations['RoutingKeysDoor_revoke'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/queues': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The queues of the account, oldest first */
    get: operations['IntegrationQueuesDoor_list'];
    put?: never;
    /** Make a queue for a program of the account; again with the same content: no change */
    post: operations['IntegrationQueuesDoor_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/queues/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One queue, and how much waits in it */
    get: operations['IntegrationQueuesDoor_show'];
    put?: never;
    post?: never;
    /** Remove a queue with all its messages */
    delete: operations['IntegrationQueuesDoor_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Dead letters of the account, oldest first */
    get: operations['DeadLettersDoor_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/dead-letters/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One dead letter, with the message as it came */
    get: operations['DeadLettersDoor_show'];
    put?: never;
    post?: never;
    /** Drop it for good */
    delete: operations['DeadLettersDoor_drop'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/dead-letters/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Carry the command out again; on success the dead letter is gone */
    post: operations['DeadLettersDoor_replay'];
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
    get?: never;
    put?: never;
    /**
     * Add a note to an incident: an entry of type annotate
     * @description An incident of which nothing is known yet is taken as well.
     */
    post: operations['PagerDutyNotesDoor_add'];
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
    ArrayResult: {
      recorded: number;
      duplicates: number;
      /** @description absent: none */
      queued?: number;
      refused: number;
      results: components['schemas']['ItemResult'][];
    };
    DeadLetter: {
      id: string;
      recordedBy: string;
      /** @description of the entry, where the message names one */
      entryId: string | null;
      /** @description why, for programs: as in problem details */
      code: string;
      reason: string;
      attempts: number;
      /** Format: date-time */
      firstSeenAt: string;
      /** Format: date-time */
      lastSeenAt: string;
      /** @description as it came */
      message: string;
    };
    DeadLettersPage: {
      deadLetters: components['schemas']['DeadLetter'][];
      next: string | null;
    };
    FeedPage: {
      log: string;
      epoch: number;
      /** @description the last position of the log at the time of reading */
      head: number;
      entries: (components['schemas']['RecordedEntryV2'] | components['schemas']['RecordedEntryV1'])[];
      /** @description hand it back as ?after= */
      next: string;
    };
    IntegrationQueue: {
      name: string;
      /** @description its name in RabbitMQ */
      queue: string;
      types: string[] | null;
      maxLength: number;
      createdBy: string;
      /** Format: date-time */
      createdAt: string;
    };
    ItemResult:
      | {
          index: number;
          status: 201 | 200;
          receipt: components['schemas']['Receipt'];
        }
      | {
          index: number;
          /** @enum {number} */
          status: 202;
          queued: components['schemas']['Queued'];
        }
      | {
          index: number;
          status: number;
          problem: components['schemas']['Problem'];
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
    Queued: {
      id: string;
      incidentId: string;
      /** @enum {string} */
      status: 'queued';
      /** @description path on this service that later tells what became of it */
      receipt: string;
      contentHash: string;
      /** Format: date-time */
      receivedAt: string;
    };
    Receipt: {
      id: string;
      incidentId: string;
      /** @description true: the same content was recorded before under this id */
      duplicate: boolean;
      position: string;
      contentHash: string;
      /**
       * Format: date-time
       * @description when a door took it
       */
      receivedAt: string;
      /**
       * Format: date-time
       * @description when it became durable in the log
       */
      recordedAt: string;
    };
    RecordedEntryV1: {
      account: string;
      /**
       * Format: uuid
       * @description entry id, UUIDv7
       */
      id: string;
      log: string;
      epoch: number;
      position: number;
      /** @description where the entry was first recorded: this log, unless a peer region sent it */
      origin: {
        log: string;
        epoch: number;
        position: number;
      };
      shard: number;
      /** @description position of the entry before this one in its shard, 0 for the first */
      shardPrev: number;
      /** @description the token's subject */
      recordedBy: string;
      /** Format: date-time */
      receivedAt: string;
      /** Format: date-time */
      recordedAt: string;
      /** @description SHA-256 of the canonical content; null once redacted */
      contentHash: string | null;
      /** @description as it was sent; null once redacted */
      entry:
        | ({
            incidentId: string;
            type: string;
            summary: string;
          } & {
            [key: string]: unknown;
          })
        | null;
    };
    RecordedEntryV2: {
      account: string;
      /**
       * Format: uuid
       * @description entry id, UUIDv7
       */
      id: string;
      log: string;
      epoch: number;
      position: number;
      /** @description where the entry was first recorded: this log, unless a peer region sent it */
      origin: {
        log: string;
        epoch: number;
        position: number;
      };
      shard: number;
      /** @description position of the entry before this one in its shard, 0 for the first */
      shardPrev: number;
      /** @description the token's subject */
      recordedBy: string;
      /** Format: date-time */
      receivedAt: string;
      /** Format: date-time */
      recordedAt: string;
      /** @description SHA-256 of the canonical content; null once redacted */
      contentHash: string | null;
      /** @description as it was sent; null once redacted */
      entry:
        | ({
            incidentId: string;
            type: string;
            summary: string;
          } & {
            [key: string]: unknown;
          })
        | null;
      incidentId: string;
      type: string;
      /**
       * Format: date-time
       * @description when it happened, UTC, by which it is ordered; revisions may tell better
       */
      occurredAt: string;
    };
    RoutingKey: {
      /** @description first half of the key */
      id: string;
      service: string;
      createdBy: string;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      revokedAt: string | null;
    };
    SentEntry: {
      /** @description UUIDv7, made by whoever saw the fact; in PUT it stands in the path */
      id?: string;
      incidentId: string;
      /** @description trigger, acknowledge, resolve, annotate, … or any other word: unknown types are kept */
      type: string;
      summary: string;
      /** @description RFC 3339; without a zone it is UTC; absent, it is the id's time */
      occurredAt?: string;
      /** @description who or what is claimed to have acted */
      agent?:
        | string
        | ({
            id: string;
            name?: string;
            type?: string;
          } & {
            [key: string]: unknown;
          });
      /** @description how the fact came about: chat, phone, api, … */
      channel?:
        | string
        | ({
            type: string;
          } & {
            [key: string]: unknown;
          });
      service?:
        | string
        | ({
            id: string;
            name?: string;
            type?: string;
          } & {
            [key: string]: unknown;
          });
      teams?: (
        | string
        | ({
            id: string;
            name?: string;
            type?: string;
          } & {
            [key: string]: unknown;
          })
      )[];
      /** @description links, images */
      contexts?: {
        [key: string]: unknown;
      }[];
      details?: {
        [key: string]: unknown;
      };
    } & {
      [key: string]: unknown;
    };
    Settled:
      | {
          id: string;
          /** @enum {string} */
          status: 'recorded';
          position: string;
          contentHash: string | null;
          /** Format: date-time */
          recordedAt: string;
        }
      | {
          id: string;
          /** @enum {string} */
          status: 'refused';
          code: string;
          reason: string;
          /** @description id of the dead letter that keeps it */
          deadLetter: string;
        };
    SignedCheckpoint: {
      log: string;
      epoch: number;
      position: number;
      /** @description chain(n) = SHA-256(chain(n-1) || leaf(n)), from 32 zero bytes */
      chain: string;
      /** Format: date-time */
      time: string;
      checkpoint: string;
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
  AppendEntryDoor_put: {
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
        'application/json': components['schemas']['SentEntry'];
      };
    };
    responses: {
      /** @description was recorded before */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Receipt'];
        };
      };
      /** @description recorded, and durable */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Receipt'];
        };
      };
      /** @description durable in the queue, since the log is away */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Queued'];
        };
      };
      /** @description the body or a header can’t be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the token does not allow this, or names no account */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the id is taken by another content; both hashes are told */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the entry was redacted */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the body or the entry is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the content type, charset or encoding is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description a field is wrong; it is named */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the caller sends too many requests or entries; `Retry-After` says when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description no durable place can be reached: send it again with the same id */
      503: {
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
  AppendEntryDoor_post: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1 to 255 printable ASCII characters, for entries without an id; kept for 48 h at least */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SentEntry'] | components['schemas']['SentEntry'][];
        'application/x-ndjson': string;
      };
    };
    responses: {
      /** @description was recorded before; of NDJSON, the answers */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Receipt'] | components['schemas']['ArrayResult'];
          'application/x-ndjson': string;
        };
      };
      /** @description recorded, and durable */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Receipt'] | components['schemas']['ArrayResult'];
        };
      };
      /** @description durable in the queue, since the log is away */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Queued'] | components['schemas']['ArrayResult'];
        };
      };
      /** @description some items were refused */
      207: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ArrayResult'];
        };
      };
      /** @description the body or a header can’t be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the token is missing or not valid */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the token does not allow this, or names no account */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the id is taken by another content; both hashes are told */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the entry was redacted */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the body or the entry is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the content type, charset or encoding is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description a field is wrong; it is named */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the caller sends too many requests or entries; `Retry-After` says when to come back */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description no durable place can be reached: send it again with the same id or key */
      503: {
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
  ReadReceiptDoor_read: {
    parameters: {
      query?: {
        /** @description whose fate is asked for, where the id was sent with more than one content */
        contentHash?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description it is settled: recorded, or refused */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Settled'];
        };
      };
      /** @description not settled yet, or never sent */
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
  ReadLogDoor_read: {
    parameters: {
      query?: {
        /** @description a position of this log, or log:epoch:position; the page starts behind it */
        after?: string;
        limit?: number;
        /** @description only its entries; that of the token, where it is of one */
        account?: string;
        /** @description only the entries of this incident of the account */
        incident?: string;
        /** @description only the entry of this id of the account */
        id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description a page; an empty one: nothing behind `after` yet */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FeedPage'];
        };
      };
      /** @description the position is of another log or epoch; `epoch` is the present one */
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
  ReadProgressDoor_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description positions and queues */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description null: Postgres does not answer */
            log: {
              /** @description of the last entry */
              head: string;
              /** @description position up to which RabbitMQ has the log */
              relayed: number;
              /** @description entries that RabbitMQ does not have yet */
              behind: number;
            } | null;
            /** @description of commands and events; null: RabbitMQ does not answer */
            queues:
              | {
                  queue: string;
                  /** @description that wait; those that a consumer has in hand are not among them */
                  messages: number;
                  consumers: number;
                }[]
              | null;
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
  ExportLogDoor_export: {
    parameters: {
      query?: {
        /** @description a position of this log, or log:epoch:position; the page starts behind it */
        after?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description streamed, up to the end of the log */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': string;
        };
      };
      /** @description the position is of another log or epoch, or behind the end of the log */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the log can’t be reached */
      503: {
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
  CheckpointDoor_checkpoint: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description position and chain, and both as a compact JWS */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignedCheckpoint'];
        };
      };
      /** @description this service signs no checkpoints */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description the log can’t be reached */
      503: {
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
  CheckpointDoor_keys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description RFC 7517 */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            keys: ({
              kty: string;
            } & {
              [key: string]: unknown;
            })[];
          };
        };
      };
      /** @description this service signs no checkpoints */
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
  RedactionsDoor_read: {
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
          'application/x-ndjson': string;
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
  ReceiveEventsDoor_alert: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description of a service: POST /v1/routing-keys */
          routing_key: string;
          /** @enum {string} */
          event_action: 'trigger' | 'acknowledge' | 'resolve';
          /** @description of the alert; needed but to trigger, where it is made if absent */
          dedup_key?: string;
          client?: string;
          client_url?: string;
          /** @description needed to trigger */
          payload?: {
            summary: string;
            source: string;
            /** @enum {string} */
            severity: 'critical' | 'error' | 'warning' | 'info';
            /** @description ISO 8601; without a zone it is UTC; absent: now */
            timestamp?: string;
            component?: string;
            group?: string;
            class?: string;
            custom_details?: {
              [key: string]: unknown;
            };
          };
          images?: {
            src: string;
            href?: string;
            alt?: string;
          }[];
          links?: ({
            href: string;
            text?: string;
          } & {
            [key: string]: unknown;
          })[];
        };
      };
    };
    responses: {
      /** @description durable */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'success';
            message: string;
            /** @description of an alert: by which it is acknowledged and resolved */
            dedup_key?: string;
          };
        };
      };
      /** @description the event is wrong; all that is wrong is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'invalid event' | 'throttle exceeded' | 'error';
            message: string;
            /** @description all that is wrong */
            errors: string[];
          };
        };
      };
      /** @description no durable place can be reached: send it again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'invalid event' | 'throttle exceeded' | 'error';
            message: string;
            /** @description all that is wrong */
            errors: string[];
          };
        };
      };
    };
  };
  ReceiveEventsDoor_change: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description of a service: POST /v1/routing-keys */
          routing_key: string;
          payload: {
            summary: string;
            source?: string;
            /** @description ISO 8601; without a zone it is UTC; absent: now */
            timestamp?: string;
            custom_details?: {
              [key: string]: unknown;
            };
          };
          links?: ({
            href: string;
            text?: string;
          } & {
            [key: string]: unknown;
          })[];
        };
      };
    };
    responses: {
      /** @description durable */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'success';
            message: string;
            /** @description of an alert: by which it is acknowledged and resolved */
            dedup_key?: string;
          };
        };
      };
      /** @description the event is wrong; all that is wrong is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'invalid event' | 'throttle exceeded' | 'error';
            message: string;
            /** @description all that is wrong */
            errors: string[];
          };
        };
      };
      /** @description no durable place can be reached: send it again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'invalid event' | 'throttle exceeded' | 'error';
            message: string;
            /** @description all that is wrong */
            errors: string[];
          };
        };
      };
    };
  };
  ReceiveAlertmanagerDoor_receive: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          version?: string;
          groupKey?: string;
          receiver?: string;
          status?: string;
          externalURL?: string;
          truncatedAlerts?: number;
          groupLabels?: {
            [key: string]: string;
          };
          commonLabels?: {
            [key: string]: string;
          };
          commonAnnotations?: {
            [key: string]: string;
          };
          alerts: ({
            /** @enum {string} */
            status: 'firing' | 'resolved';
            labels: {
              [key: string]: string;
            };
            annotations?: {
              [key: string]: string;
            };
            startsAt: string;
            /** @description of a resolved alert */
            endsAt?: string;
            generatorURL?: string;
            /** @description names the alert, whatever became of it */
            fingerprint: string;
          } & {
            [key: string]: unknown;
          })[];
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description all alerts are durable */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description alerts that are entries now */
            recorded: number;
            /** @description alerts that said nothing new */
            repeated: number;
            /** @description alerts that are durable in the queue, since the log is away */
            queued: number;
          };
        };
      };
      /** @description the routing key is missing, not known or revoked */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description a field is wrong; it is named, and nothing was recorded */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description not all alerts could be made durable: send all again */
      503: {
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
  ReceivePagerDutyDoor_receive: {
    parameters: {
      query?: never;
      header: {
        /** @description v1=<HMAC-SHA256 of the body, hexadecimal>; one or more, by commas */
        'X-PagerDuty-Signature': string;
      };
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          event: {
            id: string;
            event_type: string;
            resource_type: string;
            occurred_at: string;
            /** @description who acted; null for automation */
            agent?: {
              [key: string]: unknown;
            } | null;
            client?: {
              [key: string]: unknown;
            } | null;
            data: {
              [key: string]: unknown;
            };
          } & {
            [key: string]: unknown;
          };
        };
      };
    };
    responses: {
      /** @description durable, or a ping */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json':
            | {
                /** @enum {string} */
                status: 'recorded' | 'duplicate' | 'queued';
                /**
                 * Format: uuid
                 * @description of the entry
                 */
                id: string;
                incidentId: string;
              }
            | {
                /** @enum {string} */
                status: 'pong';
              };
        };
      };
      /** @description no signature is of a secret of the account */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description a field is wrong; it is named */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description no durable place can be reached: send it again */
      503: {
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
  RoutingKeysDoor_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description all of them, without the keys themselves */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            routingKeys: components['schemas']['RoutingKey'][];
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
  RoutingKeysDoor_create: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description whose events it brings */
          service: string;
        };
      };
    };
    responses: {
      /** @description the key */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description first half of the key */
            id: string;
            service: string;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            revokedAt: string | null;
            /** @description 32 hexadecimal digits; told this once */
            key: string;
          };
        };
      };
      /** @description this installation has no secret for routing keys */
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
  RoutingKeysDoor_revoke: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description first half of the key */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description it is revoked */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description the account has no such key */
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
  IntegrationQueuesDoor_list: {
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
            queues: components['schemas']['IntegrationQueue'][];
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
  IntegrationQueuesDoor_create: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          name: string;
          /** @description which types of entries; absent: all */
          types?: string[];
          /**
           * @description messages; beyond it the oldest are dropped
           * @default 100000
           */
          maxLength?: number;
        };
      };
    };
    responses: {
      /** @description it takes messages */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IntegrationQueue'];
        };
      };
      /** @description there is another one of this name, or the account has 50 */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description RabbitMQ or Postgres does not answer: send it again */
      503: {
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
  IntegrationQueuesDoor_show: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description the queue */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            name: string;
            /** @description its name in RabbitMQ */
            queue: string;
            types: string[] | null;
            maxLength: number;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** @description that wait to be consumed */
            messages: number;
            consumers: number;
          };
        };
      };
      /** @description the account has no such queue */
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
  IntegrationQueuesDoor_remove: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
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
      /** @description the account has no such queue */
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
  DeadLettersDoor_list: {
    parameters: {
      query?: {
        /** @description `next` of the page before */
        after?: string;
        limit?: number;
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
          'application/json': components['schemas']['DeadLettersPage'];
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
  DeadLettersDoor_show: {
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
      /** @description the dead letter */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeadLetter'];
        };
      };
      /** @description not there */
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
  DeadLettersDoor_drop: {
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
  DeadLettersDoor_replay: {
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
      /** @description recorded */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Receipt'];
        };
      };
      /** @description it fails again, and stays */
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
  PagerDutyNotesDoor_add: {
    parameters: {
      query?: never;
      header?: {
        /** @description a retry with it adds no second note */
        'Idempotency-Key'?: string;
        /** @description who writes it, by email address; absent, the token’s subject */
        From?: string;
      };
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
      /** @description recorded, and durable */
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
      /** @description durable in the queue, since the log is away */
      202: {
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
      /** @description a field is wrong; it is named */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PagerDutyError'];
        };
      };
      /** @description no durable place can be reached: send it again */
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
