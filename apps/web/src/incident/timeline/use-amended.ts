import type { Daybook, Entry } from '@daybook/client';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo } from 'react';
import { useDaybook } from '../../session/daybook.js';
import type { Block } from './blocks.js';
import type { TimelineModel } from './timeline-model.js';

const AMENDMENTS = ['revise', 'redact', 'move'];

/** The entry that another is about, where it changes that. */
export function amendedBy({ type, details }: Entry): string | undefined {
  const target = (details as { entryId?: unknown } | undefined)?.entryId;
  return AMENDMENTS.includes(type) && typeof target === 'string' ? target : undefined;
}

/** Shows an entry as it is now, also where it has come, gone, or taken another place. */
export async function showAmended(
  target: string,
  { model, daybook, queries }: { model: TimelineModel; daybook: Daybook; queries: QueryClient },
): Promise<void> {
  // What a redaction has blanked must not be shown from memory either.
  void queries.resetQueries({ queryKey: ['history', target] });
  queries.removeQueries({ queryKey: ['entry', target] });
  const before = model.known(target);
  if (before) await model.reread(Date.parse(before.occurredAtUtc));
  const now = await daybook.entry(target).catch(() => undefined);
  if (now && now.timelineKey !== before?.timelineKey) await model.reread(Date.parse(now.occurredAtUtc));
}

/**
 * What is said of an entry stays with the incident that it was recorded on. So the incidents are followed, too, from
 * which entries were moved here.
 *
 * @param together incidents that are followed anyway
 */
export function useMovedHere(
  model: TimelineModel | undefined,
  blocks: readonly Block[] | undefined,
  together: readonly string[] | undefined,
): void {
  const daybook = useDaybook();
  const queries = useQueryClient();
  const homes = useMemo(() => homesOf(blocks ?? [], together ?? []).join('\n'), [blocks, together]);

  const show = useEffectEvent(async (target: string) => {
    if (model?.known(target)) await showAmended(target, { model, daybook, queries });
  });
  /** What was said after they were read, and before this heard of it. */
  const showAll = useEffectEvent(async () => {
    const moved = movedIn(blocks ?? []);
    for (const at of new Set(moved.map(({ occurredAtUtc }) => occurredAtUtc)))
      await model?.reread(Date.parse(at));
  });

  useEffect(() => {
    if (homes === '') return;
    const ending = new AbortController();
    const follow = async () => {
      const asked = { incident: homes.split('\n'), type: AMENDMENTS };
      let begun = false;
      for await (const event of daybook.follow(asked, { signal: ending.signal })) {
        if (!begun) await showAll();
        begun = true;
        const target = event.kind === 'entry' ? amendedBy(event.entry) : undefined;
        if (target !== undefined) await show(target);
      }
    };
    // What can't be followed is said by who follows the incident itself.
    follow().catch(() => undefined);
    return () => ending.abort();
  }, [daybook, homes]);
}

function movedIn(blocks: readonly Block[]): Entry[] {
  return blocks.flatMap(({ entries = [] }) => entries.filter(({ moved }) => moved));
}

function homesOf(blocks: readonly Block[], together: readonly string[]): string[] {
  const homes = new Set(movedIn(blocks).map(({ moved }) => moved!.from));
  return [...homes].filter((home) => !together.includes(home)).sort();
}
