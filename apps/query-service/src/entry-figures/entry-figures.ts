import type { EntryFiguresView, entryFiguresQuerySchema } from '@daybook/timeline-contracts';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { apiLink } from '../api-link.js';
import { Counts } from '../counts.js';
import { spanView, type Span } from '../figures-span.js';
import { incidentKey, type IncidentDocument } from '../mongo/documents.js';
import { entryConditions, keyRange } from '../mongo/entry-filter.js';
import { COUNT_LIMIT, Store } from '../mongo/store.js';

type Asked = Omit<z.output<typeof entryFiguresQuerySchema>, 'after' | 'includes' | 'since' | 'until'> & Span;
type Figures = Pick<EntryFiguresView, 'total' | 'groups'>;

/** How many entries of a type an incident has. */
interface Part {
  readonly _id: { readonly type: string; readonly incidentId: string };
  readonly entries: number;
}

/** What is counted of a type. */
interface Counted {
  readonly type: string;
  readonly entries: number;
  readonly incidents: number;
  readonly most: readonly Part[];
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
  constructor(
    private readonly store: Store,
    private readonly counts: Counts,
  ) {}

  /** An entry that was moved counts for the incident that it was moved to. @throws StoreUnavailable */
  execute({ account, asked }: CountEntries): Promise<Figures> {
    return this.counts.answer(['entry-figures', account, asked], async () => {
      const counted = countedByType(await this.#parts(account, asked));
      const titles = await this.#titles(
        counted.flatMap(({ most }) => most.map(({ _id }) => incidentKey(account, _id.incidentId))),
      );
      return {
        total: {
          entries: counted.reduce((sum, { entries }) => sum + entries, 0),
          link: linkTo('/v1/entries', asked),
        },
        groups: counted.map(({ type, entries, incidents, most }) => {
          const ofType = { ...asked, type: [type] };
          return {
            ...{ type, entries, incidents, link: linkTo('/v1/entries', ofType) },
            most: most.map(({ _id: { incidentId }, entries: of }) => ({
              ...{ incident: incidentId, title: titles.get(incidentId) ?? null, entries: of },
              link: linkTo(`/v1/incidents/${encodeURIComponent(incidentId)}/timeline`, ofType),
            })),
          };
        }),
      };
    });
  }

  #parts(account: string, asked: Asked): Promise<Part[]> {
    const shown = { account, key: keyRange(asked, 'asc', undefined), ...entryConditions(account, asked) };
    return this.store.entries
      .aggregate<Part>(
        [
          { $match: shown },
          { $group: { _id: { type: '$type', incidentId: '$incidentId' }, entries: { $sum: 1 } } },
        ],
        COUNT_LIMIT,
      )
      .toArray();
  }

  async #titles(keys: readonly string[]): Promise<Map<string, string | null>> {
    if (keys.length === 0) return new Map();
    const found = await this.store.incidents
      .find<Pick<IncidentDocument, 'incidentId' | 'title'>>(
        { _id: { $in: [...new Set(keys)] } },
        { ...COUNT_LIMIT, projection: { _id: 0, incidentId: 1, title: 1 } },
      )
      .toArray();
    return new Map(found.map(({ incidentId, title }) => [incidentId, title]));
  }
}

/**
 * The type with most entries first. Put together here: one group of the server would have to hold all incidents of its
 * type, and SecantusDB takes as long for it as for the entries.
 */
function countedByType(parts: readonly Part[]): Counted[] {
  const byType = new Map<string, Part[]>();
  for (const part of parts) {
    const known = byType.get(part._id.type);
    if (known) known.push(part);
    else byType.set(part._id.type, [part]);
  }
  return [...byType]
    .map(([type, of]) => ({
      type,
      entries: of.reduce((sum, { entries }) => sum + entries, 0),
      incidents: of.length,
      most: of
        .sort((a, b) => b.entries - a.entries || (a._id.incidentId < b._id.incidentId ? -1 : 1))
        .slice(0, NAMED),
    }))
    .sort((a, b) => b.entries - a.entries || (a.type < b.type ? -1 : 1));
}

function linkTo(path: string, { since, until, ...filter }: Asked): string {
  return apiLink(path, { ...spanView({ since, until }), ...filter });
}
