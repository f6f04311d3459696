import { EVERY_ACCOUNT } from '@daybook/access-tokens';
import {
  logExportHeaderSchema,
  logExportLineSchema,
  type CheckpointV1,
  type LogExportEnd,
  type LogExportHeader,
  type LogExportLine,
  type LogExportRow,
} from '@daybook/timeline-contracts';
import type { z } from 'zod';
import { CHAIN_START, nextChain } from './chain.js';
import { CheckpointCheck } from './checkpoint-check.js';
import type { CheckpointReader } from './checkpoint.js';
import { Unreadable } from './export-text.js';
import { MAX_FINDINGS, type Difference, type Finding, type LogReport } from './findings.js';
import { RedactionCheck } from './redaction-check.js';
import { checkEntry } from './row-check.js';
import { RowOrder } from './row-order.js';

export interface VerifyOptions {
  /** Signatures are checked already. */
  readonly checkpoints?: readonly CheckpointV1[];
  /** The export must begin where this checkpoint ends. */
  readonly since?: CheckpointV1;
  /** Checks the signature of the export's last line; left out, it is not looked at. */
  readonly reader?: CheckpointReader;
  /** After every row. */
  readonly onRow?: (position: number, head: number) => void;
}

/**
 * Walks an export line by line, in constant memory, and recomputes what can be recomputed. What is wrong is remembered,
 * and the walk goes on, since the chain at its end tells whether leaves are those that were recorded.
 */
export class LogVerifier {
  #header: LogExportHeader | undefined;
  #end: LogExportEnd | undefined;
  #broke: string | undefined;
  #position = 0;
  #chain: Buffer = CHAIN_START;
  #rows = { entries: 0, redacted: 0, hidden: 0 };
  #findings: Finding[] = [];
  #pending: Unreadable | undefined;
  #signature: LogReport['signature'] = 'none';
  #order = new RowOrder(0, true);
  readonly #redactions = new RedactionCheck();
  readonly #checkpoints: CheckpointCheck;

  constructor(private readonly options: VerifyOptions = {}) {
    this.#checkpoints = new CheckpointCheck(options.checkpoints ?? []);
  }

