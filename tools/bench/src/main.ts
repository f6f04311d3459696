import { Command } from 'commander';
import { Listr } from 'listr2';
import type { Slice } from './closed-loop.js';
import { machineText, thisMachine } from './machine.js';
import { measureAppends } from './measure-appends.js';
import { measurePages, type PageFigures } from './measure-pages.js';
import { measureVisibility, type VisibilityFigures } from './measure-visibility.js';
import { untilCaughtUp } from './until-caught-up.js';
import { withBenchStack } from './bench-stack.js';
import type { Target } from './target.js';

interface Figures {
  store?: string;
  appends1?: Required<Slice>;
  appends32?: Required<Slice>;
  pages?: PageFigures;
  visibility?: VisibilityFigures;
}

const RATE = 200;

await new Command('bench')
  .description(
    'Measure a stack of its own on this machine: the services, the servers and the load share its cores',
  )
  .option('--seconds <seconds>', 'how long each figure is measured', Number, 10)
  .option('--json', 'print JSON alone', false)
  .action(async ({ seconds, json }: { seconds: number; json: boolean }) => {
    const figures = await withBenchStack((target) => measure(target, seconds, json));
    process.stdout.write(json ? `${JSON.stringify(figures)}\n` : table(figures));
  })
  .parseAsync();

function measure(target: Target, seconds: number, quiet: boolean): Promise<Figures> {
  return new Listr<Figures>(
    [
      { title: 'warm up', task: async () => void (await measureAppends(target, 32, 3)) },
      {
        title: 'appends, 1 caller',
        task: async (figures) => void (figures.appends1 = await measureAppends(target, 1, seconds)),
      },
      {
        title: 'appends, 32 callers',
        task: async (figures) => void (figures.appends32 = await measureAppends(target, 32, seconds)),
      },
      { title: 'the read side catches up', task: () => untilCaughtUp(target) },
      {
        title: 'pages of 100 entries',
        task: async (figures) => void (figures.pages = await measurePages(target, seconds)),
      },
      {
        title: `durable to readable at ${RATE}/s`,
        task: async (figures) => void (figures.visibility = await measureVisibility(target, RATE, seconds)),
      },
    ],
    { ctx: { store: target.store }, silentRendererCondition: quiet, fallbackRenderer: 'simple' },
  ).run();
}

function table({ store, appends1, appends32, pages, visibility }: Figures): string {
  const rows = [
    ['', 'a second', 'p50 ms', 'p99 ms'],
    ['appends over HTTP, 1 caller', appends1!.entriesPerSecond, appends1!.p50Ms, appends1!.p99Ms],
    ['appends over HTTP, 32 callers', appends32!.entriesPerSecond, appends32!.p50Ms, appends32!.p99Ms],
    ['timeline pages of 100 entries', pages!.pagesPerSecond, pages!.p50Ms, pages!.p99Ms],
    [`durable to readable`, visibility!.entriesPerSecond, visibility!.p50Ms, visibility!.p99Ms],
  ].map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toFixed(cell < 10 ? 1 : 0) : cell)));
  const lines = rows.map(
    ([name, ...numbers]) => name!.padEnd(32) + numbers.map((number) => number.padStart(10)).join(''),
  );
  return `${lines.join('\n')}\n${machineText(thisMachine())}; MongoDB: ${store}\n`;
}
