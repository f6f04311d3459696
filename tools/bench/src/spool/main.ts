import { Command } from 'commander';
import { Listr } from 'listr2';
import { withBenchStack } from '../bench-stack.js';
import { machineText, thisMachine } from '../machine.js';
import { bringAllUp, takeAllDown } from './outage.js';
import { writeThroughOutage, type SpoolFigures } from './write-through-outage.js';

interface Options {
  readonly rate: number;
  readonly seconds: number;
  readonly json: boolean;
}

await new Command('bench:spool')
  .description(
    'Write through the client’s spool while everything is down, bring all up, and look for every entry',
  )
  .option('--rate <rate>', 'entries a second', Number, 500)
  .option('--seconds <seconds>', 'how long everything is down', Number, 60)
  .option('--json', 'print JSON alone', false)
  .action(async ({ rate, seconds, json }: Options) => {
    const { figures } = await withBenchStack((target, stack) =>
      new Listr<{ figures?: SpoolFigures }>(
        [
          {
            title: `${rate} entries a second while everything is down for ${seconds} s`,
            task: async (measured, task) => {
              const outage = {
                begin: () => takeAllDown(stack),
                end: async () => {
                  task.output = 'bringing everything up';
                  await bringAllUp(stack);
                },
              };
              measured.figures = await writeThroughOutage(target, outage, rate, seconds);
            },
          },
        ],
        { ctx: {}, silentRendererCondition: json, fallbackRenderer: 'simple' },
      ).run(),
    );
    process.stdout.write(json ? `${JSON.stringify(figures)}\n` : table(figures!));
    if (figures!.lost + figures!.duplicated > 0) process.exitCode = 1;
  })
  .parseAsync();

function table(figures: SpoolFigures): string {
  const rows: [string, string][] = [
    ['entries acknowledged', `${figures.entries}, at ${figures.rate}/s for ${figures.seconds} s`],
    ['until an entry is on the disk, p50 / p99', `${figures.addP50Ms} / ${figures.addP99Ms} ms`],
    [
      'until nothing waits, once all is up',
      `${figures.drainSeconds.toFixed(1)} s, ${figures.drainedPerSecond.toFixed(0)}/s`,
    ],
    ['lost', String(figures.lost)],
    ['duplicated', String(figures.duplicated)],
    ['refused', String(figures.refused)],
    ['in the order of ids', figures.inOrder ? 'yes' : 'no'],
  ];
  const lines = rows.map(([name, value]) => `${name.padEnd(42)}${value}`);
  return `${lines.join('\n')}\n${machineText(thisMachine())}\n`;
}
