import { entryIdMaker } from '@daybook/timeline-domain';

const makeId = entryIdMaker(() => Date.now());

/** A fact of the size that incident tools send: about 400 bytes. */
export function makeFact(incidentId: string, ordinal: number) {
  return {
    id: makeId(),
    incidentId,
    type: ordinal === 0 ? 'trigger' : 'annotate',
    occurredAt: new Date().toISOString(),
    summary: `Replica ${ordinal % 7} of the orders database is ${ordinal} seconds behind; reads are sent elsewhere`,
    agent: { type: 'service', id: 'orders-db-monitor', name: 'Orders DB monitor' },
    channel: { type: 'monitoring' },
    service: { id: 'orders-db', name: 'Orders database' },
    teams: [{ id: 'storage', name: 'Storage' }],
    details: { severity: 'warning', lagSeconds: ordinal, host: `orders-db-${ordinal % 7}` },
  };
}
