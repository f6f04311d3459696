import { connect as clientOf } from '@daybook/client';
import type { Colors } from 'picocolors/types.js';
import { connect, type Fallback, type Given } from '../connection/connection.js';
import type { GlobalOptions } from '../connection/options.js';
import { EXIT } from '../exit-codes.js';
import { durationText } from '../terminal/durations.js';
import { Output } from '../terminal/output.js';
import { ok, wrong, type Finding } from './finding.js';
import { lookAtDeadLetters, lookAtProgress } from './look-at-progress.js';
import { lookAtService } from './look-at-services.js';
import { lookAtToken } from './look-at-token.js';

/** Tokens are refused, and entries may be, where clocks are further apart than that, in milliseconds. */
const CLOCKS_APART_MS = 30_000;

export async function doctor(options: GlobalOptions & Given, fallback: Fallback | undefined): Promise<void> {
  const { commandUrl, queryUrl, token } = await connect(
    options,
    ['commandUrl', 'queryUrl', 'token'],
    fallback,
  );
  const daybook = clientOf({ commandUrl, queryUrl, token, patienceMs: 0 });
  const [command, query] = await Promise.all([
    lookAtService('command-service', 'command-url', commandUrl),
    lookAtService('query-service', 'query-url', queryUrl),
  ]);
  const findings = [
    ...command.findings,
    ...query.findings,
    ...(await lookAtToken(token, daybook, Date.now())),
    ...(await lookAtProgress(daybook)),
    ...(command.health ? await lookAtDeadLetters(daybook) : []),
    ...clock(command.clockAheadMs ?? query.clockAheadMs),
  ];
  const output = new Output(options);
  const width = Math.max(...findings.map(({ about }) => about.length));
  for (const finding of merged(findings))
    output.print(finding, () => findingText(finding, output.colours, width));
  if (findings.some(({ state }) => state === 'wrong')) process.exitCode = EXIT.no;
}

function clock(aheadMs: number | undefined): Finding[] {
  if (aheadMs === undefined) return [];
  if (Math.abs(aheadMs) < CLOCKS_APART_MS) return [ok('clock', 'as the service has it')];
  const which = aheadMs > 0 ? 'behind' : 'ahead of';
  return [
    wrong(
      'clock',
      `${durationText(Math.abs(aheadMs))} ${which} the service`,
      'Set it by NTP, here or there.',
    ),
  ];
}

/** Both services look at RabbitMQ: what both say is said once. */
function merged(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify(finding);
    return !seen.has(key) && seen.add(key);
  });
}

/** @param width of what the findings are about, so that what they say stands in a column */
export function findingText({ about, state, says, advice }: Finding, colours: Colors, width: number): string {
  const { green, yellow, red } = colours;
  const sign = { ok: green('✓'), warning: yellow('!'), wrong: red('✗') }[state];
  const line = `${sign} ${colours.bold(about.padEnd(width))}  ${says}\n`;
  return advice === undefined ? line : `${line}    → ${advice}\n`;
}
