import { readFileSync } from 'node:fs';
import { TestLog, entryMessage, headMessage } from '../../test/test-log.js';
import { readFeedItem, readMessage, type Poison } from './incoming.js';

const log = new TestLog();
const [entry] = log.append({ incidentId: 'i', type: 'trigger' });

function read(message: unknown): ReturnType<typeof readMessage> {
  return readMessage(Buffer.from(JSON.stringify(message)));
}

describe('an incoming message', () => {
  it('is an entry with its place and its document', () => {
    const { shard, shardPrev } = entry!;
    expect(read(entryMessage(entry!))).toMatchObject({
      ...{ kind: 'entry', log: 'local', epoch: 1, position: 1, shard, shardPrev },
      document: { incidentId: 'i', position: 1 },
    });
  });

  it('is a head with the moment it was told', () => {
    const incoming = read(headMessage(log.headData()));
    expect(incoming).toMatchObject({ kind: 'head', position: 1 });
    expect(Math.abs(Date.now() - (incoming as { at: number }).at)).toBeLessThan(5_000);
  });

  it('shows where and when it was once it is redacted', () => {
    expect(readFeedItem({ ...entry!, entry: null, contentHash: null })).toMatchObject({
      kind: 'entry',
      position: 1,
      document: { incidentId: 'i', type: 'trigger', redacted: true, summarizedIn: 'acme/i' },
    });
  });

  const golden = (name: string) =>
    JSON.parse(
      readFileSync(new URL(import.meta.resolve(`@daybook/timeline-contracts/fixtures/${name}`)), 'utf8'),
    );

  it.each(['', '.peer'])('is the same document from version 1 and 2 (%s)', (kind) => {
    const [first, second] = [1, 2].map((version) => read(golden(`entry-recorded.v${version}${kind}.json`)));
    expect(first).toMatchObject({ kind: 'entry', document: { account: 'acme' } });
    expect(first).toStrictEqual(second);
    const [one, two] = [1, 2].map((version) =>
      readFeedItem(golden(`entry-recorded.v${version}${kind}.json`).data),
    );
    expect(one).toStrictEqual(first);
    expect(two).toStrictEqual(first);
  });

  it('only holds its place when it was redacted in version 1, which says no more', () => {
    expect(read(golden('entry-recorded.v1.redacted.json'))).toMatchObject({
      ...{ kind: 'entry', position: 1042, document: undefined },
    });
  });

  it.each([
    ['no JSON', '{"type":', 'JSON'],
    ['null', 'null', 'unknown message type undefined'],
    [
      'another type',
      '{"type":"daybook.entry-recorded.v9"}',
      'unknown message type daybook.entry-recorded.v9',
    ],
    ['an entry without data', JSON.stringify({ ...entryMessage(entry!), data: null }), 'data'],
    [
      'a time that is none',
      JSON.stringify(entryMessage({ ...entry!, entry: { ...entry!.entry!, occurredAt: 'x' } })),
      'occurredAt',
    ],
    [
      'a head without its shards',
      JSON.stringify(headMessage({ ...log.headData(), shardLast: [] })),
      'shardLast',
    ],
  ])('is poison when it is %s', (_, text, reason) => {
    const incoming = readMessage(Buffer.from(text));
    expect(incoming).toMatchObject({ kind: 'poison', source: 'queue', raw: text });
    expect((incoming as Poison).reason).toContain(reason);
  });

  it('is poison in the feed too', () => {
    expect(readFeedItem({ ...entry!, shard: 99 })).toMatchObject({ kind: 'poison', source: 'feed' });
  });
});
