import { encodeCursor } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import type { PageAsked } from './parameters.js';

/** What stands beside the items of a list, as PagerDuty's clients page by it. */
export interface PageEnd {
  /** As applied. */
  readonly limit: number;
  readonly offset: number;
  readonly more: boolean;
  /** Null unless it was asked for. */
  readonly total: number | null;
  /** Null at the end. */
  readonly next_cursor: string | null;
}

/**
 * @param found.lastKey of the last item; undefined where the list has no cursors
 * @param asOf watermark of the first page
 */
export function pageEnd(
  { limit, offset }: Pick<PageAsked, 'limit' | 'offset'>,
  found: { readonly more: boolean; readonly total: number | null; readonly lastKey: TimelineKey | undefined },
  asOf: string,
): PageEnd {
  const { more, total, lastKey } = found;
  const next_cursor = more && lastKey !== undefined ? encodeCursor({ key: lastKey, asOf }) : null;
  return { limit, offset, more, total, next_cursor };
}
