import type { Colors } from 'picocolors/types.js';
import wrapAnsi from 'wrap-ansi';
import { durationText, offsetText } from '../terminal/durations.js';
import { plainLine, plainText } from '../terminal/plain-text.js';
import { annotations, type ShownEntry } from './annotations.js';
import { mark } from './marks.js';
import type { WallClock } from './wall-clock.js';

/** Narrower than this, text stands below its time and not beside it. */
const BESIDE_FROM = 60;
const OFFSET_WIDTH = 8;
const NARROW_INDENT = 2;

export interface TimelineStyle {
  /** Columns. */
  readonly width: number;
  readonly colours: Colors;
  readonly clock: WallClock;
  /** A silence of so many milliseconds or more is told. */
  readonly gapMs: number;
  /** The instant, in Unix milliseconds, from which times are told as well; none: only the time of day. */
  readonly origin?: number;
  /** Entries of this incident don't tell which one they are of. */
  readonly incidentId?: string;
  /** Everything that there is of an entry. */
  readonly details?: boolean;
}

interface Paragraph {
  readonly text: string;
  readonly paint: (text: string) => string;
  /** Blanks at its beginning say something. */
  readonly verbatim?: true;
}

/** Entries in the order of a timeline as text, with a heading for each day and the silence between them. */
export class TimelineText {
  #before: { readonly at: number; readonly day: string } | undefined;

  constructor(private readonly style: TimelineStyle) {}

  /** @param hidden how many entries an overview leaves out before this one */
  entry(entry: ShownEntry, hidden = 0): string {
    const at = Date.parse(entry.occurredAtUtc);
    const { day, time } = this.style.clock.read(at);
    const lines = [...this.#silence(at), ...this.hidden(hidden), ...this.#heading(day)];
    // One that came late in a live tail takes nothing from the silence behind it.
    this.#before = { at: Math.max(at, this.#before?.at ?? at), day };
    return `${[...lines, ...this.#block(entry, time, at)].join('\n')}\n`;
  }

  /** Lines that tell how many entries are left out here. */
  hidden(count: number): string[] {
    if (count === 0) return [];
    return [this.#aside(`${count} more ${count === 1 ? 'entry' : 'entries'}`)];
  }

  #silence(at: number): string[] {
    const silent = this.#before === undefined ? 0 : at - this.#before.at;
    return silent >= this.style.gapMs ? [this.#aside(`${durationText(silent)} of silence`)] : [];
  }

  #heading(day: string): string[] {
    if (this.#before?.day === day) return [];
    const { colours, clock } = this.style;
    return this.#before === undefined
      ? [`${colours.bold(day)} ${colours.dim(clock.zone)}`]
      : ['', colours.bold(day)];
  }

  #aside(text: string): string {
    return this.style.colours.dim(`${' '.repeat(this.#isWide ? 10 : NARROW_INDENT)}┊ ${text}`);
  }

  #block(entry: ShownEntry, time: string, at: number): string[] {
    const { colours, origin } = this.style;
    const sign = mark(entry.type, colours);
    const offset = origin === undefined ? undefined : offsetText(at - origin);
    const text = this.#text(entry);
    if (!this.#isWide) {
      const head = [time, ...(offset === undefined ? [] : [colours.dim(offset)]), sign].join(' ');
      return [head, ...this.#wrapped(text, NARROW_INDENT)];
    }
    const columns = offset === undefined ? '' : ` ${colours.dim(offset.padStart(OFFSET_WIDTH))}`;
    const indent = time.length + (offset === undefined ? 0 : OFFSET_WIDTH + 1) + 3;
    const [first = '', ...others] = this.#wrapped(text, indent);
    return [`${time}${columns} ${sign} ${first.slice(indent)}`, ...others];
  }

  /** Paragraphs, each in its colour. */
  #text(entry: ShownEntry): Paragraph[] {
    const { colours, incidentId, details } = this.style;
    const { summary, notes } = annotations(entry, incidentId);
    const more = details
      ? [
          plainLine(entry.id),
          ...JSON.stringify(entry.details ?? {}, undefined, 2)
            .split('\n')
            .slice(1, -1),
        ]
      : [];
    return [
      { text: plainText(summary), paint: entry.redacted ? colours.dim : (text) => text },
      { text: notes.map(plainLine).join(' · '), paint: colours.dim },
      ...more.map((text) => ({ text: plainText(text), paint: colours.dim, verbatim: true as const })),
    ];
  }

  #wrapped(paragraphs: readonly Paragraph[], indent: number): string[] {
    const room = Math.max(10, this.style.width - indent);
    return paragraphs.flatMap(({ text, paint, verbatim }) =>
      wrapAnsi(text, room, { hard: true, trim: !verbatim })
        .split('\n')
        .map((line) => ' '.repeat(indent) + paint(line)),
    );
  }

  get #isWide(): boolean {
    return this.style.width >= BESIDE_FROM;
  }
}
