import fc from 'fast-check';
import { amendmentOf, mergePatch, revise, type Revision } from './amendment.js';
import type { JsonObject, JsonValue } from './content.js';
import { DomainError } from './errors.js';

const target = '019ca8bd-9f02-7a31-8c4d-5e6f70819203';
const revision = (details: JsonValue) => ({ incidentId: 'i', type: 'revise', summary: 'why', details });

describe('amendmentOf', () => {
  it('reads a revision, its target in lower case', () => {
    const changes = { summary: 'right' };
    expect(amendmentOf(revision({ entryId: target.toUpperCase(), changes }))).toStrictEqual({
      kind: 'revise',
      target,
      changes,
    });
  });

  it('reads a redaction', () => {
    const sent = { incidentId: 'i', type: 'redact', summary: 'a name', details: { entryId: target } };
    expect(amendmentOf(sent)).toStrictEqual({ kind: 'redact', target });
  });

  it('reads a move', () => {
    const sent = { ...revision({ entryId: target, incidentId: 'j' }), type: 'move' };
    expect(amendmentOf(sent)).toStrictEqual({ kind: 'move', target, incidentId: 'j' });
    for (const incidentId of [undefined, '', 7, 'j'.repeat(201)]) {
      const wrong = {
        ...sent,
        details: { entryId: target, ...(incidentId !== undefined && { incidentId }) },
      };
      expect(() => amendmentOf(wrong)).toThrow(expect.objectContaining({ field: 'details.incidentId' }));
    }
  });

  it('leaves every other entry alone, whatever its details', () => {
    const sent = { incidentId: 'i', type: 'annotate', summary: 's', details: { entryId: 'x', changes: 1 } };
    expect(amendmentOf(sent)).toBeUndefined();
  });

  it.each<[string, JsonValue]>([
    ['details.entryId', {}],
    ['details.entryId', { entryId: 7 }],
    ['details.entryId', { entryId: 'a note' }],
    ['details.entryId', { entryId: '4a6f1f0e-0000-4000-8000-000000000000' }],
    ['details.changes', { entryId: target }],
    ['details.changes', { entryId: target, changes: {} }],
    ['details.changes', { entryId: target, changes: ['summary'] }],
    ['details.changes.id', { entryId: target, changes: { id: target } }],
    ['details.changes.account', { entryId: target, changes: { account: 'x' } }],
    ['details.changes.incidentId', { entryId: target, changes: { incidentId: 'j' } }],
    ['details.changes.type', { entryId: target, changes: { type: 'redact' } }],
    ['details.changes.type', { entryId: target, changes: { type: 'move' } }],
  ])('names %s in %j', (field, details) => {
    let error: unknown;
    try {
      amendmentOf(revision(details));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'invalid_entry', field });
  });
});

/** The examples of RFC 7396, appendix A. */
const RFC_7396: [JsonValue, JsonValue, JsonValue][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe('mergePatch', () => {
  it.each(RFC_7396)('of %j and %j is %j', (content, patch, merged) => {
    expect(mergePatch(content, patch)).toStrictEqual(merged);
  });

  it('keeps a __proto__ key as a key', () => {
    const patch = JSON.parse('{"details":{"__proto__":{"a":1}}}') as JsonObject;
    const merged = mergePatch({ summary: 's' }, patch) as { details: object };
    expect(JSON.stringify(merged)).toBe('{"summary":"s","details":{"__proto__":{"a":1}}}');
    expect(Object.getPrototypeOf(merged.details)).toBe(Object.prototype);
  });
});

describe('revise', () => {
  const original = { incidentId: 'i', type: 'trigger', summary: 'db down', details: { title: 'DB', cpu: 9 } };
  const first = {
    id: '019ca8bd-0000-7000-8000-000000000001',
    changes: { summary: 'db slow', service: 'db' },
  };
  const second = { id: '019ca8bd-0000-7000-8000-000000000002', changes: { summary: 'db slower' } };

  it('lets the highest id win where two change one field, and keeps what only one changes', () => {
    expect(revise(original, [second, first])).toStrictEqual({
      ...original,
      summary: 'db slower',
      service: 'db',
    });
  });

  it('gives the same content in whatever order revisions come', () => {
    const field = fc.constantFrom('summary', 'service', 'details');
    const changes = fc.dictionary(
      field,
      fc.oneof(fc.string(), fc.constant(null), fc.dictionary(field, fc.string())),
    );
    const ids = fc.uniqueArray(fc.uuid({ version: 7 }), { minLength: 1, maxLength: 6 });
    const revisions = ids.chain((all) =>
      fc.tuple(...all.map((id) => changes.map((change): Revision => ({ id, changes: change })))),
    );
    fc.assert(
      fc.property(
        revisions.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => expect(revise(original, shuffled)).toStrictEqual(revise(original, all)),
      ),
    );
  });
});
