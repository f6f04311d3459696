import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  alertIncidentId,
  decideAlert,
  SAME_EVENT_MS,
  UNKNOWN_ALERT,
  type Alert,
  type AlertAction,
} from './alert.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The generation of each event, or `same` for one that was sent again. */
function decideAll(
  ...events: [AlertAction, content?: string, receivedAt?: number, timed?: boolean][]
): (number | 'same')[] {
  let alert: Alert = UNKNOWN_ALERT;
  return events.map(([action, content = action, receivedAt = 0, timed = false]) => {
    const decision = decideAlert(alert, { action, hash: sha256(content), receivedAt, timed });
    if (decision.duplicate) return 'same';
    alert = decision.after;
    return decision.generation;
  });
}

describe('decideAlert', () => {
  it('adds to an open incident, and begins the next one after it was resolved', () => {
    const life = decideAll(
      ['trigger', 'a'],
      ['trigger', 'b'],
      ['acknowledge'],
      ['resolve'],
      ['trigger', 'a'],
    );
    expect(life).toStrictEqual([1, 1, 1, 1, 2]);
  });

  it('keeps what finds nothing open: on the first incident, or on the last', () => {
    expect(decideAll(['acknowledge'], ['trigger'])).toStrictEqual([1, 1]);
    expect(decideAll(['resolve'], ['trigger'])).toStrictEqual([1, 1]);
    expect(decideAll(['trigger'], ['resolve'], ['acknowledge'], ['trigger'])).toStrictEqual([1, 1, 1, 2]);
  });

  it('knows an event that is sent again within five minutes, and none that others came between', () => {
    expect(decideAll(['trigger', 'a', 0], ['trigger', 'a', SAME_EVENT_MS - 1])).toStrictEqual([1, 'same']);
    expect(decideAll(['trigger', 'a', 0], ['trigger', 'a', SAME_EVENT_MS])).toStrictEqual([1, 1]);
    expect(decideAll(['trigger', 'a'], ['resolve'], ['trigger', 'a'])).toStrictEqual([1, 1, 2]);
    expect(decideAll(['trigger', 'a'], ['trigger', 'b'], ['trigger', 'a'])).toStrictEqual([1, 1, 1]);
  });

  it('knows an event that tells its time whenever it is sent again, unless others came between', () => {
    expect(decideAll(['trigger', 'a', 0, true], ['trigger', 'a', 1e9, true])).toStrictEqual([1, 'same']);
    const life = decideAll(['trigger', 'a', 0, true], ['resolve', 'b', 1, true], ['trigger', 'a', 2, true]);
    expect(life).toStrictEqual([1, 1, 2]);
  });

  it('never goes back to an earlier incident', () => {
    const action = fc.constantFrom<AlertAction>('trigger', 'acknowledge', 'resolve');
    fc.assert(
      fc.property(fc.array(fc.tuple(action, fc.constantFrom('a', 'b'))), (events) => {
        const generations = decideAll(...events).filter((one) => one !== 'same');
        expect(generations).toStrictEqual([...generations].sort((a, b) => a - b));
      }),
    );
  });
});

describe('alertIncidentId', () => {
  it('is golden: permanent, since incidents are found by it', () => {
    expect(alertIncidentId('0123456789abcdef', 'srv01/mysql', 1, sha256)).toBe('Q9PPV43PTPNIAU');
  });

  it('is one that clients of PagerDuty take, and differs by key and generation', () => {
    const part = fc.tuple(fc.string(), fc.string(), fc.nat());
    fc.assert(
      fc.property(part, part, (one, other) => {
        const [first, second] = [alertIncidentId(...one, sha256), alertIncidentId(...other, sha256)];
        expect(first).toMatch(/^Q[0-9A-Z]{13}$/);
        expect(first === second).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
