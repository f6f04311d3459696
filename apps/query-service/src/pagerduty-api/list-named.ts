import { detail, isJsonObject, type JsonValue, type SentEntry } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { READ_LIMIT, Store } from '../mongo/store.js';

/** The sets that an incident's summary keeps, by the id of each member. */
export type NamedSet = 'services' | 'teams' | 'responders';

export interface Named {
  readonly id: string;
  /** As an entry called it; the id where none did. */
  readonly name: string;
}

export interface NamedAsked {
  readonly account: string;
  readonly set: NamedSet;
  /** Only this one. */
  readonly id?: string;
  /** Only those whose id or name holds this, in any case. */
  readonly query?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface NamedFound {
  readonly named: readonly Named[];
  readonly total: number;
}

/**
 * Services, teams or responders, by id: all that any incident of the account tells of. Daybook keeps no list of them,
 * so the incidents are gone through, which takes as long as there are many.
 */
export class ListNamed extends Query<NamedFound> {
  constructor(readonly asked: NamedAsked) {
    super();
  }
}

/** One of each set, with the key of an incident that tells of it. */
interface Mention {
  readonly _id: string;
  readonly incident: string;
}

@QueryHandler(ListNamed)
export class ListNamedHandler implements IQueryHandler<ListNamed> {
  constructor(private readonly store: Store) {}

  /** @throws StoreUnavailable */
  execute({ asked }: ListNamed): Promise<NamedFound> {
    const { query, limit, offset } = asked;
    return this.store.read(async () => {
      const mentions = await this.#mentions(asked);
      const page = <One>(all: readonly One[]) => all.slice(offset, offset + limit);
      // Names are found in entries, so no more of them are looked for than are shown.
      if (query === undefined) return { named: await this.#named(page(mentions)), total: mentions.length };
      const text = query.toLowerCase();
      const matching = (await this.#named(mentions)).filter(({ id, name }) =>
        [id, name].some((one) => one.toLowerCase().includes(text)),
      );
      return { named: page(matching), total: matching.length };
    });
  }

  #mentions({ account, set, id }: NamedAsked): Promise<Mention[]> {
    return this.store.incidents
      .aggregate<Mention>(
        [
          { $match: { account, ...(id !== undefined && { [set]: id }) } },
          { $unwind: `$${set}` },
          ...(id === undefined ? [] : [{ $match: { [set]: id } }]),
          { $group: { _id: `$${set}`, incident: { $max: '$_id' } } },
          { $sort: { _id: 1 } },
        ],
        READ_LIMIT,
      )
      .toArray();
  }

  async #named(mentions: readonly Mention[]): Promise<Named[]> {
    const names = await this.#namesIn([...new Set(mentions.map(({ incident }) => incident))]);
    return mentions.map(({ _id }) => ({ id: _id, name: names.get(_id) ?? _id }));
  }

  async #namesIn(incidents: readonly string[]): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    if (incidents.length === 0) return names;
    const entries = this.store.entries.find(
      { summarizedIn: { $in: [...incidents] } },
      { ...READ_LIMIT, projection: { _id: 0, body: 1 } },
    );
    for await (const { body } of entries) {
      for (const { id, name } of namesIn(JSON.parse(body) as SentEntry)) names.set(id, name);
    }
    return names;
  }
}

/** Whoever and whatever an entry names. */
function* namesIn(sent: SentEntry): Generator<Named> {
  const places = [
    sent['service'],
    sent['teams'],
    sent['agent'],
    detail(sent, 'assignees'),
    detail(sent, 'responders'),
  ];
  for (const value of places.flatMap((place): readonly (JsonValue | undefined)[] => [place].flat())) {
    if (!isJsonObject(value)) continue;
    const { id, name } = value;
    if (typeof id === 'string' && typeof name === 'string' && name !== '') yield { id, name };
  }
}
