import { isDeepStrictEqual } from 'node:util';
import type { Collection, Filter, FindCursor, WithId } from 'mongodb';
import type { GenerationCollections } from '../mongo/generations.js';

/** How many documents of each kind two generations share, and how many not. */
export interface Compared {
  readonly same: number;
  /** The same as far as both tell: one has fields that the other is too old to have. */
  readonly otherShape: number;
  readonly differing: number;
  readonly onlyLive: number;
  readonly onlyNew: number;
  /** Keys of the first of those that differ or are in one only. */
  readonly examples: readonly string[];
}

interface Keyed {
  readonly _id: string;
}

type Count = { -readonly [Key in keyof Omit<Compared, 'examples'>]: Compared[Key] };

const EXAMPLES = 10;
/** What is a writer's own and may differ between two that tell the same. */
const OF_THE_WRITER = new Set(['version', 'countedTo', 'amendments']);

/**
 * Walks through two generations side by side, in the order of their keys, in constant memory. The live one is written
 * meanwhile, and a document may be caught between: what seems to differ is only a reason to look closer.
 */
export async function compareGenerations(
  live: GenerationCollections,
  next: GenerationCollections,
  upTo: { readonly log: string; readonly epoch: number; readonly position: number },
  onDocument: () => Promise<void>,
): Promise<{ entries: Compared; incidents: Compared }> {
  const { log, epoch, position } = upTo;
  const reached = { $or: [{ log, epoch, position: { $lte: position } }, { epoch: { $ne: epoch } }] };
  const entries = await compare(live.entries, next.entries, reached, onDocument);
  const incidents = await compare(live.incidents, next.incidents, {}, onDocument);
  return { entries, incidents };
}

async function compare<Document extends Keyed>(
  inLive: Collection<Document>,
  inNew: Collection<Document>,
  filter: Filter<Document>,
  onDocument: () => Promise<void>,
): Promise<Compared> {
  const count: Count = { same: 0, otherShape: 0, differing: 0, onlyLive: 0, onlyNew: 0 };
  const examples: string[] = [];
  const tell = (kind: keyof Count, { _id }: Keyed) => {
    count[kind] += 1;
    const equal = kind === 'same' || kind === 'otherShape';
    if (!equal && examples.length < EXAMPLES) examples.push(_id);
  };
  const [lives, nexts] = [inLive, inNew].map((one) => one.find(filter).sort({ _id: 1 })) as [
    FindCursor<WithId<Document>>,
    FindCursor<WithId<Document>>,
  ];
  const step = async (cursor: FindCursor<WithId<Document>>) =>
    ((await cursor.next()) as Document | null) ?? undefined;
  try {
    let one = await step(lives);
    let other = await step(nexts);
    while (one ?? other) {
      await onDocument();
      const [live, next]: [Document | undefined, Document | undefined] = [one, other];
      if (live && next && live._id === next._id) tell(relation(live, next), live);
      else if (live && (!next || live._id < next._id)) tell('onlyLive', live);
      else tell('onlyNew', next!);
      if (live && (!next || live._id <= next._id)) one = await step(lives);
      if (next && (!live || next._id <= live._id)) other = await step(nexts);
    }
  } finally {
    await Promise.all([lives.close(), nexts.close()]);
  }
  return { ...count, examples };
}

function relation(live: object, next: object): 'same' | 'otherShape' | 'differing' {
  const [one, other] = [live, next].map(
    (document) => new Map(Object.entries(document).filter(([field]) => !OF_THE_WRITER.has(field))),
  ) as [Map<string, unknown>, Map<string, unknown>];
  const shared = [...one.keys()].filter((field) => other.has(field));
  if (!shared.every((field) => isDeepStrictEqual(one.get(field), other.get(field)))) return 'differing';
  return shared.length === one.size && shared.length === other.size ? 'same' : 'otherShape';
}
