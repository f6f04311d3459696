import { machineText } from '../machine.js';
import { CALLERS } from '../measure-requests.js';
import type { Figures, SizeFigures } from './figures.js';

/** The figures for people. */
export function tables({ machine, store, sizes, streams, alone, rebuild }: Figures): string {
  return [
    `${machineText(machine)}; MongoDB: ${store}`,
    '',
    ...rows(
      ['entries', 'loaded/s', 'readable/s', 'drained/s', 'MiB'],
      sizes.map((size) => [
        String(size.entries),
        ...[size.loadedPerSecond, size.readablePerSecond, size.drainedPerSecond ?? '', size.megabytes ?? ''],
      ]),
    ),
    '',
    ...endpointRows(sizes),
    '',
    ...rows(
      ['', 'a second', 'p50 ms', 'p99 ms'],
      [
        ...sizes.flatMap(({ entries, visibility }) =>
          visibility
            ? [
                [
                  `durable to readable beside ${entries}`,
                  ...[visibility.entriesPerSecond, visibility.p50Ms, visibility.p99Ms],
                ],
              ]
            : [],
        ),
        ...(streams
          ? [[`events to ${streams.streams} streams`, streams.eventsPerSecond, streams.p50Ms, streams.p99Ms]]
          : []),
      ],
    ),
    '',
    ...(alone
      ? rows(
          ['the store alone', 'a second'],
          [
            ['100 entries of a long timeline', alone.pagesPerSecond],
            ['entries inserted, by 100', alone.insertedPerSecond],
          ],
        )
      : []),
    '',
    ...(rebuild
      ? rows(
          ['the read model', 'a second'],
          [
            ['entries rebuilt from the log', rebuild.rebuiltPerSecond],
            ['entries checked, no difference', rebuild.checkedPerSecond],
          ],
        )
      : []),
    '',
  ].join('\n');
}

function endpointRows(sizes: readonly SizeFigures[]): string[] {
  const names = sizes[0]?.endpoints?.map(({ name }) => name) ?? [];
  const header = sizes.flatMap(({ entries }) => [`${entries}: /s`, 'p50 ms', 'p99 ms']);
  return rows(
    ['', ...header],
    names.map((name) => [
      name,
      ...sizes.flatMap(({ endpoints }) => {
        const found = endpoints?.find((one) => one.name === name);
        if (!found) return ['', '', ''];
        const { callers, measured } = found;
        if (!measured) return ['refused', '', ''];
        const { requestsPerSecond, p50Ms, p99Ms } = measured;
        return [callers === CALLERS ? requestsPerSecond : `${callers} × ${requestsPerSecond}`, p50Ms, p99Ms];
      }),
    ]),
  );
}

function rows(header: readonly string[], lines: readonly (readonly (string | number)[])[]): string[] {
  const all = [header, ...lines];
  const first = Math.max(...all.map(([name]) => String(name).length));
  return all.map(
    ([name, ...cells]) =>
      String(name).padEnd(first) + cells.map((cell) => String(cell).padStart(13)).join(''),
  );
}
