import { PROCESSES, rounds, type Fault, type Round } from './schedule.js';

function first(count: number, seed: number): Round[] {
  const schedule = rounds(seed);
  return Array.from({ length: count }, () => schedule.next().value);
}

const SEEDS = Array.from({ length: 50 }, (_, index) => index * 7_919);

it('is the same for the same seed, and another for another', () => {
  for (const seed of SEEDS) {
    expect(first(60, seed)).toEqual(first(60, seed));
    expect(first(60, seed)).not.toEqual(first(60, seed + 1));
  }
});

it.each(SEEDS)('deals fairly: seed %i', (seed) => {
  const faults = first(200, seed).flatMap((round) => round.faults);
  expect(new Set(faults.slice(0, 5).map(({ target }) => target))).toEqual(new Set(PROCESSES));
  expect(faults.slice(0, 5).every(({ kind }) => kind === 'kill' || kind === 'freeze')).toBe(true);
  const inOnePack = (kind: Fault['kind']) =>
    faults.slice(0, 19).flatMap((fault) => (fault.kind === kind ? [fault.target] : []));
  for (const kind of ['kill', 'freeze', 'restart'] as const) {
    expect(new Set(inOnePack(kind))).toEqual(new Set(PROCESSES));
  }
  expect(inOnePack('clock').sort()).toEqual(['command-service', 'postgres', 'query-service']);
  expect(inOnePack('alarm')).toEqual(['rabbitmq']);
});

it('hits two processes at once now and then, never one twice', () => {
  const pairs = first(200, 1).filter(({ faults }) => faults.length === 2);
  expect(pairs.length).toBeGreaterThan(10);
  for (const { faults } of pairs) expect(faults[0]!.target).not.toBe(faults[1]!.target);
});

it('hits all five within three rounds of the seed that the short form runs', () => {
  const faults = first(3, 2_417).flatMap((round) => round.faults);
  expect(new Set(faults.map(({ target }) => target))).toEqual(new Set(PROCESSES));
});
