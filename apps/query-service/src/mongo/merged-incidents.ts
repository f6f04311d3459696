import type { Collection } from 'mongodb';
import { incidentKey, type IncidentDocument } from './documents.js';
import { READ_LIMIT } from './store.js';

/** A timeline is read of no more incidents than these, its own among them. */
const MOST_TOGETHER = 100;

/**
 * The incidents that were merged into one, and into those, and so on: the nearest first, then by name, each once,
 * whatever circles they make.
 *
 * @returns at most 99, without the incident itself
 */
export async function mergedIncidents(
  incidents: Collection<IncidentDocument>,
  account: string,
  incidentId: string,
): Promise<string[]> {
  const all = new Set([incidentId]);
  for (let nearest = [incidentId]; nearest.length > 0 && all.size < MOST_TOGETHER;) {
    const found = await incidents
      .find({ mergedIn: { $in: nearest.map((one) => incidentKey(account, one)) } }, READ_LIMIT)
      .project<Pick<IncidentDocument, 'incidentId'>>({ _id: 0, incidentId: 1 })
      .sort({ _id: 1 })
      // Those that are known already may be among them.
      .limit(MOST_TOGETHER)
      .toArray();
    const fresh = found.map((one) => one.incidentId).filter((one) => !all.has(one));
    nearest = fresh.slice(0, MOST_TOGETHER - all.size);
    for (const one of nearest) all.add(one);
  }
  all.delete(incidentId);
  return [...all];
}
