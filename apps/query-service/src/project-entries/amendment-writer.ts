import { REDACT } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import type { AnyBulkWriteOperation } from 'mongodb';
import { homeOf, idOfEntryKey, incidentKey, type EntryDocument } from '../mongo/documents.js';
import { Store } from '../mongo/store.js';
import { groupedBy } from '../sequences.js';
import { afterAmendments, redactionIn } from './amended-document.js';

/** An incident with entries that were amended. */
export interface AmendedIncident {
  readonly account: string;
  readonly incidentId: string;
  /** Whether entries may have come to it from another one, or gone. */
  readonly moved: boolean;
}

/**
 * Puts revisions, redactions and moves on the entries that they are about, whichever of them comes first.
 *
 * Each entry is made anew from what was sent and from all its amendments in the store, and written unless another
 * replica, which may have read later, knew of more of them: so a redaction is never taken back by a slower writer.
 */
@Injectable()
export class AmendmentWriter {
  constructor(private readonly store: Store) {}

  /**
   * @param entries that the store holds: amendments of others, and entries that may have been amended before they came
   * @returns the incidents whose entries changed, by key. Of a move all that any move of the entry names are among them,
   *   whatever was done before: so what a writer that stopped midway has left behind is made good.
   */
  async apply(entries: readonly EntryDocument[]): Promise<Map<string, AmendedIncident>> {
    const incidents = new Map<string, AmendedIncident>();
    let open = await this.#amendedBy(entries);
    // A redaction of a revision or move changes what that is about. There is no third round: what it is about amends nothing.
    for (let round = 0; round < 2 && open.size > 0; round += 1)
      open = await this.#amend([...open], incidents);
    await this.#blankParked(entries);
    return incidents;
  }

  async #amendedBy(entries: readonly EntryDocument[]): Promise<Set<string>> {
    const earlier = this.store.entries.find(
      { amends: { $in: entries.map(({ _id }) => _id) } },
      { projection: { _id: 0, amends: 1 } },
    );
    const keys = new Set(entries.flatMap(({ amends }) => amends ?? []));
    for await (const { amends } of earlier) keys.add(amends!);
    return keys;
  }

  async #amend(keys: readonly string[], incidents: Map<string, AmendedIncident>): Promise<Set<string>> {
    const { documents, about } = await this.#read(keys);
    const changed = new Set<string>();
    const writes: AnyBulkWriteOperation<EntryDocument>[] = [];
    for (const document of documents) {
      const after = afterAmendments(document, about);
      writes.push(write(after));
      const targets = (about.get(document._id) ?? []).flatMap(({ movesTo }) => movesTo ?? []);
      for (const incidentId of [homeOf(document), ...targets]) {
        const { account } = document;
        const incident = incidentKey(account, incidentId);
        const moved = targets.length > 0 || incidents.get(incident)?.moved === true;
        incidents.set(incident, { account, incidentId, moved });
      }
      // Also one that was redacted before: whoever did it may have come no further.
      const { amends, redacted } = after;
      if (amends !== undefined && redacted && !redactionIn(about.get(amends))) changed.add(amends);
    }
    if (writes.length > 0) await this.store.entries.bulkWrite(writes, { ordered: false });
    return changed;
  }

  /**
   * @returns of these keys the entries, and the revisions and moves of those that are redacted, which go with them; and
   *   by their `amends` all amendments of these entries and of what they amend
   */
  async #read(keys: readonly string[]) {
    const [named, amendments] = await Promise.all([
      this.store.entries.find({ _id: { $in: [...keys] } }).toArray(),
      this.#amendmentsOf(keys),
    ]);
    const ofKeys = groupedBy(amendments, ({ amends }) => amends!);
    const blanked = [...ofKeys.values()]
      .filter((ofKey) => redactionIn(ofKey))
      .flatMap((ofKey) => ofKey.filter(({ type }) => type !== REDACT));
    const documents = [...new Map([...named, ...blanked].map((one) => [one._id, one])).values()];
    const others = documents.flatMap(({ _id, amends }) => (amends === undefined ? [] : [_id, amends]));
    const further = [...new Set(others)].filter((key) => !keys.includes(key));
    if (further.length > 0) amendments.push(...(await this.#amendmentsOf(further)));
    return { documents, about: groupedBy(amendments, ({ amends }) => amends!) };
  }

  #amendmentsOf(keys: readonly string[]): Promise<EntryDocument[]> {
    return this.store.entries.find({ amends: { $in: [...keys] } }).toArray();
  }

  /** What could not be read of a redacted entry goes as well, where it may be of the account that redacts. */
  async #blankParked(entries: readonly EntryDocument[]): Promise<void> {
    const redactions = entries.filter(({ type, amends }) => type === REDACT && amends !== undefined);
    for (const { account, amends } of redactions) {
      const names = { raw: { $regex: idOfEntryKey(amends!), $options: 'i' } };
      // Cut before it tells whose it is, it may hold what must go, and the log has the truth.
      const mayBeOurs = [{ raw: namesAccount(account) }, { raw: { $not: /"account"\s*:/ } }];
      await this.store.parked.updateMany(
        { ...names, $or: mayBeOurs },
        { $set: { raw: '', reason: 'redacted' } },
      );
    }
  }
}

function write(replacement: EntryDocument): AnyBulkWriteOperation<EntryDocument> {
  const knowsNoMore = { amendments: { $not: { $gt: replacement.amendments ?? 0 } } };
  return { replaceOne: { filter: { _id: replacement._id, ...knowsNoMore }, replacement } };
}

/** An account's name is of letters, digits, `_` and `-`: nothing of it means anything in a pattern. */
function namesAccount(account: string): RegExp {
  return new RegExp(`"account"\\s*:\\s*"${account}"`);
}
