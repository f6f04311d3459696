import { detail, ENTRY_TYPES, isKnownType, isLifecycleType, textDetail } from './entry-types.js';

describe('entry types', () => {
  test('the types that take part in a summary', () => {
    expect(Object.keys(ENTRY_TYPES).filter(isLifecycleType).sort()).toStrictEqual([
      'acknowledge',
      'assign',
      'cancel',
      'close',
      'delegate',
      'escalate',
      'merge',
      'priority_change',
      'reopen',
      'resolve',
      'responder_request',
      'trigger',
      'unacknowledge',
      'urgency_change',
    ]);
  });

  test.each(['annotate', 'notify', 'snooze', 'status_update', 'link'])(
    '%s is known and changes no summary',
    (type) => {
      expect(isKnownType(type)).toBe(true);
      expect(isLifecycleType(type)).toBe(false);
    },
  );

  test.each(['deploy', 'Trigger', 'trigger_log_entry', '', 'constructor', 'toString', '__proto__'])(
    '%j is unknown',
    (type) => {
      expect(isKnownType(type)).toBe(false);
      expect(isLifecycleType(type)).toBe(false);
    },
  );
});

describe('detail', () => {
  test('gives a field whatever it holds', () => {
    const sent = { details: { title: 'Disk full', seconds: 0, nothing: null, list: [1] } };
    expect(detail(sent, 'title')).toBe('Disk full');
    expect(detail(sent, 'seconds')).toBe(0);
    expect(detail(sent, 'nothing')).toBeNull();
    expect(detail(sent, 'list')).toStrictEqual([1]);
  });

  test.each([
    ['no details', {}],
    ['null', { details: null }],
    ['a text', { details: 'title' }],
    ['a list', { details: ['title'] }],
    ['a field that only the prototype has', { details: {} }],
  ])('gives nothing for %s', (_what, sent) => {
    expect(detail(sent, 'length')).toBeUndefined();
    expect(detail(sent, 'toString')).toBeUndefined();
  });
});

test.each([
  ['Disk full', 'Disk full'],
  ['', undefined],
  [7, undefined],
  [null, undefined],
  [['Disk full'], undefined],
])('textDetail of %j is %j', (value, text) => {
  expect(textDetail({ details: { title: value } }, 'title')).toBe(text);
});
