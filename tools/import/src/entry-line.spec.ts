import { EntryReader } from './entry-line.js';

const line = (entry: object) => Buffer.from(JSON.stringify(entry));
const fact = {
  incidentId: 'INC-1',
  type: 'annotate',
  summary: 'disk full',
  occurredAt: '2016-02-29T01:23:00Z',
};

describe('EntryReader', () => {
  it('gives the same ids to the same file, whenever it is read', () => {
    const lines = [fact, { ...fact, summary: 'b' }, { ...fact, incidentId: 'INC-2' }].map(line);
    const read = () => {
      const reader = new EntryReader();
      return lines.map((each) => reader.read(each)['id']);
    };
    expect(read()).toEqual(read());
    expect(new Set(read()).size).toBe(3);
  });

  it('keeps the order of the source among facts of one incident and minute', () => {
    const reader = new EntryReader();
    const ids = ['c', 'a', 'b', 'b'].map(
      (summary) => reader.read(line({ ...fact, summary }))['id'] as string,
    );
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(4);
  });

  it('does not depend on the order of keys', () => {
    const { summary, ...rest } = fact;
    expect(new EntryReader().read(line({ summary, ...rest }))['id']).toBe(
      new EntryReader().read(line(fact))['id'],
    );
  });

  it('keeps an id that is there', () => {
    const id = '0190163d-8694-739b-aea5-966c26f8ad91';
    expect(new EntryReader().read(line({ ...fact, id }))['id']).toBe(id);
  });

  it.each([
    ['not json', 'JSON'],
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
