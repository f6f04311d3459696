import { freshDatabase, type Database } from '@daybook/test-servers';
import type { DataSource } from 'typeorm';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { AppendPipeline } from './append-pipeline.js';
import { createDataSource } from './data-source.js';

let database: Database;
let dataSource: DataSource;
let pipeline: AppendPipeline;

beforeEach(async () => {
  database = await freshDatabase();
  dataSource = await createDataSource(database.url).initialize();
  await dataSource.query(
    'create table sent (place serial, number int, backend int default pg_backend_pid())',
  );
  pipeline = new AppendPipeline(dataSource);
});

afterEach(async () => {
  await dataSource.destroy();
  // Fails while a connection is open: none is leaked, whatever became of the queries.
  await database.drop();
});

const insert = (number: number) =>
  pipeline.query<{ number: number }>({
    name: 'insert',
    text: 'insert into sent (number) select $1 from pg_sleep(0.005) returning number',
    values: [number],
  });

const sent = (): Promise<{ number: number; backend: number }[]> =>
  dataSource.query('select number, backend from sent order by place');

const numbers = Array.from({ length: 20 }, (_, number) => number);

it('answers each with its own rows, and commits in the order sent, on one connection', async () => {
  const answers = await Promise.all(numbers.map(insert));
  expect(answers).toEqual(numbers.map((number) => [{ number }]));
  const rows = await sent();
  expect(rows.map(({ number }) => number)).toEqual(numbers);
  expect(new Set(rows.map(({ backend }) => backend)).size).toBe(1);
});

it('lets a query fail alone', async () => {
  const outcomes = await Promise.allSettled([
    insert(1),
    pipeline.query({ text: 'select 1 / $1::int', values: [0] }),
    insert(2),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await sent()).map(({ number }) => number)).toEqual([1, 2]);
});

it('fails all that is under way when the connection breaks, and goes on with another', async () => {
  const outcomes = await Promise.allSettled([
    insert(1),
    pipeline.query({ text: 'select pg_terminate_backend(pg_backend_pid())' }),
    insert(2),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  await insert(3);
  expect((await sent()).map(({ number }) => number)).toEqual([1, 3]);
});

it('is unavailable before the first connection', async () => {
  const early = new AppendPipeline(createDataSource(database.url));
  await expect(early.query({ text: 'select 1' })).rejects.toThrow(LogUnavailable);
});
