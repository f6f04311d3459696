import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Output } from '../terminal/output.js';
import { secondsOf } from '../token/lifetime.js';
import type { TimelineStyle } from './timeline-text.js';
import { WallClock } from './wall-clock.js';

export interface TextOptions {
  readonly zone?: string;
  readonly details?: true;
}

/** How entries are shown to people. */
export function textOptions(command: Command): Command {
  return command
    .option('--zone <zone>', "an IANA time zone in which times are told; the terminal's by default")
    .option('--details', 'show ids and details as well');
}

export function styleOf({ zone, details }: TextOptions, output: Output, gapMs = Infinity): TimelineStyle {
  const { width, colours } = output;
  return { width, colours, clock: new WallClock(zone), gapMs, ...(details && { details }) };
}

/** Reads an option that is a duration, as milliseconds. */
export function duration(text: string): number {
  try {
    return secondsOf(text) * 1_000;
  } catch {
    throw new InvalidArgumentError('It must be a number and s, m, h or d, such as 15m.');
  }
}