  /** The header, then every line, in their order. */
  take(value: unknown): void {
    if (this.#broke !== undefined) return;
    this.#settlePending();
    if (value instanceof Unreadable) {
      if (value.brokeOff) this.#broke = value.reason;
      else if (!this.#header) this.#broke = notAnExport(value.reason);
      else this.#pending = value;
      return;
    }
    if (!this.#header) return this.#begin(value);
    const read = logExportLineSchema.safeParse(value);
    if (read.success) return this.#takeLine(read.data, this.#header);
    const place = this.#placeOf(value);
    this.#find({ ...place, differs: 'line', detail: faultOf(read.error) });
    this.#order.pass(place.position);
    this.#position = Math.max(this.#position, place.position);
  }

  async finish(): Promise<LogReport> {
    const header = this.#header;
    if (header && this.#end) {
      this.#settlePending();
      await this.#close(header, this.#end);
    }
    const findings = this.#findings.sort((a, b) => a.position - b.position);
    const checkpoints = this.#checkpoints.results();
    const reason = this.#whyUnchecked();
    const { log = '', epoch = 0, account = '', after = 0 } = header ?? {};
    return {
      outcome: findings.length > 0 ? 'tampered' : reason === undefined ? 'intact' : 'unchecked',
      ...(reason !== undefined && { reason }),
      ...{ log, epoch, account, after, position: this.#position, chain: this.#chain.toString('hex') },
      ...{ rows: this.#rows, signature: this.#signature },
      ...{ findings: findings.slice(0, MAX_FINDINGS), checkpoints },
    };
  }

  #whyUnchecked(): string | undefined {
    const why = this.#broke ?? this.#pending?.reason;
    if (this.#end) return why;
    if (!this.#header) return why ?? 'there is nothing in it';
    return `the export was cut off behind position ${this.#position}${why === undefined ? '' : `: ${why}`}`;
  }

  /** The last line of an export that was cut off is no sign of tampering, a line before others is. */
  #settlePending(): void {
    if (!this.#pending) return;
    this.#find({ position: this.#position + 1, differs: 'line', detail: this.#pending.reason });
    this.#pending = undefined;
  }

  #begin(value: unknown): void {
    const read = logExportHeaderSchema.safeParse(value);
    if (!read.success) {
      this.#broke = notAnExport(faultOf(read.error));
      return;
    }
    const header = read.data;
    this.#header = header;
    this.#position = header.after;
    this.#chain = Buffer.from(header.chain, 'hex');
    this.#order = new RowOrder(header.after, header.account === EVERY_ACCOUNT);
    const { since } = this.options;
    if (header.after === 0 && !this.#chain.equals(CHAIN_START))
      this.#findInHeader('the chain of a log begins with 32 zero bytes');
    if (since && header.after !== since.position)
      this.#findInHeader(
        `it begins behind position ${header.after}, not behind ${since.position} as was asked`,
      );
    if (since) this.#checkpoints.add(since);
    this.#checkpoints.begin(header, this.#chain).forEach((finding) => this.#find(finding));
  }

  #takeLine(line: LogExportLine, header: LogExportHeader): void {
    if (this.#end) {
      const place = 'leaf' in line ? placeOf(line) : { position: this.#end.position };
      return this.#find({ ...place, differs: 'head', detail: 'it stands behind the end of the log' });
    }
    if (line.line === 'end') this.#end = line;
    else if (line.line === 'redaction') this.#redactions.ledger(line);
    else this.#takeRow(line, header);
  }

  #takeRow(row: LogExportRow, header: LogExportHeader): void {
    const place = placeOf(row);
    const fault = row.line === 'entry' ? checkEntry(row) : undefined;
    if (fault) this.#find({ ...place, ...fault });
    if (row.line === 'hidden' && header.account === EVERY_ACCOUNT)
      this.#find({ ...place, differs: 'line', detail: 'an export of every account hides no row' });
    if (row.line !== 'hidden' && header.account !== EVERY_ACCOUNT && row.account !== header.account)
      this.#find({
        ...place,
        differs: 'line',
        detail: `it is of ${row.account}, in an export of ${header.account}`,
      });
    if (row.epoch > header.epoch)
      this.#find({
        ...place,
        differs: 'epoch',
        detail: `it is of epoch ${row.epoch}, and the log of epoch ${header.epoch}`,
      });
    for (const each of this.#order.check(row, fault === undefined))
      this.#find({ ...each, ...withoutPosition(place) });
    if (row.line === 'redacted') this.#redactions.blanked(row);
    if (row.line === 'entry' && !fault) this.#redactions.entry(row);

    this.#chain = nextChain(this.#chain, Buffer.from(row.leaf, 'hex'));
    this.#position = Math.max(this.#position, row.position);
    this.#rows[row.line === 'entry' ? 'entries' : row.line] += 1;
    const failed = this.#checkpoints.reach(row, this.#chain);
    if (failed) this.#find(failed.position === row.position ? { ...failed, ...place } : failed);
    this.options.onRow?.(row.position, header.head);
  }

  async #close(header: LogExportHeader, end: LogExportEnd): Promise<void> {
    for (const finding of this.#redactions.findings(header.after)) this.#find(finding);
    if (end.position < header.head) this.#find(missing(end.position + 1, header.head));
    if (end.position > this.#position) this.#find(missing(this.#position + 1, end.position));
    if (end.position < this.#position)
      this.#find({
        position: end.position + 1,
        differs: 'head',
        detail: `the log says that it ends at ${end.position}`,
      });
    // What moves or changes leaves has broken the chain already: that is told where it happened.
    const explained = this.#findings.some(({ differs }) => BREAKS_CHAIN.has(differs));
    if (end.chain !== this.#chain.toString('hex') && !explained) {
      const from = this.#checkpoints.holdsUpTo + 1;
      this.#find(
        from > end.position
          ? {
              position: end.position,
              differs: 'head',
              detail: 'the chain that the log keeps is not that of its rows',
            }
          : {
              ...{ position: from, to: end.position, differs: 'chain' },
              detail:
                'the leaves do not lead to the chain that the log keeps: rows were altered, inserted, moved or taken out',
            },
      );
    }
    for (const finding of this.#checkpoints.end(header, end)) this.#find(finding);
    await this.#checkSignature(header, end);
  }

  async #checkSignature(
    { log, epoch }: LogExportHeader,
    { position, chain, checkpoint }: LogExportEnd,
  ): Promise<void> {
    if (checkpoint === null) return;
    this.#signature = this.options.reader ? 'bad' : 'unchecked';
    if (!this.options.reader) return;
    try {
      const signed = await this.options.reader.read(checkpoint);
      const same =
        signed.log === log &&
        signed.epoch === epoch &&
        signed.position === position &&
        signed.chain === chain;
      if (same) this.#signature = 'good';
      else
        this.#find({
          position,
          differs: 'checkpoint',
          detail: 'the checkpoint in the last line says otherwise than the export',
        });
    } catch (error) {
      this.#find({
        position,
        differs: 'checkpoint',
        detail: `the checkpoint in the last line: ${(error as Error).message}`,
      });
    }
  }

  /** Where a line that can't be read says that it stands, as far as it says so. */
  #placeOf(value: unknown): Place {
    const { position, account, id } = (value ?? {}) as Record<string, unknown>;
    return {
      position: Number.isSafeInteger(position) ? (position as number) : this.#position + 1,
      ...(typeof account === 'string' && { account }),
      ...(typeof id === 'string' && { id }),
    };
  }

  #findInHeader(detail: string): void {
    this.#find({ position: this.#position, differs: 'header', detail });
  }

  #find(finding: Finding): void {
    // The first counts; a log that was garbled as a whole must not fill the memory.
    if (this.#findings.length < 2 * MAX_FINDINGS) this.#findings.push(finding);
  }
}

type Place = Pick<Finding, 'position' | 'account' | 'id'>;

const BREAKS_CHAIN: ReadonlySet<Difference> = new Set([
  'leaf',
  'missing',
  'order',
  'line',
  'chain',
  'head',
  'header',
]);

function placeOf(row: LogExportRow): Place {
  return row.line === 'hidden'
    ? { position: row.position }
    : { position: row.position, account: row.account, id: row.id };
}

function withoutPosition({ position: _position, ...rest }: Place) {
  return rest;
}

function notAnExport(why: string): string {
  return `this is not an export of a log: ${why}`;
}

function missing(from: number, to: number): Finding {
  return {
    position: from,
    ...(to > from && { to }),
    differs: 'missing',
    detail: `${to - from + 1} rows are missing`,
  };
}

function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue!.path.join('.') || 'line'}: ${issue!.message}`;
}
