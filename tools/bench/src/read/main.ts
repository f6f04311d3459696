import { serverVariables } from '@daybook/local-stack';
import { Command } from 'commander';
import { Listr } from 'listr2';
import { withBenchStack } from '../bench-stack.js';
import { thisMachine } from '../machine.js';
import type { Target } from '../target.js';
import { untilCaughtUp } from '../until-caught-up.js';
import { measureEndpoints } from './endpoints.js';
import type { Figures, SizeFigures } from './figures.js';
import { entries, load, type RealLog } from './load.js';
import { residentMegabytes } from './memory.js';
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
  .option('--json', 'print JSON alone', false)
  .action(async (options: Options) => {
    const figures = await withBenchStack((target, stack) =>
      measure(target, serverVariables(stack)['MONGODB_URL']!, options),
    );
    process.stdout.write(options.json ? `${JSON.stringify(figures)}\n` : tables(figures));
  })
  .parseAsync();

async function measure(target: Target, mongodbUrl: string, options: Options): Promise<Figures> {
  const { sizes = [10_000, 100_000], seconds, rate, streams, json } = options;
  const source = entries(realLog(options));
  const figures: Figures = {
    machine: thisMachine(),
    store: target.store,
    sizes: [],
  };
  await load(target, longIncident(), LONG_ENTRIES);
  let held = LONG_ENTRIES;
  const tasks = sizes.map((size) => ({
    title: `${size} entries`,
    task: async () => {
      figures.sizes.push(await measureSize(target, source, held, size, seconds));
      held = size;
    },
  }));
  await new Listr(
    [
      ...tasks,
      {
        title: `durable to readable at ${rate}/s`,
        task: async () => void (figures.visibility = await measureVisibility(target, rate, seconds)),
      },
      {
        title: `${streams} streams`,
        task: async () => void (figures.streams = await measureStreams(target, streams, seconds)),
      },
      {
        title: 'the store alone',
        task: async () => void (figures.alone = await measureStoreAlone(mongodbUrl, LONG, seconds)),
      },
    ],
    { silentRendererCondition: json, fallbackRenderer: 'simple' },
  ).run();
  return figures;
}

async function measureSize(
  target: Target,
  source: AsyncGenerator<object, never>,
  held: number,
  size: number,
  seconds: number,
): Promise<SizeFigures> {
  const startedAt = performance.now();
  await load(target, source, size - held);
  const loadedAt = performance.now();
  const behind = size - (await watermarkOf(target));
  await untilCaughtUp(target);
  const readableAt = performance.now();
  const perSecond = (count: number, milliseconds: number) => Math.round((count * 1_000) / milliseconds);
  const endpoints = await measureEndpoints(target, LONG, seconds);
  return {
    entries: size,
    loadedPerSecond: perSecond(size - held, loadedAt - startedAt),
    readablePerSecond: perSecond(size - held, readableAt - startedAt),
    drainedPerSecond: perSecond(behind, readableAt - loadedAt),
    endpoints,
    megabytes: await residentMegabytes(target),
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

async function* longIncident(): AsyncGenerator<object, never> {
  for await (const entry of entries(undefined)) yield { ...entry, incidentId: LONG };
  throw new Error('entries come without end');
}
