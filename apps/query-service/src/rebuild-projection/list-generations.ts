import { formatLogPosition } from '@daybook/timeline-domain';
import type { Generations } from '../mongo/generations.js';
import { isUnderWay } from './rebuild-lock.js';

export interface ListedGeneration {
  readonly generation: number;
  /** `unfinished`: a rebuild was interrupted; `kept`: was live, or may be by a rebuild with its number. */
  readonly state: 'live' | 'building' | 'unfinished' | 'kept';
  readonly startedAt: Date | null;
  readonly entries: number;
  readonly incidents: number;
  /** log:epoch:position up to which it is complete; null where it holds nothing. */
  readonly watermark: string | null;
}

/** All generations, oldest first. Counts are estimates, where the server was killed. */
export async function listGenerations(generations: Generations): Promise<ListedGeneration[]> {
  const { live, rebuild, generations: all } = await generations.read();
  return Promise.all(
    all.map(async ({ number, finished, startedAt }) => {
      const { entries, incidents, watermarks } = generations.collectionsOf(number);
      const marks = await watermarks.find().sort({ epoch: -1, position: 1 }).limit(1).toArray();
      const building = rebuild?.generation === number && number !== live && isUnderWay(rebuild);
      return {
        generation: number,
        state: number === live ? 'live' : building ? 'building' : finished ? 'kept' : 'unfinished',
        startedAt: startedAt ?? null,
        entries: await entries.estimatedDocumentCount(),
        incidents: await incidents.estimatedDocumentCount(),
        watermark: marks[0] ? formatLogPosition(marks[0]) : null,
      } as const;
    }),
  );
}
