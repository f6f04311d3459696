import type { Waits } from './load/ledger.js';

/** What a run did and found. Times are milliseconds. */
export interface Report {
  readonly seed: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly servers: Readonly<Record<string, string>>;
  /** How often each process was killed, frozen and restarted in all, such as `kill postgres`. */
  readonly done: Readonly<Record<string, number>>;
  /** By what was done alone; two faults at once are told together. */
  readonly outages: Readonly<Record<string, Outage>>;
  readonly sent: number;
  readonly acknowledged: number;
  /** Of these by 202 or a confirm of the queue. */
  readonly queued: number;
  readonly recorded: number;
  readonly shown: number;
  /** Entries told by each way of following an account, and how many of the webhook's came more than once. */
  readonly followed?: Readonly<Record<'stream' | 'feed' | 'webhook' | 'repeated', number>>;
  readonly lost: number;
  readonly duplicated: number;
  /** Answers that were 503 with Retry-After. */
  readonly answered503: number;
  readonly deadLetters: number;
  /** What does not hold, in words; empty when all is well. */
  readonly faults: readonly string[];
}

/** All outages of a kind. Waits are the longest of any of them. */
export interface Outage extends Waits {
  readonly times: number;
}

const SHOWN_FAULTS = 20;

export function textOf(report: Report): string {
  const table = [
    ['outage', 'times', 'HTTP ms', 'keyed ms', 'queue ms', 'nobody ms'],
    ...Object.entries(report.outages)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([label, { times, httpMs, keyedMs, queueMs, nobodyMs }]) => [
        label,
        ...[times, httpMs, keyedMs, queueMs, nobodyMs].map(String),
      ]),
  ].map(([label, ...numbers]) => label!.padEnd(36) + numbers.map((number) => number.padStart(11)).join(''));
  const { seed, rounds, seconds, sent, acknowledged, queued, recorded, shown, lost, duplicated } = report;
  const found =
    report.faults.length === 0
      ? ['Everything holds.']
      : [
          `${report.faults.length} FAULTS:`,
          ...report.faults.slice(0, SHOWN_FAULTS),
          ...(report.faults.length > SHOWN_FAULTS ? ['…'] : []),
        ];
  return [
    ...table,
    ...['kill', 'freeze', 'restart'].map((kind) => countsOf(kind, report)),
    `${sent} entries sent, ${acknowledged} acknowledged (${queued} of them queued), ${recorded} recorded, ${shown} shown`,
    ...(report.followed ? [toldTo(report.followed)] : []),
    `${lost} lost, ${duplicated} duplicated; ${report.deadLetters} dead letters`,
    `seed ${seed}, ${rounds} rounds, ${seconds} s; ${Object.values(report.servers).join('; ')}`,
    ...found,
    '',
  ].join('\n');
}

function toldTo({ stream, feed, webhook, repeated }: NonNullable<Report['followed']>): string {
  return `told by the stream ${stream}, by the feed ${feed}, by the webhook ${webhook} (${repeated} of them again)`;
}

function countsOf(kind: string, { done }: Report): string {
  const counts = Object.entries(done).filter(([label]) => label.startsWith(`${kind} `));
  const all = counts.reduce((sum, [, times]) => sum + times, 0);
  const each = counts.map(([label, times]) => `${label.slice(kind.length + 1)} ${times}`).sort();
  return `${kind}: ${all} in all${all > 0 ? `: ${each.join(', ')}` : ''}`;
}
