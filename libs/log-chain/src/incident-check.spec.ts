import { incidentExportSchema, type IncidentExport, type LogExportEntry } from '@daybook/timeline-contracts';
import { entryIdMaker, timelineKey, type JsonObject } from '@daybook/timeline-domain';
import { madeExport, type Line } from '../test/made-export.js';
import { IncidentCheck, type IncidentReport } from './incident-check.js';

const makeId = entryIdMaker(Date.now);
const AT = Date.UTC(2026, 2, 1, 9);
const ids = Array.from({ length: 6 }, () => makeId());

const CONTENTS: JsonObject[] = [
  { id: ids[0]!, incidentId: 'i', type: 'trigger', summary: 'down', details: { lateMs: 7 }, lateMs: 'sent' },
  { id: ids[1]!, incidentId: 'j', type: 'annotate', summary: 'of another incident' },
  { id: ids[2]!, incidentId: 'i', type: 'annotate', summary: 'a secret' },
  { id: ids[3]!, incidentId: 'i', type: 'annotate', summary: 'theirs', account: 'other' },
  {
    id: ids[4]!,
    incidentId: 'i',
    type: 'revise',
    summary: 'why',
    details: { entryId: ids[0]!, changes: { summary: 'slow' } },
  },
  { id: ids[5]!, incidentId: 'i', type: 'resolve', summary: 'up', occurredAtLocal: 'sent' },
];

function log(): Line[] {
  return edit(madeExport(CONTENTS).lines, 5, { amendsId: ids[0]! });
}

function edit(lines: Line[], at: number, change: object): Line[] {
  return lines.map((line, index) => (index === at ? { ...line, ...change } : line));
}

/** The line of a row whose content is gone, and behind all rows what says so. */
function redact(lines: Line[], at: number, redactionAt: number): Line[] {
  const { position, epoch, account, id, recordedMs, shard, shardPrev, amendsId, leaf } = lines[at]!;
  const blank = {
    line: 'redacted',
    position,
    epoch,
    account,
    id,
    recordedMs,
    shard,
    shardPrev,
    amendsId,
    leaf,
  };
  const item = {
    line: 'redaction',
    account,
    entryId: amendsId ?? id,
    redactionId: makeId(),
    position: redactionAt,
    contentAt: null,
  };
  const blanked = edit(lines, at, {});
  blanked[at] = blank as Line;
  return [...blanked.slice(0, -1), item as Line, blanked.at(-1)!];
}

/** An export as the query-service makes it, of the log's own rows. */
function exported(lines: Line[] = log(), change: object = {}): IncidentExport {
  const own = lines.filter(({ account, incidentId }) => account === 'acme' && incidentId === 'i');
  const entries = own.map((row) => {
    const { id, position, recordedMs, contentHash, body } = row as unknown as LogExportEntry;
    const revised = id === ids[0] && { summary: 'slow' };
    return {
      ...{ id, ...(JSON.parse(body!) as object), ...revised, occurredAtUtc: new Date(AT).toISOString() },
      ...{
        recordedBy: 'x',
        receivedAt: '2026-03-01T09:00:00.000Z',
        recordedAt: new Date(recordedMs).toISOString(),
      },
      ...{ contentHash, position: `eu:1:${position}`, origin: 'eu:1:1', timelineKey: timelineKey(AT, id) },
      ...(revised && {
        revised: { by: ids[4], at: '2026-03-01T09:00:00.000Z', recordedBy: 'x', count: 1 },
        lateMs: 5,
      }),
    };
  });
  const none = { triggeredAt: null, acknowledgedAt: null, resolvedAt: null, timeToAcknowledgeMs: null };
  return incidentExportSchema.parse({
    ...{
      format: 'daybook-incident-export',
      version: 1,
      account: 'acme',
      filter: {},
      entries,
      watermark: 'eu:1:6',
    },
    incident: {
      ...{ id: 'i', status: 'resolved', title: null, severity: null, urgency: null, ...none },
      ...{ timeToResolveMs: null, evidence: { triggered: null, acknowledged: null, resolved: null } },
      ...{ reopenedCount: 0, responders: [], services: [], teams: [], entryCount: 4 },
      ...{ firstActivityAt: '2026-03-01T09:00:00.000Z', lastActivityAt: '2026-03-01T09:00:00.000Z' },
    },
    ...change,
  });
}

