import type { Target } from '../target.js';

/** What the query-service holds in memory, by its own metrics. */
export async function residentMegabytes(target: Target): Promise<number> {
  const response = await fetch(`${target.queryUrl}/metrics`, {
    headers: { authorization: `Bearer ${target.token}` },
  });
  const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(await response.text())?.[1];
  if (bytes === undefined) throw new Error(`no figure of memory in the metrics (${response.status})`);
  return Math.round(Number(bytes) / 1024 / 1024);
}
