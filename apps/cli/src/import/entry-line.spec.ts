import { EntryReader } from './entry-line.js';
import { parseMapping } from './mapping.js';

const line = (entry: object) => Buffer.from(JSON.stringify(entry));
const fact = {
  incidentId: 'INC-1',
  type: 'annotate',
  summary: 'disk full',
  occurredAt: '2016-02-29T01:23:00Z',
};
const idOf = (reader: EntryReader, entry: object) => reader.read(line(entry))!['id'] as string;
const ordinalOf = (id: string) => Number.parseInt(id.slice(15, 18), 16);

describe('EntryReader', () => {
  it('gives the same ids to the same file, whenever it is read', () => {
    const facts = [fact, { ...fact, summary: 'b' }, { ...fact, incidentId: 'INC-2' }];
    const read = () => {
      const reader = new EntryReader();
      return facts.map((each) => idOf(reader, each));
    };
    expect(read()).toEqual(read());
    expect(new Set(read()).size).toBe(3);
  });

  it('makes ids of time, ordinal and hash, and these for ever', () => {
    const reader = new EntryReader();
    expect(idOf(reader, fact)).toBe('01532a9f-0d20-7000-ac49-ff3e0572261a');
    expect(idOf(reader, fact)).toBe('01532a9f-0d20-7001-ac49-ff3e0572261a');
  });

  it('keeps the order of the source among facts of one incident and minute', () => {
    const reader = new EntryReader();
    const ids = ['c', 'a', 'b', 'b'].map((summary) => idOf(reader, { ...fact, summary }));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(4);
  });

  it('counts by incident and instant, however the time is written', () => {
    const reader = new EntryReader();
    const facts = [
      fact,
      { ...fact, occurredAt: '2016-02-29T02:23:00+01:00' },
      { ...fact, incidentId: 'INC-2' },
      { ...fact, occurredAt: '2016-02-29T01:23:00.001Z' },
    ];
    expect(facts.map((each) => ordinalOf(idOf(reader, each)))).toEqual([0, 1, 0, 0]);
  });

  it('loses none of the same facts when an id has no more places for ordinals', () => {
    const reader = new EntryReader();
    const ids = Array.from({ length: 4_200 }, () => idOf(reader, fact));
    expect(new Set(ids).size).toBe(4_200);
    expect(ids.slice(0, 4_096).map(ordinalOf)).toEqual(Array.from({ length: 4_096 }, (_, place) => place));
    expect(new Set(ids.slice(4_095).map(ordinalOf))).toEqual(new Set([4_095]));
  });

  it('leaves the place of a line free that is refused', () => {
    const [refused, ...ids] = ['', 'a', 'b'].map((summary) => ({ ...fact, summary }));
    const reader = new EntryReader();
    expect(() => reader.read(line(refused!))).toThrow('summary');
    expect(ids.map((each) => ordinalOf(idOf(reader, each)))).toEqual([1, 2]);
  });

  it('does not depend on the order of keys', () => {
    const { summary, ...rest } = fact;
    expect(idOf(new EntryReader(), { summary, ...rest })).toBe(idOf(new EntryReader(), fact));
  });

  it('keeps an id that is there', () => {
    const id = '0190163d-8694-739b-aea5-966c26f8ad91';
    expect(idOf(new EntryReader(), { ...fact, id })).toBe(id);
  });

  it.each([
    ['not json', 'JSON'],
    ['null', 'an entry is an object'],
    [JSON.stringify({ ...fact, summary: undefined }), 'summary'],
    [JSON.stringify({ ...fact, occurredAt: undefined }), 'occurredAt or id is needed'],
    [JSON.stringify({ ...fact, occurredAt: '1969-12-31T23:59:59Z' }), 'from 1970 on'],
    [
      '{"incidentId":"a","type":"b","summary":"c","details":{"n":12345678901234567}}',
      'details.n holds the number',
    ],
  ])('says why %s is no entry', (text, reason) => {
    expect(() => new EntryReader().read(Buffer.from(text))).toThrow(reason);
  });
});

describe('EntryReader with a mapping', () => {
  const mapping = parseMapping({
    incidentId: { from: '/number' },
    type: { from: '/state', missing: 'skip' },
    summary: { from: '/text' },
    occurredAt: { from: '/at' },
  });
  const source = { number: 'INC-1', state: 'New', text: 'disk full', at: '2016-02-29T01:23:00Z', id: '7-0' };

  it('derives ids of the source line, its own id included', () => {
    const id = idOf(new EntryReader(mapping), source);
    expect(idOf(new EntryReader(mapping), { ...source })).toBe(id);
    expect(idOf(new EntryReader(mapping), { ...source, id: '7-1' })).not.toBe(id);
  });

  it('gives the same ids when only the mapping has changed, so that nothing is loaded twice', () => {
    const other = { ...mapping, type: { from: '/state', translate: { New: 'trigger' } } };
    expect(idOf(new EntryReader(other), source)).toBe(idOf(new EntryReader(mapping), source));
  });

  it('passes over a line, which keeps its place', () => {
    const reader = new EntryReader(mapping);
    expect(reader.read(line({ ...source, state: '' }))).toBeUndefined();
    expect(ordinalOf(idOf(reader, source))).toBe(1);
  });

  it.each([
    ['[]', 'only an object can be mapped'],
    ['"INC-1"', 'only an object can be mapped'],
    [JSON.stringify({ ...source, text: '' }), 'summary: the line lacks /text'],
    [JSON.stringify({ ...source, at: 'yesterday' }), 'occurredAt: must be an RFC 3339 time'],
    [JSON.stringify({ ...source, text: 7 }), 'summary: Invalid input: expected string, received number'],
    [JSON.stringify(source).replace('"7-0"', '12345678901234567'), 'details.id holds the number'],
  ])('says why %s makes no entry', (text, reason) => {
    expect(() => new EntryReader(mapping).read(Buffer.from(text))).toThrow(reason);
  });
});
