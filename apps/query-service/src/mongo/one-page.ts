import type { FindCursor } from 'mongodb';

export interface OnePage<Document> {
  readonly documents: readonly Document[];
  /** Whether it was cut short by its limit. */
  readonly more: boolean;
}

/** The first documents of a query, all in one answer of the server; one beyond the limit tells whether there are more. */
export async function onePage<Document>(
  query: FindCursor<Document>,
  limit: number,
): Promise<OnePage<Document>> {
  const found = await query
    .limit(limit + 1)
    .batchSize(limit + 1)
    .toArray();
  return { documents: found.slice(0, limit), more: found.length > limit };
}
