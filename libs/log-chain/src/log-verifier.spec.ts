import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { JsonObject } from '@daybook/timeline-domain';
import { madeExport, type Line } from '../test/made-export.js';
import { readExportText, Unreadable } from './export-text.js';
import type { LogReport } from './findings.js';
import { LogVerifier, type VerifyOptions } from './log-verifier.js';

const facts = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, number) => ({
    ...{ incidentId: `INC-${number % 4}`, type: 'annotate', summary: `fact ${number + 1}` },
    ...(number % 5 === 4 && { account: 'other' }),
  }));

async function verify(lines: readonly unknown[], options: VerifyOptions = {}): Promise<LogReport> {
  const verifier = new LogVerifier(options);
  for (const line of lines) verifier.take(line);
  return verifier.finish();
}

describe('an export', () => {
  it('is intact as it was made, for every account and for one', async () => {
    const { lines, chains } = madeExport(facts(20));
    expect(await verify(lines)).toStrictEqual({
      ...{ outcome: 'intact', log: 'eu', epoch: 1, account: '*', after: 0, position: 20, chain: chains[20] },
      ...{ rows: { entries: 20, redacted: 0, hidden: 0 }, findings: [], checkpoints: [], signature: 'none' },
    });
    const mine = await verify(madeExport(facts(20), 'acme').lines);
    expect(mine).toMatchObject({ outcome: 'intact', rows: { entries: 16, redacted: 0, hidden: 4 } });
    expect(await verify(madeExport([]).lines)).toMatchObject({ outcome: 'intact', position: 0 });
  });

  it('of the fixture is intact: its hidden and its redacted row are accounted for', async () => {
    const url = new URL('../../timeline-contracts/fixtures/log-export.v1.json', import.meta.url);
    expect(await verify(JSON.parse(readFileSync(url, 'utf8')))).toMatchObject({
      ...{ outcome: 'intact', position: 4, account: 'acme' },
      rows: { entries: 2, redacted: 1, hidden: 1 },
    });
  });

  it('can begin later, where a checkpoint ends', async () => {
    const { lines, chains } = madeExport(facts(20));
    const [header, ...rest] = lines;
    const later = [{ ...header, after: 12, chain: chains[12] }, ...rest.slice(12)];
    const since = { log: 'eu', epoch: 1, position: 12, chain: chains[12]!, time: '2026-03-01T09:00:00.000Z' };
    expect(await verify(later, { since })).toMatchObject({ outcome: 'intact', after: 12, position: 20 });
    const other = await verify(later, { since: { ...since, chain: chains[11]! } });
    expect(other.findings[0]).toMatchObject({ position: 1, to: 12, differs: 'chain' });
    const elsewhere = await verify(lines, { since });
    expect(elsewhere.findings[0]).toMatchObject({ differs: 'header' });
  });

  it.each<[string, (lines: Line[]) => unknown[], object]>([
    [
      'a body',
      (lines) => edit(lines, 7, { body: '{}' }),
      { position: 7, differs: 'content', account: 'acme' },
    ],
    ['a body that is no JSON', (lines) => edit(lines, 7, { body: 'x' }), { position: 7, differs: 'content' }],
    ['a time', (lines) => edit(lines, 7, { recordedMs: 5 }), { position: 7, differs: 'leaf' }],
    ['a salt', (lines) => edit(lines, 7, { salt: 'zz' }), { position: 7, differs: 'line', account: 'acme' }],
    ['a field’s shape', (lines) => edit(lines, 7, { shard: '1' }), { position: 7, differs: 'line' }],
    ['a line left out', (lines) => lines.toSpliced(7, 1), { position: 7, differs: 'missing' }],
    ['a line twice', (lines) => lines.toSpliced(8, 0, lines[7]!), { position: 7, differs: 'order' }],
    [
      'two lines swapped',
      (lines) => lines.with(7, lines[8]!).with(8, lines[7]!),
      { position: 7, differs: 'missing' },
    ],
    [
      'garbage between lines',
      (lines) => lines.toSpliced(8, 0, new Unreadable('x') as never),
      { position: 8, differs: 'line' },
    ],
    ['garbage behind the end', (lines) => [...lines, new Unreadable('x')], { position: 21, differs: 'line' }],
    [
      'a row behind the end',
      (lines) => [...lines, { ...lines[20], position: 21 }],
      { position: 21, differs: 'head' },
    ],
    ['last rows left out', (lines) => lines.toSpliced(19, 2), { position: 19, to: 20, differs: 'missing' }],
    [
      'the end moved back',
      (lines) => edit(lines.toSpliced(20, 1), 20, { position: 19 }),
      { position: 20, differs: 'missing' },
    ],
    [
      'the end’s chain',
      (lines) => edit(lines, 21, { chain: '0'.repeat(64) }),
      { position: 1, to: 20, differs: 'chain' },
    ],
    [
      'the header’s chain',
      (lines) => edit(lines, 0, { chain: '1'.repeat(64) }),
      { position: 0, differs: 'header' },
    ],
    ['the header’s head', (lines) => edit(lines, 0, { head: 21 }), { position: 21, differs: 'missing' }],
    ['the header’s after', (lines) => edit(lines, 0, { after: 1 }), { position: 1, differs: 'order' }],
    [
      'the header’s account',
      (lines) => edit(lines, 0, { account: 'acme' }),
      { position: 5, differs: 'line' },
    ],
    ['an epoch', (lines) => edit(lines, 7, { epoch: 2 }), { position: 7, differs: 'epoch' }],
    ['a row hidden', (lines) => hide(lines, 7), { position: 7, differs: 'line' }],
  ])('shows %s that was changed', async (_what, change, expected) => {
    const { outcome, findings } = await verify(change(madeExport(facts(20)).lines));
    expect(outcome).toBe('tampered');
    expect(findings[0]).toMatchObject(expected);
  });

  it('shows whichever single row was changed, whatever was changed of it', async () => {
    const { lines } = madeExport(facts(30));
    const change = fc.constantFrom<Line>(
      { body: '{"incidentId":"INC-0","summary":"lie","type":"annotate"}' },
      { recordedMs: 1 },
      { account: 'someone' },
      { id: '019ca8bd-9f02-7a31-8c4d-5e6f70819203' },
      { salt: '00' },
      { contentHash: '0'.repeat(64) },
      { leaf: '0'.repeat(64) },
      { type: 'resolve' },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), change, async (position, changed) => {
        const { findings } = await verify(edit(lines, position, changed));
        expect(findings[0]!.position).toBe(position);
      }),
    );
  });

  it.each<[string, (lines: Line[]) => unknown[], string]>([
    ['between two lines', (lines) => lines.slice(0, 8), 'cut off behind position 7'],
    [
      'within a line',
      (lines) => [...lines.slice(0, 8), new Unreadable('line 9 is not JSON')],
      'position 7: line 9',
    ],
    [
      'by an error',
      (lines) => [...lines.slice(0, 8), new Unreadable('unexpected end of file', true)],
      'position 7: unexpected end',
    ],
    ['before it began', () => [], 'there is nothing in it'],
    ['from its header', (lines) => lines.slice(1), 'this is not an export of a log: line'],
    ['by another program', (lines) => edit(lines, 0, { version: 2 }), 'version'],
  ])('that was cut off %s could not be checked', async (_where, cut, reason) => {
    const report = await verify(cut(madeExport(facts(20)).lines));
    expect(report).toMatchObject({ outcome: 'unchecked', findings: [] });
    expect(report.reason).toContain(reason);
  });

  it('that was cut off behind a changed row is tampered with all the same', async () => {
    const lines = edit(madeExport(facts(20)).lines, 3, { body: '{}' }).slice(0, 8);
    expect(await verify(lines)).toMatchObject({
      outcome: 'tampered',
      reason: expect.stringContaining('cut off'),
    });
  });

  it('keeps no more findings than a report may hold', async () => {
    const lines = madeExport(facts(300)).lines.map((line) =>
      line.line === 'entry' ? { ...line, body: '{}' } : line,
    );
    const { findings } = await verify(lines);
    expect(findings.map(({ position }) => position)).toStrictEqual(
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
  });
});

describe('the text of an export', () => {
  it('is read line by line, and what can’t be read stands in its place', async () => {
    async function* chunks() {
      yield Buffer.from('{"a":1}\nnot json\n\n{"b"');
      yield Buffer.from(':2}\n');
      throw new Error('terminated', { cause: new Error('other side closed') });
    }
    const read: unknown[] = [];
    for await (const value of readExportText(chunks())) read.push(value);
    expect(read).toStrictEqual([
      { a: 1 },
      new Unreadable('line 2 is not JSON'),
      { b: 2 },
      new Unreadable('terminated: other side closed', true),
    ]);
  });
});

function edit(lines: Line[], index: number, change: Line): Line[] {
  return lines.with(index, { ...lines[index], ...change });
}

function hide(lines: Line[], index: number): Line[] {
  const { position, epoch, leaf } = lines[index]!;
  return lines.with(index, { line: 'hidden', position, epoch, leaf });
}
