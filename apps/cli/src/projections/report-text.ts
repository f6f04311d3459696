import type {
  CheckReport,
  Compared,
  ListedGeneration,
  RebuildReport,
} from '@daybook/query-service/read-model';

/** From here on a rate says something. */
const ROWS_FOR_A_RATE = 1_000;
const MOST_SHOWN = 10;

export function rebuildText(name: string, report: RebuildReport): string {
  const { generation, replaced, watermark, entries, buildSeconds, compared } = report;
  const rate = entries >= ROWS_FOR_A_RATE ? ` (${Math.round(entries / buildSeconds)}/s)` : '';
  const { log, epoch, position } = watermark;
  return lines(
    `Generation ${generation} of ${name} is live, up to ${log}:${epoch}:${position}.`,
    `  built from ${entries} entries in ${buildSeconds.toFixed(1)} s${rate}`,
    `  compared with generation ${replaced}, which was written meanwhile:`,
    `    entries: ${comparedText(compared.entries, generation, replaced)}`,
    `    incidents: ${comparedText(compared.incidents, generation, replaced)}`,
    `  generation ${replaced} is kept: \`daybook projections drop ${name} --generation ${replaced}\` removes it`,
  );
}

export function isClean({ differences }: CheckReport): boolean {
  return Object.keys(differences).length === 0;
}

export function checkText(name: string, report: CheckReport): string {
  const { generation, watermark, entries, incidents, unreadable, differences, first, seconds } = report;
  const { log, epoch, position } = watermark;
  const rate = entries >= ROWS_FOR_A_RATE ? ` (${Math.round(entries / seconds)} entries/s)` : '';
  const kinds = Object.entries(differences).map(([kind, count]) => `${count} × ${kind}`);
  return lines(
    isClean(report)
      ? `generation ${generation} of ${name} is what the log gives, up to ${log}:${epoch}:${position}.`
      : `generation ${generation} of ${name} IS NOT what the log gives, up to ${log}:${epoch}:${position}: ${kinds.join(', ')}.`,
    `  ${entries} entries and ${incidents} incidents in ${seconds.toFixed(1)} s${rate}`,
    ...(unreadable > 0 ? [`  ${unreadable} rows of the log can't be read, and are parked`] : []),
    ...first.slice(0, MOST_SHOWN).map(({ kind, key, position, fields }) => {
      const where = position === undefined ? '' : ` at position ${position}`;
      return `  ${kind} ${key}${where}${fields ? `: ${fields.join(', ')}` : ''}`;
    }),
    ...(first.length > MOST_SHOWN ? ['  more with --json'] : []),
  );
}

export function listText(name: string, listed: readonly ListedGeneration[]): string {
  return lines(
    name,
    ...listed.map(({ generation, state, entries, incidents, watermark, startedAt }) => {
      const since = startedAt ? `, begun ${startedAt.toISOString()}` : '';
      return `  generation ${generation}: ${state}, ${entries} entries, ${incidents} incidents, up to ${watermark ?? 'nothing'}${since}`;
    }),
  );
}

export function dropText(dropped: readonly number[]): string {
  if (dropped.length === 0) return 'Nothing to drop.\n';
  return `Dropped: generation${dropped.length > 1 ? 's' : ''} ${dropped.join(', ')}.\n`;
}

function comparedText(
  { same, otherShape, differing, onlyLive, onlyNew, examples }: Compared,
  generation: number,
  replaced: number,
): string {
  const differences = [
    ...(otherShape > 0 ? [`${otherShape} of another shape`] : []),
    ...(differing > 0 ? [`${differing} differ`] : []),
    ...(onlyLive > 0 ? [`${onlyLive} only in ${replaced}`] : []),
    ...(onlyNew > 0 ? [`${onlyNew} only in ${generation}`] : []),
  ];
  const first = examples.length > 0 ? `; first: ${examples.slice(0, 3).join(', ')}` : '';
  return `${[`${same} the same`, ...differences].join(', ')}${first}`;
}

function lines(...each: readonly string[]): string {
  return `${each.join('\n')}\n`;
}
