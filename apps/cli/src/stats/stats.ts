import type { FiguresQuery, IncidentFigures } from '@daybook/client';
import { daybookOf } from '../connection/client.js';
import type { Fallback, Given } from '../connection/connection.js';
import type { GlobalOptions } from '../connection/options.js';
import { durationText } from '../terminal/durations.js';
import { Output } from '../terminal/output.js';
import { plainLine } from '../terminal/plain-text.js';
import { table } from '../terminal/table.js';

export interface StatsOptions extends GlobalOptions, Given {
  readonly by: NonNullable<FiguresQuery['by']>[number];
  readonly since?: string;
  readonly until?: string;
  readonly service?: string[];
  readonly team?: string[];
  readonly severity?: string[];
  readonly zone?: string;
}

type Group = IncidentFigures['groups'][number];
type Figures = Omit<Group, 'key'>;

export async function stats(options: StatsOptions, fallback: Fallback | undefined): Promise<void> {
  const daybook = await daybookOf(options, ['queryUrl', 'token'], fallback);
  const { by, since, until, service, team, severity, zone } = options;
  const asked = { by: [by], since, until, service, team, severity, zone };
  const query = Object.fromEntries(
    Object.entries(asked).filter(([, value]) => value !== undefined),
  ) as FiguresQuery;
  const figures = await daybook.figures(query);
  const output = new Output(options);
  if (!output.json) return void process.stdout.write(statsText(by, figures));
  for (const group of figures.groups) output.print({ by, ...group }, () => '');
  const { total, since: from, until: to, watermark } = figures;
  output.print({ by: 'total', ...total, since: from, until: to, watermark }, () => '');
}

export function statsText(by: string, { since, until, groups, total }: IncidentFigures): string {
  const head = [by.toUpperCase(), 'INCIDENTS', 'ACKNOWLEDGED', 'MTTA', 'RESOLVED', 'MTTR'];
  const rows = groups.map((group) => row(group.key === null ? '(none)' : plainLine(group.key), group));
  const numbers = ['right', 'right', 'right', 'right', 'right'] as const;
  return (
    `Incidents triggered from ${since} to ${until}\n` +
    table(head, [...rows, row('total', total)], ['left', ...numbers])
  );
}

function row(name: string, figures: Figures): string[] {
  const { incidents, acknowledged, timeToAcknowledge, resolved, timeToResolve } = figures;
  return [
    ...[name, String(incidents)],
    ...[String(acknowledged), durations(timeToAcknowledge)],
    ...[String(resolved), durations(timeToResolve)],
  ];
}

function durations({ mean, median }: Figures['timeToResolve']): string {
  return mean === null || median === null ? '-' : `${durationText(mean)} (${durationText(median)})`;
}
