import { append, newEntry } from './entry-log.contract.js';
import type { EntryLog, NewEntry } from './entry-log.js';

/** What every log must hold about revisions and redactions. `log` gives the empty log of the running test. */
export function amendmentsContract(log: () => EntryLog): void {
  describe('redactions', () => {
    const about = (amends: string, change: Partial<NewEntry> = {}) =>
      newEntry({ type: 'redact', amends, ...change });
    const contentOf = async () => {
      return (await log().readAfter(0, 100)).map(
        ({ body, contentHash }) => body !== null && contentHash !== null,
      );
    };

    it('blank what they name and its revisions, and keep themselves and all places', async () => {
      const entry = newEntry();
      const revision = newEntry({ type: 'revise', amends: entry.id });
      const other = newEntry();
      const before = await append(log(), [entry, revision, other]);
      const [redacted] = await append(log(), [about(entry.id)]);
      expect(redacted).toMatchObject({ recordedNow: true, at: { position: 4 } });
      expect(await contentOf()).toStrictEqual([false, false, true, true]);
      const rows = await log().readAfter(0, 100);
      expect(rows.map(({ at, recordedAt }) => [at, recordedAt]).slice(0, 3)).toStrictEqual(
        before.map(({ at, recordedAt }) => [at, recordedAt]),
      );
      expect(rows[0]).toMatchObject({ incidentId: 'INC-1', type: 'annotate', occurredAt: entry.occurredAt });
    });

    it('are kept: the same content again is known, and has none', async () => {
      const entry = newEntry();
      await append(log(), [entry]);
      await append(log(), [about(entry.id)]);
      const [again] = await append(log(), [entry]);
      expect(again).toMatchObject({ recordedNow: false, contentHash: null, at: { position: 1 } });
      expect(await log().find('acme', entry.id)).toMatchObject({ contentHash: null });
    });

    it('blank what comes after them, which holds its place', async () => {
      const entry = newEntry();
      await append(log(), [about(entry.id)]);
      const [late, revision] = await append(log(), [entry, newEntry({ type: 'revise', amends: entry.id })]);
      expect(late).toMatchObject({ recordedNow: true, contentHash: null, at: { position: 2 } });
      expect(revision).toMatchObject({ recordedNow: true, contentHash: null, at: { position: 3 } });
      expect(await contentOf()).toStrictEqual([true, false, false]);
    });

    it.each(['before', 'behind'])('blank what stands %s them in the same call', async (place) => {
      const entry = newEntry();
      const redaction = about(entry.id);
      await append(log(), place === 'before' ? [entry, redaction] : [redaction, entry]);
      expect((await contentOf()).filter(Boolean)).toHaveLength(1);
      expect(await log().find('acme', entry.id)).toMatchObject({ contentHash: null });
    });

    it('can name a revision, which goes alone', async () => {
      const entry = newEntry();
      const revision = newEntry({ type: 'revise', amends: entry.id });
      await append(log(), [entry, revision, about(revision.id)]);
      expect(await contentOf()).toStrictEqual([true, false, true]);
    });

    it('stay within their account', async () => {
      const theirs = newEntry({ account: 'other' });
      await append(log(), [theirs, about(theirs.id)]);
      expect(await contentOf()).toStrictEqual([true, true]);
    });

    it('may come twice', async () => {
      const entry = newEntry();
      await append(log(), [entry, about(entry.id), about(entry.id)]);
      expect(await contentOf()).toStrictEqual([false, true, true]);
    });

    it('are told by account, the first of each entry, a page at a time', async () => {
      const entries = [newEntry(), newEntry(), newEntry()];
      const theirs = newEntry({ account: 'other' });
      const redactions = entries.map(({ id }) => about(id));
      await append(log(), [...entries, theirs, about(theirs.id, { account: 'other' }), ...redactions]);
      await append(log(), [about(entries[0]!.id)]);
      const first = await log().redactionsAfter(0, 2, 'acme');
      const second = await log().redactionsAfter(first.at(-1)!.at.position, 2, 'acme');
      expect([...first, ...second].map(({ id, body }) => [id, body])).toStrictEqual(
        redactions.map(({ id, body }) => [id, body]),
      );
    });
  });

  describe('amendments that name the wrong entry', () => {
    const misplaced = async (entries: readonly NewEntry[]) => log().append(entries);

    it('are not recorded when it is of another incident, also of the same call', async () => {
      const entry = newEntry({ incidentId: 'INC-2' });
      const amendments = ['revise', 'redact'].map((type) => newEntry({ type, amends: entry.id }));
      const [, ...answers] = await misplaced([entry, ...amendments]);
      expect(answers).toStrictEqual([{ misplaced: 'other_incident' }, { misplaced: 'other_incident' }]);
      expect(await misplaced(amendments)).toStrictEqual(answers);
      expect((await log().head()).position).toBe(1);
    });

    it('are not recorded when it is a redaction, or a revision or move that is not to be redacted', async () => {
      const entry = newEntry();
      const revision = newEntry({ type: 'revise', amends: entry.id });
      const redaction = newEntry({ type: 'redact', amends: entry.id });
      const move = newEntry({ type: 'move', amends: entry.id });
      await append(log(), [entry, revision, move, redaction]);
      const answers = await misplaced([
        ...[revision, move].flatMap(({ id }) =>
          ['revise', 'move'].map((type) => newEntry({ type, amends: id })),
        ),
        newEntry({ type: 'revise', amends: redaction.id }),
        newEntry({ type: 'redact', amends: redaction.id }),
      ]);
      expect(answers).toStrictEqual(Array.from({ length: 6 }, () => ({ misplaced: 'amendment' })));
      expect((await log().head()).position).toBe(4);
      expect(await misplaced([newEntry({ type: 'redact', amends: move.id })])).toMatchObject([
        { recordedNow: true },
      ]);
    });

    it('take none of the others of the call with them', async () => {
      const entry = newEntry({ incidentId: 'INC-2' });
      const answers = await misplaced([entry, newEntry({ type: 'revise', amends: entry.id }), newEntry()]);
      expect(answers).toMatchObject([
        { recordedNow: true },
        { misplaced: 'other_incident' },
        { at: { position: 2 } },
      ]);
    });

    it('are as known as before when they were recorded first', async () => {
      const entry = newEntry({ incidentId: 'INC-2' });
      const early = newEntry({ type: 'revise', amends: entry.id });
      await append(log(), [early]);
      await append(log(), [entry]);
      expect(await append(log(), [early])).toMatchObject([
        { recordedNow: false, contentHash: early.contentHash },
      ]);
    });
  });
}
