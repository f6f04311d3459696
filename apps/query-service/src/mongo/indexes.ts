import type { CreateIndexesOptions } from 'mongodb';
import type { GenerationCollections } from './generations.js';

export const CHANGES_INDEX = { account: 1, epoch: 1, position: 1 } as const;
export const INCIDENT_INDEX = { account: 1, incidentId: 1, key: 1 } as const;
/** Few entries are ever moved, in all accounts. */
export const MOVED_INDEX = { movedFrom: 1 } as const;

/** A large collection takes longer to index than any socket would wait, and a build that is given up begins anew. */
const PATIENT: CreateIndexesOptions & { readonly socketTimeoutMS: number } = { socketTimeoutMS: 0 };

/** What pages and the projector's own reads need; nothing happens where they are there already. */
export async function makeIndexes({
  entries,
  incidents,
}: Omit<GenerationCollections, 'watermarks'>): Promise<void> {
  await entries.createIndexes(
    [
      { key: INCIDENT_INDEX },
      // An account's log entries, and those of its teams: each page is one range, an offset is counted off on keys.
      { key: { account: 1, key: 1 } },
      { key: { account: 1, teams: 1, key: 1 } },
      // What readers follow: everything of an account, as it was recorded.
      { key: CHANGES_INDEX },
      // An incident has few entries that its summary is made of, among many.
      { key: { summarizedIn: 1 }, sparse: true },
      { key: { overviewIn: 1, key: 1 }, sparse: true },
      { key: { amends: 1 }, sparse: true },
      { key: MOVED_INDEX, sparse: true },
      { key: { terms: 1 } },
    ],
    PATIENT,
  );
  await incidents.createIndexes(
    [
      // Ascending, though the newest come first: a descending index of strings is wrong in SecantusDB 0.7.0b3 where a bound
      // is the beginning of a key, and MongoDB walks either both ways.
      { key: { account: 1, lastKey: 1 } },
      { key: { account: 1, status: 1, lastKey: 1 } },
      // By creation, whole or filtered. What these hold seldom changes, so they cost next to nothing but at an insert.
      { key: { account: 1, firstKey: 1 } },
      { key: { account: 1, status: 1, firstKey: 1 } },
      { key: { account: 1, services: 1, firstKey: 1 } },
      { key: { account: 1, teams: 1, firstKey: 1 } },
      { key: { account: 1, triggeredAt: 1 } },
      { key: { mergedIn: 1 }, sparse: true },
      { key: { terms: 1 } },
    ],
    PATIENT,
  );
}
