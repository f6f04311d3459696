import type { Collection, Db } from 'mongodb';
import type { EntryDocument, IncidentDocument, WatermarkDocument } from './documents.js';

/** The one projection there is: entries, and the incidents that they tell of. */
export const TIMELINE = 'timeline';
/** How often a change is tried again when others change the same document. */
const MAX_CONFLICTS = 20;

/** A read model of its own, made from the whole log, with watermarks of its own. */
export interface GenerationCollections {
  readonly entries: Collection<EntryDocument>;
  readonly incidents: Collection<IncidentDocument>;
  readonly watermarks: Collection<WatermarkDocument>;
}

export interface GenerationRecord {
  readonly number: number;
  /** False: being built, or given up halfway. */
  readonly finished: boolean;
  /** When its building began; absent: it was there before there were others. */
  readonly startedAt?: Date;
}

/** Who builds a generation. Counts for as long as it is renewed. */
export interface RebuildRecord {
  readonly generation: number;
  readonly host: string;
  readonly pid: number;
  /** Tells two apart that have the same process id, one after the other. */
  readonly id: string;
  readonly renewedAt: Date;
}

/** Which generation of a projection is live, for all replicas: they serve and write this one. */
export interface ProjectionDocument {
  /** The name of the projection. */
  readonly _id: string;
  readonly live: number;
  readonly generations: readonly GenerationRecord[];
  /** The highest number that was ever given: none is given twice, so that nobody takes a new one for one that is gone. */
  readonly last: number;
  readonly rebuild?: RebuildRecord;
  /** Rises by one with every change: a writer that read an older one must read again. */
  readonly revision: number;
}

/** A read model from before there were generations is the first. */
const FIRST: ProjectionDocument = {
  _id: TIMELINE,
  ...{ live: 1, last: 1, revision: 0 },
  generations: [{ number: 1, finished: true }],
};

const COLLECTIONS = ['entries', 'incidents', 'watermarks'] as const;

/** The generations of the timeline projection in a database. */
export class Generations {
  readonly #projections: Collection<ProjectionDocument>;

  constructor(private readonly database: Db) {
    this.#projections = database.collection('projections');
  }

  collectionsOf(generation: number): GenerationCollections {
    const [entries, incidents, watermarks] = COLLECTIONS.map((kind) => nameOf(kind, generation));
    return {
      entries: this.database.collection(entries!),
      incidents: this.database.collection(incidents!),
      watermarks: this.database.collection(watermarks!),
    };
  }

  async read(): Promise<ProjectionDocument> {
    return (await this.#projections.findOne({ _id: TIMELINE })) ?? FIRST;
  }

  /**
   * Changes what is there now, whoever else changes it at the same time.
   *
   * @param change called again when it lost a race; what it throws is thrown, and nothing is changed
   */
  async change(change: (before: ProjectionDocument) => ProjectionDocument): Promise<ProjectionDocument> {
    await this.#projections.updateOne(
      { _id: TIMELINE },
      { $setOnInsert: withoutId(FIRST) },
      { upsert: true },
    );
    for (let attempt = 0; attempt < MAX_CONFLICTS; attempt += 1) {
      const before = await this.read();
      const after = { ...change(before), revision: before.revision + 1 };
      const { matchedCount } = await this.#projections.replaceOne(
        { _id: TIMELINE, revision: before.revision },
        withoutId(after),
      );
      if (matchedCount === 1) return after;
    }
    throw new Error(`the generations were changed by others ${MAX_CONFLICTS} times in a row`);
  }

  /** Removes the collections of all generations that are listed no more. @returns their numbers */
  async removeUnlisted(): Promise<number[]> {
    const { generations } = await this.read();
    const listed = new Set(generations.map(({ number }) => number));
    const removed = new Set<number>();
    for (const { name } of await this.database.listCollections({}, { nameOnly: true }).toArray()) {
      const generation = generationOf(name);
      if (generation === undefined || listed.has(generation)) continue;
      await this.database.dropCollection(name);
      removed.add(generation);
    }
    return [...removed].sort((a, b) => a - b);
  }
}

function nameOf(kind: (typeof COLLECTIONS)[number], generation: number): string {
  return generation === 1 ? kind : `${kind}.g${generation}`;
}

function generationOf(name: string): number | undefined {
  const [, kind, number = '1'] = /^([a-z]+)(?:\.g(\d+))?$/.exec(name) ?? [];
  return COLLECTIONS.some((known) => known === kind) ? Number(number) : undefined;
}

function withoutId({ _id, ...rest }: ProjectionDocument): Omit<ProjectionDocument, '_id'> {
  return rest;
}
