import { entryIdMaker } from '@daybook/timeline-domain';

/** Random bytes by the ream: asked for one id at a time they would be most of what a fact costs. */
const random = { bytes: new Uint8Array(16_384), used: Infinity };

const makeId = entryIdMaker(
  () => Date.now(),
  () => {
    if (random.used >= random.bytes.length) {
      crypto.getRandomValues(random.bytes);
      random.used = 0;
    }
    random.used += 16;
    return random.bytes.subarray(random.used - 16, random.used);
  },
);

/** So that an incident begins, goes on and is left again. */
export const ENTRIES_EACH = 20;

export type Fact = ReturnType<typeof makeFact>;

/** A fact of the size that incident tools send: about 500 bytes of JSON. */
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

/** What one caller reports: 20 facts of an incident that nobody else reports on, then the next incident. */
export function reporter(): () => { readonly fact: Fact; readonly ordinal: number } {
  const name = crypto.randomUUID().slice(0, 18);
  let made = 0;
  return () => {
    const ordinal = made % ENTRIES_EACH;
    const fact = makeFact(`${name}-${Math.floor(made / ENTRIES_EACH)}`, ordinal);
    made += 1;
    return { fact, ordinal };
  };
}
