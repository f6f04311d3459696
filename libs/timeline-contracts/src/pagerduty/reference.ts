import { z } from 'zod';

/** The things that have a page of their own, by the word that stands in their type and, in the plural, in their path. */
const PATHS = {
  incident: 'incidents',
  log_entry: 'log_entries',
  service: 'services',
  team: 'teams',
  user: 'users',
} as const;
export type PagerDutyKind = keyof typeof PATHS;

/** What every object of PagerDuty's REST API begins with. `self` is a string, never null: clients insist on it. */
export const pagerDutyReferenceSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  summary: z.string(),
  self: z.string(),
  html_url: z.string(),
});

export type PagerDutyReference = z.infer<typeof pagerDutyReferenceSchema>;

/** Where people see an incident, or an entry within it: on the web page. */
export function pageAddress(base: string, incidentId: string, entryId?: string): string {
  const place = entryId === undefined ? '' : `?entry=${encodeURIComponent(entryId)}`;
  return `${base}/ui/incidents/${encodeURIComponent(incidentId)}${place}`;
}

/**
 * @param base where the API is, without a slash at its end
 * @param summary what people call it; the id where nothing better is known
 */
export function pagerDutyObject(
  base: string,
  kind: PagerDutyKind,
  id: string,
  summary: string,
): PagerDutyReference {
  const self = `${base}/${PATHS[kind]}/${encodeURIComponent(id)}`;
  return { id, type: kind, summary, self, html_url: kind === 'incident' ? pageAddress(base, id) : self };
}

/** The same, as another object names it. */
export function pagerDutyReference(
  base: string,
  kind: PagerDutyKind,
  id: string,
  summary: string,
): PagerDutyReference {
  return { ...pagerDutyObject(base, kind, id, summary), type: `${kind}_reference` };
}
