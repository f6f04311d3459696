import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { figuresSchema } from './figures.js';

/** Far too short for figures that mean anything. */
const QUICK = ['--json', '--rounds', '1', '--seconds', '0.05'];

it('measures every contender and prints nothing but JSON', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--import', 'tsx', `${import.meta.dirname}/measure.ts`],
    ...QUICK,
  ]);
  const figures = figuresSchema.parse(JSON.parse(stdout));
  expect(figures.lanes.map(({ name, callers }) => `${name} ${callers ?? ''}`.trimEnd())).toStrictEqual([
    ...[1, 32, 256].flatMap((callers) =>
      [
        'Daybook, over HTTP',
        'Daybook, in-process',
        'append_entries alone, batches as reached in-process',
        '@event-driven-io/emmett-postgresql',
        '@eventide/message-db',
        '@castore/event-storage-adapter-postgres',
      ].map((name) => `${name} ${callers}`),
    ),
    'Daybook, NDJSON bulk',
    'Daybook, command queue',
    'RabbitMQ, commands published with confirms',
    'append_entries alone, batches of 500, 1 connection',
    'append_entries alone, batches of 500, 2 connections',
  ]);
  expect(figures.goals).toHaveLength(6);
  for (const { entriesPerSecond } of figures.lanes) expect(entriesPerSecond.lowest).toBeGreaterThan(0);
}, 120_000);
