import type { z } from 'zod';
import { signedCheckpointV1Schema } from '../messages/log-checkpoint.v1.js';
import { recordedEntryV1Schema } from '../messages/entry-recorded.v1.js';
import { recordedEntryV2Schema } from '../messages/entry-recorded.v2.js';
import { pagerDutyErrorSchema } from '../pagerduty/error.js';
import { pagerDutyReferenceSchema } from '../pagerduty/reference.js';
import { sentEntrySchema } from '../sent-entry.js';
import { arrayResultSchema, itemResultSchema, queuedSchema, receiptSchema, settledSchema } from './append.js';
import { changesPageSchema } from './changes.js';
import { deadLetterSchema, deadLettersPageSchema } from './dead-letters.js';
import { entryFiguresSchema } from './entry-figures.js';
import { feedPageSchema } from './feed.js';
import { incidentExportSchema } from './incident-export.js';
import { incidentFiguresSchema } from './incident-figures.js';
import { integrationQueueSchema } from './integration-queues.js';
import { lanesSchema } from './lanes.js';
import { problemSchema } from './problem.js';
import { routingKeySchema } from './routing-keys.js';
import {
  activitySchema,
  entryHistorySchema,
  entryViewSchema,
  foundEntriesSchema,
  incidentSchema,
  incidentsPageSchema,
  timelinePageSchema,
} from './timeline.js';
import { failedDeliverySchema, webhookSchema } from './webhooks.js';

/** What descriptions of the API call the schemas that come up in more than one place, or that clients have a type for. */
export const NAMED_SCHEMAS: ReadonlyMap<z.ZodType, string> = new Map<z.ZodType, string>([
  [sentEntrySchema, 'SentEntry'],
  [receiptSchema, 'Receipt'],
  [queuedSchema, 'Queued'],
  [settledSchema, 'Settled'],
  [itemResultSchema, 'ItemResult'],
  [arrayResultSchema, 'ArrayResult'],
  [problemSchema, 'Problem'],
  [entryViewSchema, 'Entry'],
  [entryHistorySchema, 'EntryHistory'],
  [timelinePageSchema, 'TimelinePage'],
  [activitySchema, 'Activity'],
  [lanesSchema, 'Lanes'],
  [foundEntriesSchema, 'EntriesPage'],
  [incidentSchema, 'Incident'],
  [incidentsPageSchema, 'IncidentsPage'],
  [incidentFiguresSchema, 'IncidentFigures'],
  [entryFiguresSchema, 'EntryFigures'],
  [incidentExportSchema, 'IncidentExport'],
  [changesPageSchema, 'ChangesPage'],
  [feedPageSchema, 'FeedPage'],
  [recordedEntryV2Schema, 'RecordedEntryV2'],
  [recordedEntryV1Schema, 'RecordedEntryV1'],
  [signedCheckpointV1Schema, 'SignedCheckpoint'],
  [deadLetterSchema, 'DeadLetter'],
  [deadLettersPageSchema, 'DeadLettersPage'],
  [integrationQueueSchema, 'IntegrationQueue'],
  [routingKeySchema, 'RoutingKey'],
  [webhookSchema, 'Webhook'],
  [failedDeliverySchema, 'FailedDelivery'],
  [pagerDutyErrorSchema, 'PagerDutyError'],
  [pagerDutyReferenceSchema, 'PagerDutyReference'],
]);
