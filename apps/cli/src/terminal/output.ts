import pc from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import type { GlobalOptions } from '../connection/options.js';

/** Terminals obey these also where they stand in JSON, whose own escapes end at U+001F. */
const CONTROLS = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Where the results of a command go: text on a terminal, else NDJSON. What is told meanwhile goes to stderr. */
export class Output {
  readonly json: boolean;

  constructor(
    { json }: GlobalOptions,
    private readonly stream: NodeJS.WriteStream = process.stdout,
  ) {
    this.json = json ?? !stream.isTTY;
  }

  /** Columns that text may fill. */
  get width(): number {
    return Number(process.env['COLUMNS']) || this.stream.columns || 80;
  }

  /** As NO_COLOR and the terminal have it; never where there is no terminal. */
  get colours(): Colors {
    return pc.createColors(!this.json && Boolean(this.stream.isTTY) && this.stream.hasColors());
  }

  /** One result: a line of JSON, or text for people. */
  print(record: object, text: () => string): void {
    this.stream.write(this.json ? jsonLine(record) : text());
  }
}

export function jsonLine(record: object): string {
  const escaped = JSON.stringify(record).replace(
    CONTROLS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${escaped}\n`;
}
