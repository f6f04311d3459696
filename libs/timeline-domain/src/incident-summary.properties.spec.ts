import fc from 'fast-check';
import type { JsonObject } from './content.js';
import { deriveEntryId } from './entry-id.js';
import { ENTRY_TYPES } from './entry-types.js';
import { summarizeIncident, type LifecycleEntry } from './incident-summary.js';
import { timelineKey } from './timeline-order.js';

const anyName = fc.constantFrom('ada', 'bob', 'zoe', '');
const anyReference = fc.oneof(
  anyName,
  anyName.map((id) => ({ id })),
);
const anyWord = fc.constantFrom('low', 'high', '', 5, null);
const anyDetails = fc.record(
  {
    title: anyWord,
    severity: anyWord,
    priority: anyWord,
    urgency: anyWord,
    assignees: fc.array(anyReference, { maxLength: 3 }),
    responders: anyReference,
    into: fc.constantFrom('a', 'b', 'c', '', 5),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Few times and ids, so that ties are common. */
const anyEntry = fc
  .record({
    time: fc.integer({ min: 0, max: 4 }),
    ordinal: fc.integer({ min: 0, max: 7 }),
    type: fc.constantFrom(
      ...Object.keys(ENTRY_TYPES),
      'trigger',
      'acknowledge',
      'resolve',
      'reopen',
      'merge',
      'deploy',
    ),
    fields: fc.record(
      {
        agent: anyReference,
        service: anyReference,
        teams: fc.array(anyReference, { maxLength: 2 }),
        details: anyDetails,
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  })
  .map(({ time, ordinal, type, fields }): LifecycleEntry => {
    const key = timelineKey(time, deriveEntryId(time, ordinal, '0'.repeat(16)));
    return { key, sent: { ...(fields as JsonObject), type, incidentId: 'a', summary: `${type} ${ordinal}` } };
  });
const anyIncident = fc.uniqueArray(anyEntry, { selector: ({ key }) => key, maxLength: 25 });

/** An incident, and its entries as they may arrive: in any order, each once or more. */
const anyArrival = anyIncident.chain((entries) =>
  fc
    .tuple(
      fc.shuffledSubarray(entries, { minLength: entries.length }),
      fc.array(fc.nat(Math.max(entries.length - 1, 0)), { maxLength: 20 }),
    )
    .map(([shuffled, again]) => ({
      entries,
      arrived: entries.length > 0 ? [...again.map((index) => entries[index]!), ...shuffled] : [],
    })),
);

test('any order and any repetition of the same entries give the same summary', () => {
  fc.assert(
    fc.property(anyArrival, ({ entries, arrived }) => {
      expect(summarizeIncident(arrived)).toStrictEqual(summarizeIncident(entries));
    }),
    { numRuns: 500 },
  );
});

test('the entries are left as they are', () => {
  fc.assert(
    fc.property(anyIncident, (entries) => {
      const before = structuredClone(entries);
      summarizeIncident(entries);
      expect(entries).toStrictEqual(before);
    }),
  );
});

test('what always holds', () => {
  fc.assert(
    fc.property(anyIncident, (entries) => {
      const summary = summarizeIncident(entries);
      const { status, resolvedAt, acknowledgedAt, triggeredAt, title, mergedInto, ...sets } = summary;
      expect(resolvedAt !== null).toBe(status === 'resolved');
      if (mergedInto !== null) expect(status).toBe('resolved');
      expect([null, 'b', 'c']).toContain(mergedInto);
      if (status === 'acknowledged') expect(acknowledgedAt).not.toBeNull();
      expect(title !== null).toBe(triggeredAt !== null);
      for (const set of [sets.responders, sets.services, sets.teams]) {
        expect(set).toStrictEqual([...new Set(set)].sort());
        expect(set).not.toContain('');
      }
    }),
    { numRuns: 500 },
  );
});

/** The rules again, as a loop over plain variables, to be read beside the fold. */
function model(entries: readonly LifecycleEntry[]) {
  let [open, acknowledged, ended] = [false, false, false];
  let [severity, urgency]: (string | null)[] = [null, null];
  let [triggeredAt, acknowledgedAt, resolvedAt]: (number | null)[] = [null, null, null];
  let reopenedCount = 0;
  let mergedInto: string | null = null;
  const word = (value: unknown) => (typeof value === 'string' && value.length > 0 ? value : null);

  for (const { key, sent } of [...entries].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const time = Number(key.split('.')[0]) - 62_167_219_200_000;
    const details = (sent['details'] ?? {}) as Record<string, unknown>;
    const reopens = sent.type === 'reopen' || (sent.type === 'trigger' && !open && mergedInto === null);
    if (sent.type === 'trigger') triggeredAt ??= time;
    if (sent.type === 'trigger' || sent.type === 'priority_change')
      severity = word(details['severity']) ?? severity;
    if (sent.type === 'priority_change' && !word(details['severity']))
      severity = word(details['priority']) ?? severity;
    if (sent.type === 'trigger' || sent.type === 'urgency_change')
      urgency = word(details['urgency']) ?? urgency;
    if (reopens) {
      if (ended) reopenedCount += 1;
      [open, acknowledged, ended, resolvedAt, mergedInto] = [true, false, false, null, null];
    }
    if (sent.type === 'acknowledge' && !ended) {
      [open, acknowledged] = [true, true];
      acknowledgedAt ??= time;
    }
    if (sent.type === 'unacknowledge') acknowledged = false;
    const merges = sent.type === 'merge' && (details['into'] === 'b' || details['into'] === 'c');
    if (merges) mergedInto = details['into'] as string;
    if ((merges || ['resolve', 'close', 'cancel'].includes(sent.type)) && !ended) {
      [open, acknowledged, ended, resolvedAt] = [false, false, true, time];
    }
  }
  const status = ended ? 'resolved' : acknowledged ? 'acknowledged' : open ? 'triggered' : 'unknown';
  return { status, severity, urgency, triggeredAt, acknowledgedAt, resolvedAt, reopenedCount, mergedInto };
}

test('agrees with a plain loop', () => {
  fc.assert(
    fc.property(anyIncident, (entries) => {
      expect(summarizeIncident(entries)).toMatchObject(model(entries));
    }),
    { numRuns: 2_000 },
  );
});
