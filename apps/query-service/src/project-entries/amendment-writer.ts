import { REDACT } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import type { AnyBulkWriteOperation } from 'mongodb';
import { idOfEntryKey, incidentKey, type EntryDocument } from '../mongo/documents.js';
import { Store } from '../mongo/store.js';
import { amended, blank, homeOf } from './amended-document.js';

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
    const [documents, amendments] = await Promise.all([
      this.store.entries.find({ _id: { $in: [...keys] } }).toArray(),
      this.store.entries.find({ amends: { $in: [...keys] } }).toArray(),
    ]);
    const changed = new Set<string>();
    const writes: AnyBulkWriteOperation<EntryDocument>[] = [];
    for (const key of keys) {
      const ofKey = amendments.filter(({ amends }) => amends === key);
      const redaction = ofKey.find(({ type }) => type === REDACT);
      if (redaction) {
        const others = ofKey.filter(({ type, redacted }) => type !== REDACT && !redacted);
        writes.push(...others.map((one) => write(blank(one, redaction, one.amendments ?? 0))));
      }
      const document = documents.find(({ _id }) => _id === key);
      if (!document) continue;
      const after = amended(document, ofKey);
      writes.push(write(after));
      const targets = ofKey.flatMap(({ movesTo }) => movesTo ?? []);
      for (const incidentId of [homeOf(document), ...targets]) {
        const { account } = document;
        const incident = incidentKey(account, incidentId);
        const moved = targets.length > 0 || incidents.get(incident)?.moved === true;
        incidents.set(incident, { account, incidentId, moved });
      }
      // Also one that was redacted before: whoever did it may have come no further.
      if (after.amends !== undefined && after.redacted) changed.add(after.amends);
    }
    if (writes.length > 0) await this.store.entries.bulkWrite(writes, { ordered: false });
    return changed;
  }

  /** What could not be read of a redacted entry goes as well. */
  async #blankParked(entries: readonly EntryDocument[]): Promise<void> {
    const redactions = entries.filter(({ type, amends }) => type === REDACT && amends !== undefined);
    for (const { amends } of redactions) {
      const names = { raw: { $regex: idOfEntryKey(amends!), $options: 'i' } };
      await this.store.parked.updateMany(names, { $set: { raw: '', reason: 'redacted' } });
    }
  }
}

function write(replacement: EntryDocument): AnyBulkWriteOperation<EntryDocument> {
  const knowsNoMore = { amendments: { $not: { $gt: replacement.amendments ?? 0 } } };
  return { replaceOne: { filter: { _id: replacement._id, ...knowsNoMore }, replacement } };
}
