import { pagerDutyObject, type PagerDutyReference } from '@daybook/timeline-contracts';
import type { Named } from './list-named.js';

/** A service, team or user as its own page shows it. */
export function namedObject(
  kind: 'service' | 'team' | 'user',
  { id, name }: Named,
  account: string,
  base: string,
): PagerDutyReference {
  const shown = { ...pagerDutyObject(base, kind, id, name), name };
  if (kind === 'service') return { ...shown, status: 'active', teams: [], integrations: [] };
  if (kind === 'team') return { ...shown, description: null };
  // Clients insist on an address. That of somebody who is known by another name leads nowhere (RFC 2606).
  const email = id.includes('@') ? id : `${encodeURIComponent(id)}@${account}.invalid`;
  return { ...shown, email, role: 'user', teams: [], contact_methods: [], notification_rules: [] };
}
