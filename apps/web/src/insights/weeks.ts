import type { Week } from '../plots/week-plot.js';
import { daysAfter, mondayOf } from '../time/days.js';
import { durationText } from '../time/duration.js';
import { pageLink, type Dates } from './insights-address.js';
import type { Group } from './use-insights.js';

export type Measure = 'timeToAcknowledge' | 'timeToResolve';

export const measures = {
  timeToAcknowledge: { name: 'Time to acknowledge', known: 'acknowledgement', done: 'acknowledged' },
  timeToResolve: { name: 'Time to resolve', known: 'resolve', done: 'resolved' },
} as const;

export const measureNames = Object.keys(measures) as Measure[];

const day = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'long', year: 'numeric' },
  timeZone: 'UTC',
});

/** All weeks of a span, also those of which there is nothing to show. */
export function weeksOf(
  groups: readonly Omit<Group, 'groups'>[],
  { from, to }: Dates,
  measure: Measure,
): Week[] {
  const groupOf = new Map(groups.map((group) => [group.key, group]));
  const weeks: Week[] = [];
  for (let monday = mondayOf(from); monday <= to; monday = daysAfter(monday, 7)) {
    const group = groupOf.get(monday);
    const { median = null, mean = null, incidents = 0 } = group?.[measure] ?? {};
    const { known, done } = measures[measure];
    const numbers =
      median === null || mean === null
        ? `none ${done}`
        : `median ${durationText(median)}, mean ${durationText(mean)}, ${incidents} ${done}`;
    weeks.push({
      ...{ monday, median, mean },
      name: `Week of ${day.format(new Date(monday))}: ${numbers}`,
      link: group && pageLink(group.link, known),
    });
  }
  return weeks;
}

/** The longest of what is shown, 0 for nothing. */
export function longestOf(weeks: readonly Week[]): number {
  return Math.max(0, ...weeks.flatMap(({ median, mean }) => [median ?? 0, mean ?? 0]));
}
