import { Counts } from './counts.js';
import { createLogger } from './logger.js';
import { Store, StoreUnavailable } from './mongo/store.js';
import type { Progress } from './project-entries/progress.js';

/** Constructing it connects to nothing. */
const store = new Store('mongodb://127.0.0.1:1/none', createLogger('silent'), 1);
const visible = { marksText: 'local:1:5' };
const counts = new Counts(store, visible as Progress);

afterAll(() => store.close());

/** A count that ends when it is told to. */
function held() {
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const count = (number: number) => async () => {
    started.push(number);
    await new Promise<void>((resolve) => (finish[number] = resolve));
    return { number };
  };
  return { started, finish, count };
}

const turn = () => new Promise(setImmediate);

it('counts few things at a time, and the others in turn', async () => {
  const { started, finish, count } = held();
  const answers = [0, 1, 2, 3, 4, 5].map((number) => counts.answer(['number', number], count(number)));
  await turn();
  expect(started).toEqual([0, 1, 2, 3]);
  finish[1]!();
  expect(await answers[1]).toEqual({ number: 1 });
  await turn();
  expect(started).toEqual([0, 1, 2, 3, 4]);
  for (const number of [0, 2, 3, 4, 5]) {
    await turn();
    finish[number]!();
  }
  expect(await Promise.all(answers)).toEqual([0, 1, 2, 3, 4, 5].map((number) => ({ number })));
});

it('answers those who ask the same together, unless more became visible meanwhile', async () => {
  const { started, finish, count } = held();
  const first = counts.answer(['same', { since: 1 }], count(0));
  const second = counts.answer(['same', { since: 1 }], count(1));
  visible.marksText = 'local:1:6';
  const third = counts.answer(['same', { since: 1 }], count(2));
  await turn();
  expect(started).toEqual([0, 2]);
  finish[0]!();
  finish[2]!();
  expect(await Promise.all([first, second, third])).toEqual([{ number: 0 }, { number: 0 }, { number: 2 }]);
  const later = counts.answer(['same', { since: 1 }], count(3));
  await turn();
  finish[3]!();
  expect(await later).toEqual({ number: 3 });
});

it('tells all who wait that it failed, and counts again for the next', async () => {
  const failing = () => Promise.reject(new Error('no primary'));
  const answers = [1, 2].map(() => counts.answer(['failing'], failing));
  await Promise.all(answers.map((answer) => expect(answer).rejects.toThrow(StoreUnavailable)));
  expect(await counts.answer(['failing'], () => Promise.resolve(1))).toBe(1);
});
