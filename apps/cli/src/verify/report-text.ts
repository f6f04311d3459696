import type { Finding, LogReport } from '@daybook/log-chain';
import { formatLogPosition } from '@daybook/timeline-domain';
import type { IncidentVerdict } from './incident-exports.js';
import type { Refused } from './kept-checkpoints.js';

export interface Verdict extends LogReport {
  /** Checkpoints that were given and that no known key has signed. */
  readonly refused: readonly Refused[];
  readonly incidents: readonly IncidentVerdict[];
  readonly seconds: number;
}

/** Of the log and of the exports held against it: 0 all intact, 1 one tampered with, 2 one could not be checked. */
export function exitCodeOf({ outcome, incidents }: Pick<Verdict, 'outcome' | 'incidents'>): number {
  const outcomes = [outcome, ...incidents.map((incident) => incident.outcome)];
  if (outcomes.includes('tampered')) return 1;
  return outcomes.includes('unchecked') ? 2 : 0;
}

const SHOWN = 10;
/** From here on a rate says something. */
const ROWS_FOR_A_RATE = 1_000;

const SIGNATURES = {
  none: '',
  unchecked: ', signed (not checked: give --keys)',
  good: ', signed',
  bad: '',
} as const;

/** A verdict for people. */
export function verdictText(verdict: Verdict): string {
  const { outcome, log, epoch, position, chain, findings, checkpoints, refused, reason, signature } = verdict;
  const lines = [
    { intact: 'Intact', tampered: 'TAMPERED WITH', unchecked: 'Could not be checked' }[outcome] +
      (log && ` — the log ${log}, epoch ${epoch}, ${spanText(verdict)}`),
  ];
  if (reason !== undefined) lines.push(`  ${reason}`);
  findings
    .slice(0, SHOWN)
    .forEach((finding, index) =>
      lines.push(`${index === 0 ? '  first: ' : '         '}${findingText(finding)}`),
    );
  if (findings.length > SHOWN) lines.push(`         and ${findings.length - SHOWN} more with --json`);
  if (log) lines.push(`  chain at ${position}: ${chain}${SIGNATURES[signature]}`);
  for (const { checkpoint, holds, detail } of checkpoints) {
    lines.push(
      `  checkpoint ${formatLogPosition(checkpoint)} of ${checkpoint.time}: ${holds ? 'holds' : 'DOES NOT HOLD'}, ${detail}`,
    );
  }
  for (const { file, reason } of refused) lines.push(`  checkpoint ${file}: REFUSED, ${reason}`);
  for (const incident of verdict.incidents) lines.push(...incidentLines(incident));
  return `${lines.join('\n')}\n`;
}

function incidentLines({
  file,
  outcome,
  reason,
  entries,
  redactedSince,
  whole,
  findings,
}: IncidentVerdict): string[] {
  const provable = entries - redactedSince;
  const held = {
    intact: `${provable} entries are as in the log${whole ? ', and none is left out' : '; it was filtered'}`,
    tampered: 'NOT AS IN THE LOG',
    unchecked: `could not be checked: ${reason}`,
  }[outcome];
  const since =
    redactedSince > 0 ? `; ${redactedSince} were redacted since, and nothing proves them now` : '';
  const shown = findings.slice(0, SHOWN).map(({ id, position, detail }) => {
    const where = position === undefined ? id : `position ${position} (${id})`;
    return `         ${where}: ${detail}`;
  });
  const more = findings.length > SHOWN ? [`         and ${findings.length - SHOWN} more with --json`] : [];
  return [`  incident ${file}: ${held}${since}`, ...shown, ...more];
}

function spanText({ after, position, rows, seconds }: Verdict): string {
  const count = rows.entries + rows.redacted + rows.hidden;
  const rate =
    count >= ROWS_FOR_A_RATE ? ` in ${seconds.toFixed(1)} s (${Math.round(count / seconds)}/s)` : '';
  const kinds = [
    ...(rows.redacted > 0 ? [`${rows.redacted} redacted`] : []),
    ...(rows.hidden > 0 ? [`${rows.hidden} of other accounts, by their leaves alone`] : []),
  ];
  const of = kinds.length > 0 ? `, of them ${kinds.join(' and ')}` : '';
  return count === 0
    ? `nothing behind ${after}`
    : `positions ${after + 1} to ${position}: ${count} rows${rate}${of}`;
}

function findingText({ position, to, account, id, differs, detail }: Finding): string {
  const where = to === undefined ? `position ${position}` : `one of positions ${position} to ${to}`;
  const what = [account, id].filter((each) => each !== undefined).join(' ');
  return `${where}${what && ` (${what})`}: ${differs}: ${detail}`;
}
