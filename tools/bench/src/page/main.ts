import { findChromium } from '@daybook/local-stack';
import { Command } from 'commander';
import { Listr } from 'listr2';
import { chromium, type Browser } from 'playwright-core';
import { withBenchStack } from '../bench-stack.js';
import { thisMachine } from '../machine.js';
import { load } from '../read/load.js';
import type { Target } from '../target.js';
import { untilCaughtUp } from '../until-caught-up.js';
import type { PageFigures } from './figures.js';
import { LONG_INCIDENT, longIncident } from './long-incident.js';
import { measureScroll } from './scroll.js';
import { pageTable } from './table.js';
import { measureVisits } from './visits.js';

interface Options {
  readonly entries: number;
  readonly visits: number;
  readonly seconds: number;
  readonly json: boolean;
}

await new Command('bench:page')
  .description('Measure the page in a browser without windows, on a stack of its own')
  .option('--entries <entries>', 'of the incident that is scrolled', Number, 100_000)
  .option('--visits <visits>', 'of the first page, each by a browser that has kept nothing', Number, 7)
  .option('--seconds <seconds>', 'how long it is scrolled, from its first entry to its last', Number, 10)
  .option('--json', 'print JSON alone', false)
  .action(async (options: Options) => {
    const browser = await chromium.launch({ executablePath: await findChromium() });
    try {
      const figures = await withBenchStack((target) => measure(target, browser, options));
      process.stdout.write(options.json ? `${JSON.stringify(figures)}\n` : pageTable(figures));
    } finally {
      await browser.close();
    }
  })
  .parseAsync();

async function measure(target: Target, browser: Browser, options: Options): Promise<PageFigures> {
  const { entries, visits, seconds, json } = options;
  const figures: PageFigures = {
    machine: thisMachine(),
    browser: `Chromium ${browser.version()}`,
    store: target.store,
  };
  await new Listr(
    [
      {
        title: `${entries} entries`,
        task: async () => {
          await load(target, longIncident(entries), entries);
          await untilCaughtUp(target);
        },
      },
      {
        title: `${visits} visits`,
        task: async () => void (figures.visits = await measureVisits(target, browser, visits)),
      },
      {
        title: `${seconds} s of scrolling`,
        task: async () =>
          void (figures.scroll = await measureScroll(target, browser, LONG_INCIDENT, seconds)),
      },
    ],
    { silentRendererCondition: json, fallbackRenderer: 'simple' },
  ).run();
  return figures;
}
