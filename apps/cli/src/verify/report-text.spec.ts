import type { IncidentVerdict } from './incident-exports.js';
import { exitCodeOf, verdictText, type Verdict } from './report-text.js';

const intact: Verdict = {
  ...{ outcome: 'intact', log: 'eu', epoch: 1, account: '*', after: 0, position: 2_000, chain: 'c0ffee' },
  ...{ rows: { entries: 1_990, redacted: 3, hidden: 7 }, signature: 'good', findings: [], checkpoints: [] },
  ...{ refused: [], incidents: [], seconds: 0.5 },
};
const checkpoint = { log: 'eu', epoch: 1, position: 20, chain: 'c0ffee', time: '2026-03-01T09:00:00.000Z' };

const incident: IncidentVerdict = {
  ...{ file: 'story.json', incidentId: 'story', outcome: 'intact', whole: true, entries: 9 },
  ...{ redactedSince: 0, findings: [] },
};

describe('a verdict', () => {
  test('of an intact log tells what was looked at, and how fast', () => {
    expect(verdictText(intact)).toBe(
      'Intact — the log eu, epoch 1, positions 1 to 2000: 2000 rows in 0.5 s (4000/s), ' +
        'of them 3 redacted and 7 of other accounts, by their leaves alone\n' +
        '  chain at 2000: c0ffee, signed\n',
    );
  });

  test('names the first row that is not as it was recorded, and ten at most', () => {
    const id = '019ca8bd-9f02-7a31-8c4d-5e6f70819203';
    const findings = Array.from({ length: 12 }, (_, index) => ({
      ...{ position: 7 + index, account: 'acme', id, differs: 'content' as const, detail: 'it is another' },
    }));
    const lines = verdictText({ ...intact, outcome: 'tampered', findings }).split('\n');
    expect(lines[0]).toMatch(/^TAMPERED WITH — the log eu/);
    expect(lines[1]).toBe(`  first: position 7 (acme ${id}): content: it is another`);
    expect(lines.filter((line) => line.includes('it is another'))).toHaveLength(10);
    expect(lines[11]).toContain('and 2 more');
  });

  test('tells a range where the row is not known', () => {
    const findings = [{ position: 11, to: 20, differs: 'chain' as const, detail: 'x' }];
    expect(verdictText({ ...intact, outcome: 'tampered', findings })).toContain(
      '  first: one of positions 11 to 20: chain: x\n',
    );
  });

  test('tells of each checkpoint, and of those that nobody known has signed', () => {
    const checkpoints = [{ checkpoint, holds: false, detail: 'it was another' }];
    const refused = [{ file: 'kept.txt', reason: 'its signature is not valid' }];
    const text = verdictText({ ...intact, outcome: 'tampered', checkpoints, refused });
    expect(text).toContain('checkpoint eu:1:20 of 2026-03-01T09:00:00.000Z: DOES NOT HOLD, it was another\n');
    expect(text).toContain('checkpoint kept.txt: REFUSED, its signature is not valid\n');
  });

  test.each<[string, Partial<IncidentVerdict>, string]>([
    ['whole', {}, '9 entries are as in the log, and none is left out\n'],
    ['filtered', { whole: false }, '9 entries are as in the log; it was filtered\n'],
    [
      'redacted since',
      { redactedSince: 2 },
      '7 entries are as in the log, and none is left out; 2 were redacted since, and nothing proves them now\n',
    ],
    [
      'edited',
      {
        outcome: 'tampered',
        findings: [{ id: 'x', position: 7, detail: 'summary is not what the log says' }],
      },
      'NOT AS IN THE LOG\n         position 7 (x): summary is not what the log says\n',
    ],
    ['of another log', { outcome: 'unchecked', reason: 'why' }, 'could not be checked: why\n'],
  ])('tells of an incident’s export that is %s', (_what, change, expected) => {
    const text = verdictText({ ...intact, incidents: [{ ...incident, ...change }] });
    expect(text).toMatch(/^Intact — the log eu/);
    expect(text.endsWith(`  incident story.json: ${expected}`)).toBe(true);
  });

  test('says why it could not be reached', () => {
    const nothing = { ...intact, log: '', position: 0, rows: { entries: 0, redacted: 0, hidden: 0 } };
    expect(verdictText({ ...nothing, outcome: 'unchecked', reason: 'no answer' })).toBe(
      'Could not be checked\n  no answer\n',
    );
  });

  test.each([
    ['intact', 0],
    ['tampered', 1],
    ['unchecked', 2],
  ] as const)('%s ends with the code %i', (outcome, code) => {
    expect(exitCodeOf({ outcome, incidents: [] })).toBe(code);
    expect(exitCodeOf({ outcome: 'intact', incidents: [{ ...incident, outcome }] })).toBe(code);
  });
});
