import { stackVariables, type Stack } from '@daybook/local-stack';
import { Command } from 'commander';
import { Listr } from 'listr2';
import { withBenchStack } from '../bench-stack.js';
import { thisMachine } from '../machine.js';
import type { Target } from '../target.js';
import { untilCaughtUp } from '../until-caught-up.js';
import { backlogOf, measureBacklog } from './backlog.js';
import { measureEndpoints } from './endpoints.js';
import type { Figures, SizeFigures } from './figures.js';
import { entries, load, readLog, type RealLog } from './load.js';
import { residentMegabytes } from './memory.js';
import { measureRebuild } from './rebuild.js';
import { measureStoreAlone } from './store-alone.js';
import { measureStreams } from './streams.js';
import { tables } from './tables.js';
import { measureVisibility } from './visibility.js';

interface Options {
  readonly sizes: number[];
  readonly seconds: number;
  readonly rate: number;
  readonly streams: number;
  readonly log?: string;
  readonly map?: string;
  readonly rebuild: boolean;
  readonly json: boolean;
}

const LONG = 'long';
const LONG_ENTRIES = 5_000;

await new Command('bench:read')
  .description('Measure the read side on a stack of its own, at several sizes of the read model')
  .option('--sizes <entries...>', 'sizes, rising', (text, before: number[] = []) => [...before, Number(text)])
  .option('--seconds <seconds>', 'how long each figure is measured', Number, 5)
  .option('--rate <rate>', 'entries a second that arrive while visibility is measured', Number, 1_000)
  .option('--streams <streams>', 'streams of server-sent events', Number, 500)
  .option('--log <file>', 'a log of another tool to make entries of, over and over; made entries without it')
  .option('--map <file>', 'its mapping, as for daybook import')
  .option('--no-rebuild', 'leave out the rebuild and the check, which take minutes for a million entries')
  .option('--json', 'print JSON alone', false)
  .action(async (options: Options) => {
    await withBenchStack(async (target, stack) => {
      const figures: Figures = { machine: thisMachine(), store: target.store, sizes: [] };
      try {
        await measure(figures, target, stack, options);
      } finally {
        // What took half an hour is not lost with what comes after it.
        process.stdout.write(options.json ? `${JSON.stringify(figures)}\n` : tables(figures));
      }
    });
  })
  .parseAsync();

async function measure(figures: Figures, target: Target, stack: Stack, options: Options): Promise<void> {
  const { sizes = [10_000, 100_000], seconds, rate, streams, rebuild, json } = options;
  const variables = await stackVariables(stack);
  const log = realLog(options);
  const source = entries(log && (await readLog(log)));
  await load(target, longIncident(), LONG_ENTRIES);
  const tasks = sizes.flatMap((size, index) => [
    {
      title: `${size} entries`,
      task: async () => void figures.sizes.push(await measureLoad(target, stack, source, size)),
    },
    {
      title: `durable to readable at ${rate}/s beside ${size} entries`,
      task: async () => {
        // The first time warms up.
        await measureVisibility(target, rate, seconds);
        figures.sizes[index]!.visibility = await measureVisibility(target, rate, seconds);
      },
    },
    // Behind them come the reads: what a store was asked too much, it may work on long after nobody waits for it.
    ...(size === sizes.at(-1)
      ? [
          {
            title: `${streams} streams`,
            task: async () => void (figures.streams = await measureStreams(target, streams, seconds)),
          },
          {
            title: 'the store alone',
            task: async () =>
              void (figures.alone = await measureStoreAlone(variables['MONGODB_URL']!, LONG, seconds)),
          },
        ]
      : []),
    {
      title: `reads of ${size} entries`,
      task: async () => {
        const here = figures.sizes[index]!;
        here.megabytes = await residentMegabytes(target);
        here.endpoints = await measureEndpoints(target, LONG, seconds);
      },
    },
  ]);
  if (rebuild)
    tasks.push({
      title: 'a rebuild and a check',
      task: async () => void (figures.rebuild = await measureRebuild(variables)),
    });
  await new Listr(tasks, { silentRendererCondition: json, fallbackRenderer: 'simple' }).run();
}

/** Appends what is missing of so many entries, and waits until they can be read: the first while the query-service runs. */
async function measureLoad(
  target: Target,
  stack: Stack,
  source: Iterator<object, never>,
  size: number,
): Promise<SizeFigures> {
  await untilCaughtUp(target);
  const missing = size - (await watermarkOf(target));
  const backlog = backlogOf(missing);
  const startedAt = performance.now();
  await load(target, source, missing - backlog);
  const loadedAt = performance.now();
  await untilCaughtUp(target);
  const perSecond = (milliseconds: number) => Math.round(((missing - backlog) * 1_000) / milliseconds);
  return {
    entries: size,
    loadedPerSecond: perSecond(loadedAt - startedAt),
    readablePerSecond: perSecond(performance.now() - startedAt),
    ...(backlog > 0 && { drainedPerSecond: await measureBacklog(target, stack, source, backlog) }),
  };
}

async function watermarkOf(target: Target): Promise<number> {
  const response = await fetch(`${target.queryUrl}/v1/incidents?limit=1`, {
    headers: { authorization: `Bearer ${target.token}` },
  });
  return Number(response.headers.get('daybook-watermark')!.split(':').at(-1));
}

function realLog({ log, map }: Options): RealLog | undefined {
  if (log === undefined && map === undefined) return undefined;
  if (log === undefined || map === undefined) throw new Error('--log and --map belong together');
  return { file: log, map };
}

function* longIncident(): Generator<object, never> {
  for (const entry of entries()) yield { ...entry, incidentId: LONG };
  throw new Error('entries come without end');
}
