import { machineText } from '../machine.js';
import type { PageFigures } from './figures.js';

/** The figures for people. */
export function pageTable({ machine, browser, store, visits, scroll }: PageFigures): string {
  const rows = [
    ...(visits
      ? [
          ['first page, first contentful paint', `${visits.firstPaintMs.toFixed(0)} ms`],
          ['first page, until the incidents are there', `${visits.listMs.toFixed(0)} ms`],
          [
            'files of the first page, of all pages',
            `${kilobytes(visits.firstBytes)}, ${kilobytes(visits.allBytes)}`,
          ],
        ]
      : []),
    ...(scroll
      ? [
          ['incident, until its first entries are there', `${scroll.openedMs.toFixed(0)} ms`],
          ['rows', `${scroll.rows}`],
          [`frames in ${scroll.seconds} s of scrolling`, `${scroll.frames}`],
          ['of these longer than 50 ms, the longest', `${scroll.dropped}, ${scroll.longestMs.toFixed(0)} ms`],
          ['from the end of it until the last entry is there', `${scroll.settledMs.toFixed(0)} ms`],
          ['memory of the page’s scripts, nodes', `${scroll.heapMegabytes.toFixed(1)} MiB, ${scroll.nodes}`],
        ]
      : []),
  ].map(([name, value]) => `${name!.padEnd(52)}${value}`);
  return `${rows.join('\n')}\n${machineText(machine)}, ${browser}; MongoDB: ${store}\n`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(0)} KB`;
}
