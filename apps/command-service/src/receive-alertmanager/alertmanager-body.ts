import { storable } from '../receive-events/event-body.js';
import { parseTimestamp, type JsonObject, type JsonValue } from '@daybook/timeline-domain';
import { z } from 'zod';

/** A group of this many alerts is no group any more. */
export const MAX_ALERTS = 10_000;
const SEVERITIES: readonly string[] = ['critical', 'error', 'warning', 'info'];
const MAX_SUMMARY = 1_024;

const texts = z.record(z.string(), z.string());
const time = z.string().refine(isTime, 'must be an RFC 3339 time');

/**
 * What Alertmanager's webhook receiver sends, version 4, and Grafana's webhook contact point, which adds fields of its
 * own. Only what an entry needs is asked for, since a notification that is refused is never sent again.
 */
export const notificationSchema = z.looseObject({
  version: z.string().optional(),
  groupKey: z.string().optional(),
  receiver: z.string().optional(),
  status: z.string().optional(),
  externalURL: z.string().optional(),
  truncatedAlerts: z.number().optional(),
  groupLabels: texts.optional(),
  commonLabels: texts.optional(),
  commonAnnotations: texts.optional(),
  alerts: z
    .array(
      z
        .looseObject({
          status: z.enum(['firing', 'resolved']),
          labels: texts,
          annotations: texts.optional(),
          startsAt: time,
          endsAt: z.string().optional().describe('of a resolved alert'),
          generatorURL: z.string().optional(),
          fingerprint: z.string().min(1).max(255).describe('names the alert, whatever became of it'),
        })
        .refine(({ status, endsAt }) => status === 'firing' || isTime(endsAt), {
          path: ['endsAt'],
          message: 'must be an RFC 3339 time once the alert is resolved',
        }),
    )
    .max(MAX_ALERTS),
});

export type Notification = z.infer<typeof notificationSchema>;
export type Alert = Notification['alerts'][number];

/**
 * One alert as an event of Events API v2. `custom_details` holds the alert as it was sent, and what its notification
 * says of the group; the other alerts of the group are events of their own.
 */
export function eventOf(alert: Alert, { alerts: _each, ...group }: Notification): JsonObject {
  const { labels, annotations = {} } = alert;
  const links = linksOf(alert, annotations);
  return storable({
    event_action: alert.status === 'firing' ? 'trigger' : 'resolve',
    dedup_key: alert.fingerprint,
    // Alertmanager knows no organisations.
    client: 'orgId' in group ? 'Grafana' : 'Alertmanager',
    ...(group.externalURL && { client_url: group.externalURL }),
    payload: {
      summary: summaryOf(labels, annotations),
      source: labels['instance'] || group.externalURL || 'alertmanager',
      severity: severityOf(labels),
      timestamp: alert.status === 'firing' ? alert.startsAt : alert.endsAt!,
      ...(labels['alertname'] && { class: labels['alertname'] }),
      custom_details: { alert: alert as JsonObject, group: group as JsonObject },
    },
    ...(links.length > 0 && { links }),
  });
}

type Texts = Readonly<Record<string, string>>;

function summaryOf(labels: Texts, annotations: Texts): string {
  const said = [annotations['summary'], annotations['description'], annotations['message']];
  return [...said, labels['alertname'], 'Alert'].find(Boolean)!.slice(0, MAX_SUMMARY);
}

/** Alertmanager itself tells PagerDuty `error` where nothing else is set. */
function severityOf({ severity = '' }: Texts): string {
  const known = severity.toLowerCase();
  return SEVERITIES.includes(known) ? known : 'error';
}

function linksOf(alert: Alert, annotations: Texts): JsonObject[] {
  const links: readonly [string, JsonValue | undefined][] = [
    ['Source', alert.generatorURL],
    ['Runbook', annotations['runbook_url']],
    ['Dashboard', alert['dashboardURL'] as JsonValue | undefined],
    ['Panel', alert['panelURL'] as JsonValue | undefined],
    ['Silence', alert['silenceURL'] as JsonValue | undefined],
  ];
  return links.flatMap(([text, href]) => (typeof href === 'string' && href !== '' ? [{ href, text }] : []));
}

function isTime(text: string | undefined): boolean {
  try {
    parseTimestamp(text ?? '');
    return true;
  } catch {
    return false;
  }
}
