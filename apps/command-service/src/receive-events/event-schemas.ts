import { openApiSchema } from '@daybook/http-door';
import { z } from 'zod';
import { EVENT_LIMITS } from './event-body.js';

const routing_key = z.string().length(32).describe('of a service: POST /v1/routing-keys');
const links = z.array(z.looseObject({ href: z.string(), text: z.string().optional() })).optional();
const timestamp = z.string().optional().describe('ISO 8601; without a zone it is UTC; absent: now');

/** For the API's description; events are read by event-body.ts, which takes more than this. */
export const alertEventSchema = openApiSchema(
  z.object({
    routing_key,
    event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
    dedup_key: z
      .string()
      .max(EVENT_LIMITS.dedupKey)
      .optional()
      .describe('of the alert; needed but to trigger, where it is made if absent'),
    client: z.string().optional(),
    client_url: z.string().optional(),
    payload: z
      .object({
        summary: z.string().max(EVENT_LIMITS.summary),
        source: z.string(),
        severity: z.enum(['critical', 'error', 'warning', 'info']),
        timestamp,
        component: z.string().optional(),
        group: z.string().optional(),
        class: z.string().optional(),
        custom_details: z.looseObject({}).optional(),
      })
      .optional()
      .describe('needed to trigger'),
    images: z
      .array(z.object({ src: z.string(), href: z.string().optional(), alt: z.string().optional() }))
      .optional(),
    links,
  }),
);

export const changeEventSchema = openApiSchema(
  z.object({
    routing_key,
    payload: z.object({
      summary: z.string().max(EVENT_LIMITS.summary),
      source: z.string().optional(),
      timestamp,
      custom_details: z.looseObject({}).optional(),
    }),
    links,
  }),
);

export const acceptedSchema = openApiSchema(
  z.object({
    status: z.literal('success'),
    message: z.string(),
    dedup_key: z.string().optional().describe('of an alert: by which it is acknowledged and resolved'),
  }),
);

/** Errors in the form of Events API v2. */
export const refusedEventSchema = openApiSchema(
  z.object({
    status: z.enum(['invalid event', 'throttle exceeded', 'error']),
    message: z.string(),
    errors: z.array(z.string()).describe('all that is wrong'),
  }),
);