function check(exportedIncident: IncidentExport, lines: readonly unknown[] = log()): IncidentReport {
  const incident = new IncidentCheck(exportedIncident);
  for (const line of lines) incident.take(line);
  return incident.finish();
}

const edited = (index: number, change: object): IncidentExport => {
  const whole = exported();
  return {
    ...whole,
    entries: whole.entries.map((entry, at) => (at === index ? { ...entry, ...change } : entry)),
  };
};

it('is intact as it was made: revised, with fields that Daybook’s word covers', () => {
  expect(check(exported())).toStrictEqual({
    ...{ incidentId: 'i', outcome: 'intact', whole: true, entries: 4, redactedSince: 0, findings: [] },
  });
});

it('is intact with the entries of those that were merged into it', () => {
  const lines = log();
  const together = lines.map((line) => (line['incidentId'] === 'j' ? { ...line, incidentId: 'i' } : line));
  const whole = exported(together);
  const { incident } = whole;
  expect(check({ ...whole, incident: { ...incident, merged: ['j'] } })).toMatchObject({
    ...{ outcome: 'intact', entries: 5, findings: [] },
  });
  expect(check({ ...whole, incident: { ...incident, merged: [] } }).outcome).toBe('tampered');
  expect(check({ ...exported(), incident: { ...incident, merged: ['j'] } }).findings).toMatchObject([
    { id: ids[1], detail: 'it is not there' },
  ]);
});

describe('with moved entries', () => {
  const moveId = makeId();
  const contents = [
    ...CONTENTS,
    {
      ...{ id: moveId, incidentId: 'i', type: 'move', summary: 'not ours' },
      details: { entryId: ids[5]!, incidentId: 'k' },
    },
  ];
  const lines = edit(edit(madeExport(contents).lines, 5, { amendsId: ids[0]! }), 7, { amendsId: ids[5]! });
  const whole = exported(lines, { watermark: 'eu:1:7' });
  const [trigger, note, revision, resolve, move] = whole.entries;
  const home = { ...whole, entries: [trigger!, note!, revision!, move!] };
  const word = { by: moveId, at: '2026-03-01T09:00:00.000Z', recordedBy: 'x' };
  const moved = { ...resolve!, incidentId: 'k', moved: { ...word, from: 'i' } };
  const there = { ...whole, incident: { ...whole.incident, id: 'k' }, entries: [moved] };

  it('is intact on both sides', () => {
    expect(check(home, lines)).toMatchObject({ outcome: 'intact', findings: [] });
    expect(check(there, lines)).toMatchObject({ outcome: 'intact', findings: [] });
  });

  it.each<[string, IncidentExport, string]>([
    ['left where it was', whole, 'incidentId is not'],
    ['missing with the move not told', { ...home, entries: [trigger!, note!, revision!] }, 'it is not there'],
    [
      'of another origin',
      { ...there, entries: [{ ...moved, moved: { ...word, from: 'j' } }] },
      'moved is not',
    ],
    ['not said to be moved', { ...there, entries: [{ ...moved, moved: undefined }] }, 'moved is not'],
    ['that is another', { ...there, entries: [{ ...moved, id: ids[1]! }] }, 'the log holds no such entry'],
  ])('finds one %s', (_what, incident, detail) => {
    const { outcome, findings } = check(incident, lines);
    expect(outcome).toBe('tampered');
    expect(findings[0]!.detail).toContain(detail);
  });
});

