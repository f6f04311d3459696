import type { Entry, Lanes } from '@daybook/client';
import type { ClockTimes } from '../../time/clock-times.js';
import { namedIn, typeWords } from '../timeline/entry-words.js';
import { whereIn, type LaneRow } from './lane-rows.js';
import { typesIn, type Mark } from './marks.js';

export function entriesText(count: number): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? 'entry' : 'entries'}`;
}

/** What a lane shows, for those who don’t see it. */
export function laneWords(row: LaneRow, parts: Pick<Lanes, 'since' | 'bucketMs'>, times: ClockTimes): string {
  const where = whereIn(row, parts);
  if (!where) return 'no entry';
  const span = `from ${times.short(where.first)} to ${times.short(where.last)}`;
  return `${entriesText(row.total)}, ${span}, most around ${times.short(where.most)}`;
}

/** What a mark stands for. @param late ids of entries that came late */
export function markWords({ entries }: Mark, late: ReadonlySet<string>, times: ClockTimes): string {
  const [first, last] = [entries[0]!, entries.at(-1)!];
  const at = times.time(Date.parse(first.occurredAtUtc));
  if (entries.length === 1) return `${at} ${entryWords(first, late)}`;
  const until = times.time(Date.parse(last.occurredAtUtc));
  const types = typesIn(entries).map(([type, count]) => `${count} ${typeWords(type)}`);
  return `${entriesText(entries.length)}, ${at} to ${until}: ${types.join(', ')}`;
}

function entryWords(entry: Entry, late: ReadonlySet<string>): string {
  const who = namedIn(entry['agent'])?.name;
  const flags = [
    ...(late.has(entry.id) ? ['came late'] : []),
    ...(entry.revised ? ['revised'] : []),
    ...(entry.moved ? ['moved'] : []),
  ];
  const by = who === undefined ? '' : ` by ${who}`;
  const what = entry.redacted ? 'redacted' : entry.summary;
  return `${typeWords(entry.type)}${by}: ${what}${flags.length > 0 ? ` (${flags.join(', ')})` : ''}`;
}
