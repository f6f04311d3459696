import type { EntryFiguresView, entryFiguresQuerySchema } from '@daybook/timeline-contracts';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { incidentKey, type IncidentDocument } from '../mongo/documents.js';
import { entryConditions, keyRange } from '../mongo/entry-filter.js';
import { READ_LIMIT, Store } from '../mongo/store.js';

type Asked = Omit<z.output<typeof entryFiguresQuerySchema>, 'after' | 'includes' | 'since' | 'until'> & {
  readonly since: number;
  readonly until: number;
};
type Figures = Pick<EntryFiguresView, 'total' | 'groups'>;

/** What is counted of a type. */
interface Counted {
  readonly _id: string;
  readonly entries: number;
  readonly incidents: number;
  readonly most: readonly { readonly incidentId: string; readonly entries: number }[];
}

/** Incidents that are named of each type. */
const NAMED = 5;

export class CountEntries extends Query<Figures> {
  constructor(
    readonly account: string,
    readonly asked: Asked,
  ) {
    super();
  }
}

@QueryHandler(CountEntries)
export class CountEntriesHandler implements IQueryHandler<CountEntries> {
  constructor(private readonly store: Store) {}

  /** An entry that was moved counts for the incident that it was moved to. @throws StoreUnavailable */
  execute({ account, asked }: CountEntries): Promise<Figures> {
    return this.store.read(async () => {
      const counted = await this.#count(account, asked);
      const titles = await this.#titles(
        counted.flatMap(({ most }) => most.map(({ incidentId }) => incidentKey(account, incidentId))),
      );
      return {
        total: {
          entries: counted.reduce((sum, { entries }) => sum + entries, 0),
          link: linkTo('/v1/entries', asked),
        },
        groups: counted.map(({ _id: type, entries, incidents, most }) => ({
          ...{ type, entries, incidents, link: linkTo('/v1/entries', { ...asked, type: [type] }) },
          most: most.map((one) => ({
            ...{ incident: one.incidentId, title: titles.get(one.incidentId) ?? null, entries: one.entries },
            link: linkTo(`/v1/incidents/${encodeURIComponent(one.incidentId)}/timeline`, {
              ...{ ...asked, type: [type] },
            }),
          })),
        })),
      };
    });
  }

  #count(account: string, asked: Asked): Promise<Counted[]> {
    return this.store.entries
      .aggregate<Counted>(
        [
          { $match: { account, key: keyRange(asked, 'asc', undefined), ...entryConditions(account, asked) } },
          { $group: { _id: { type: '$type', incidentId: '$incidentId' }, entries: { $sum: 1 } } },
          { $sort: { entries: -1, '_id.incidentId': 1 } },
          {
            $group: {
              _id: '$_id.type',
              entries: { $sum: '$entries' },
              incidents: { $sum: 1 },
              most: { $push: { incidentId: '$_id.incidentId', entries: '$entries' } },
            },
          },
          { $project: { entries: 1, incidents: 1, most: { $slice: ['$most', NAMED] } } },
          { $sort: { entries: -1, _id: 1 } },
        ],
        READ_LIMIT,
      )
      .toArray();
  }

  async #titles(keys: readonly string[]): Promise<Map<string, string | null>> {
    if (keys.length === 0) return new Map();
    const found = await this.store.incidents
      .find<Pick<IncidentDocument, 'incidentId' | 'title'>>(
        { _id: { $in: [...new Set(keys)] } },
        { ...READ_LIMIT, projection: { _id: 0, incidentId: 1, title: 1 } },
      )
      .toArray();
    return new Map(found.map(({ incidentId, title }) => [incidentId, title]));
  }
}

function linkTo(path: string, { since, until, ...filter }: Asked): string {
  const query = new URLSearchParams({
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
  });
  for (const [name, values] of Object.entries(filter)) {
    for (const value of values) query.append(name, value);
  }
  return `${path}?${query}`;
}
