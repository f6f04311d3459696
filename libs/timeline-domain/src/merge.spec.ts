import type { JsonValue } from './content.js';
import { checkMerge, mergeTarget } from './merge.js';

const merge = (details: JsonValue, type = 'merge') => ({ incidentId: 'a', type, summary: 's', details });

it('names the other incident', () => {
  expect(mergeTarget(merge({ into: 'b' }))).toBe('b');
  expect(() => checkMerge(merge({ into: '火'.repeat(200) }))).not.toThrow();
});

it.each<[string, JsonValue]>([
  ['none', {}],
  ['no text', { into: 7 }],
  ['an empty text', { into: '' }],
  ['its own incident', { into: 'a' }],
  ['a name that no incident can have', { into: 'b'.repeat(201) }],
  ['nothing, without details', null],
])('is refused where it names %s', (_what, details) => {
  expect(mergeTarget(merge(details))).toBeUndefined();
  expect(() => checkMerge(merge(details))).toThrow(
    expect.objectContaining({ code: 'invalid_entry', field: 'details.into' }),
  );
});

it('is no matter of other entries', () => {
  expect(() => checkMerge(merge({}, 'annotate'))).not.toThrow();
});