it.each<[string, IncidentExport, string]>([
  ['a summary', edited(1, { summary: 'another' }), 'summary is not'],
  ['a detail', edited(0, { details: { lateMs: 8 } }), 'details is not'],
  ['a field that nobody sent', edited(1, { severity: 'high' }), 'severity is not'],
  ['a field taken away', edited(1, { type: undefined }), 'type is not'],
  ['a time', edited(1, { occurredAtUtc: '2026-03-01T10:00:00.000Z' }), 'occurredAtUtc is not'],
  ['the time of recording', edited(1, { recordedAt: '2026-03-01T10:00:00.000Z' }), 'recordedAt is not'],
  ['a position', edited(1, { position: 'eu:1:2' }), 'position is not'],
  ['a content hash', edited(1, { contentHash: 'ab'.repeat(32) }), 'contentHash is not'],
  ['a revision that is hidden', edited(0, { revised: undefined }), 'revised is not'],
  ['a revision that is taken back', edited(0, { summary: 'down' }), 'summary is not'],
  ['a redaction that was not', edited(1, { redacted: {} }), 'redacted is not'],
  ['an entry of another id', edited(1, { id: makeId() }), 'the log holds no such entry'],
  ['an entry of another incident', edited(1, { id: ids[1] }), 'the log holds no such entry'],
  ['an entry of another account', edited(1, { id: ids[3] }), 'the log holds no such entry'],
])('shows %s', (_what, changed, detail) => {
  const { outcome, findings } = check(changed);
  expect(outcome).toBe('tampered');
  expect(findings[0]!.detail).toContain(detail);
});

it('shows an entry that is left out, but for one behind the watermark or where it was filtered', () => {
  const whole = exported();
  const without = { ...whole, entries: whole.entries.slice(0, -1) };
  expect(check(without).findings).toStrictEqual([{ id: ids[5], position: 6, detail: 'it is not there' }]);
  expect(check({ ...without, watermark: 'eu:1:5' }).outcome).toBe('intact');
  expect(check({ ...without, filter: { type: 'trigger' } })).toMatchObject({
    outcome: 'intact',
    whole: false,
  });
});

it('shows entries twice and out of order', () => {
  const { entries, ...rest } = exported();
  expect(check({ ...rest, entries: entries.toReversed() }).findings[0]!.detail).toContain('out of order');
  expect(check({ ...rest, entries: [entries[0]!, ...entries] }).findings[0]!.detail).toContain('twice');
});

it('takes a revision behind the watermark as put on or not yet', () => {
  const asOf = { watermark: 'eu:1:4' };
  expect(check(exported(log(), asOf)).outcome).toBe('intact');
  const before = edited(0, { summary: 'down', revised: undefined });
  expect(check({ ...before, ...asOf }).outcome).toBe('intact');
  expect(check({ ...edited(0, { summary: 'neither' }), ...asOf }).outcome).toBe('tampered');
});

describe('what was redacted', () => {
  it('after the export proves nothing any more; before it must not be shown', () => {
    expect(check(exported(), redact(log(), 3, 7))).toMatchObject({ outcome: 'intact', redactedSince: 1 });
    const [finding] = check(exported(), redact(log(), 3, 6)).findings;
    expect(finding).toStrictEqual({
      id: ids[2],
      position: 3,
      detail: 'it shows content that was redacted at position 6',
    });
  });

  it('is there as a tombstone', () => {
    const blank = edited(1, { summary: '', contentHash: '', redacted: {} });
    expect(check(blank, redact(log(), 3, 6))).toMatchObject({ outcome: 'intact', redactedSince: 0 });
    expect(check(blank).outcome).toBe('tampered');
  });

  it('was a revision: what it changed can’t be told', () => {
    expect(check(exported(), redact(log(), 5, 7))).toMatchObject({ outcome: 'intact', redactedSince: 2 });
  });
});

it.each<[string, object, (lines: Line[]) => unknown[], string]>([
  ['another log', { watermark: 'us:1:6' }, (lines) => lines, 'it is of the log us, not of eu'],
  ['a later epoch', { watermark: 'eu:2:6' }, (lines) => lines, 'it is of epoch 2'],
  ['another account', {}, (lines) => edit(lines, 0, { account: 'other' }), 'the log shows what is of other'],
  ['rows that are not shown', {}, (lines) => edit(lines, 0, { after: 2 }), 'from behind position 2 only'],
  ['later positions', { watermark: 'eu:1:7' }, (lines) => lines, 'the log ends at 6'],
  ['no log', {}, () => [{}], 'one that could be read'],
])('can’t be checked where it is of %s', (_what, change, lines, reason) => {
  const report = check(exported(log(), change), lines(log()));
  expect(report.outcome).toBe('unchecked');
  expect(report.reason).toContain(reason);
});

it('is not held against a row that does not fit its leaf', () => {
  expect(check(exported(), edit(log(), 3, { body: '{}' })).outcome).toBe('tampered');
});
