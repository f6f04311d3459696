import { machineText } from '../machine.js';
import type { Figures, LaneFigures } from './figures.js';

const HEADER = ['callers', 'entries/s', 'lowest', 'highest', 'p50 ms', 'p99 ms', 'a batch', 'CPU µs'];

/** The figures for people. */
export function table({ machine, rounds, secondsPerSlice, lanes, goals }: Figures): string {
  const name = Math.max(...lanes.map((lane) => lane.name.length));
  const line = (first: string, cells: readonly string[]) =>
    first.padEnd(name) + cells.map((cell) => cell.padStart(11)).join('');
  const settings = Object.entries(machine.postgres).map(([setting, value]) => `${setting} ${value}`);
  return [
    `${machineText(machine)}, RabbitMQ ${machine.rabbitmq}`,
    `Postgres: ${settings.join(', ')}`,
    `medians of ${rounds} slices of ${secondsPerSlice} s, in turns; CPU of the process that appends, an entry`,
    '',
    line('', HEADER),
    ...lanes.map((lane) => line(lane.name, cells(lane))),
    '',
    ...goals.map(
      ({ what, wanted, reached, met }) =>
        `${met ? 'reached' : 'MISSED '}  ${what}: ${round(reached)}, wanted ${wanted}`,
    ),
    '',
  ].join('\n');
}

function cells({ callers, entriesPerSecond, p50Ms, p99Ms, ...of }: LaneFigures): string[] {
  const { median, lowest, highest } = entriesPerSecond;
  return [callers, median, lowest, highest, p50Ms, p99Ms, of.entriesPerBatch, of.cpuMicrosecondsPerEntry].map(
    (value) => (value === undefined ? '' : round(value)),
  );
}

function round(value: number): string {
  return value < 100 ? String(Number(value.toPrecision(3))) : String(Math.round(value));
}
