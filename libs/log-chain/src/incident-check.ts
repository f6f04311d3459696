import { EVERY_ACCOUNT } from '@daybook/access-tokens';
import {
  logExportHeaderSchema,
  logExportLineSchema,
  type EntryView,
  type IncidentExport,
  type LogExportEntry,
  type LogExportHeader,
  type LogExportLine,
} from '@daybook/timeline-contracts';
import { formatLogPosition, isAmendmentType, MOVE, parseLogPosition, REVISE } from '@daybook/timeline-domain';
import { MAX_FINDINGS } from './findings.js';
import { checkEntry } from './row-check.js';
import { placeAfter, shownOtherwise } from './shown-entry.js';

type RedactedRow = Extract<LogExportLine, { readonly line: 'redacted' }>;
type Redaction = Extract<LogExportLine, { readonly line: 'redaction' }>;

export interface IncidentFinding {
  /** Of an entry. */
  readonly id: string;
  /** In the log, where it is there. */
  readonly position?: number;
  readonly detail: string;
}

export interface IncidentReport {
  readonly incidentId: string;
  /** `unchecked`: the log's export does not reach as far, or shows the rows of others; `reason` says why. */
  readonly outcome: 'intact' | 'tampered' | 'unchecked';
  readonly reason?: string;
  /** Whether all of the incident's entries must be in it. */
  readonly whole: boolean;
  readonly entries: number;
  /** Entries whose content has gone from the log since: nothing proves it any more. */
  readonly redactedSince: number;
  /** In timeline order, missing ones last; at most 100. */
  readonly findings: readonly IncidentFinding[];
}

/**
 * Holds the export of an incident against an export of the log, line by line. That the lines are those of the log is
 * the LogVerifier's part. Keeps the rows of the incident: memory grows with it, not with the log.
 */
export class IncidentCheck {
  readonly #asOf: number;
  /** The incident and those that were merged into it, as it says itself. */
  readonly #together: ReadonlySet<string>;
  readonly #shown: ReadonlyMap<string, EntryView>;
  readonly #rows = new Map<string, LogExportEntry>();
  /** Revisions and moves, by what they are about. */
  readonly #amendments = new Map<string, LogExportEntry[]>();
  /** Rows of this account without content, that are shown or amend what is shown. */
  readonly #blank = new Map<string, RedactedRow>();
  /** What amends an entry and has no content any more: what it did to it can't be told. */
  readonly #blankAmendments = new Set<string>();
  /** Where entries of this account were redacted first. */
  readonly #redactedAt = new Map<string, number>();
  readonly #findings: IncidentFinding[] = [];
  #header: LogExportHeader | undefined;
  #end = 0;
  #redactedSince = 0;

  constructor(private readonly exported: IncidentExport) {
    this.#asOf = parseLogPosition(exported.watermark).position;
    const { id, merged = [] } = exported.incident;
    this.#together = new Set([id, ...merged]);
    this.#shown = new Map(exported.entries.map((entry) => [entry.id, entry]));
  }

  /** The header, then every line, as LogVerifier takes them; what can't be read is its finding. */
  take(value: unknown): void {
    if (!this.#header) {
      this.#header = logExportHeaderSchema.safeParse(value).data;
      return;
    }
    const read = logExportLineSchema.safeParse(value);
    if (!read.success) return;
    const line = read.data;
    if (line.line === 'end') this.#end = line.position;
    else if (line.line !== 'hidden' && line.account === this.exported.account) this.#takeOwn(line);
  }

  finish(): IncidentReport {
    const { incident, entries, filter } = this.exported;
    const whole = Object.keys(filter).length === 0;
    const reason = this.#whyUnchecked();
    if (reason === undefined) {
      this.#checkOrder();
      for (const entry of entries) this.#check(entry);
      if (whole) this.#checkWhole();
    }
    const outcome = this.#findings.length > 0 ? 'tampered' : reason === undefined ? 'intact' : 'unchecked';
    return {
      ...{ incidentId: incident.id, outcome, ...(reason !== undefined && { reason }), whole },
      ...{ entries: entries.length, redactedSince: this.#redactedSince },
      findings: this.#findings,
    };
  }

  #takeOwn(line: LogExportEntry | RedactedRow | Redaction): void {
    if (line.line === 'entry') this.#takeEntry(line);
    else if (line.line === 'redacted') {
      if (this.#shown.has(line.id)) this.#blank.set(line.id, line);
      const { amendsId } = line;
      if (amendsId !== null && (this.#shown.has(amendsId) || this.#rows.has(amendsId)))
        this.#blankAmendments.add(amendsId);
    } else {
      const { entryId, position } = line;
      this.#redactedAt.set(entryId, Math.min(position, this.#redactedAt.get(entryId) ?? position));
    }
  }

  #takeEntry(row: LogExportEntry): void {
    // A row that does not fit its leaf is the log's fault, and proves nothing.
    const { id, type, amendsId } = row;
    const kept = this.#together.has(row.incidentId) || this.#shown.has(id);
    if (!kept && (amendsId === null || !this.#shown.has(amendsId))) return;
    if (checkEntry(row)) return;
    if (kept) this.#rows.set(id, row);
    if ((type !== REVISE && type !== MOVE) || amendsId === null) return;
    const known = this.#amendments.get(amendsId);
    if (known) known.push(row);
    else this.#amendments.set(amendsId, [row]);
  }

  #whyUnchecked(): string | undefined {
    const { account, watermark } = this.exported;
    const { log, epoch, account: shown, after } = this.#header ?? { log: '' };
    const asOf = parseLogPosition(watermark);
    if (log !== asOf.log) return `it is of the log ${asOf.log}, not of ${log || 'one that could be read'}`;
    if (asOf.epoch > epoch!) return `it is of epoch ${asOf.epoch}, and the log of epoch ${epoch}`;
    if (shown !== EVERY_ACCOUNT && shown !== account)
      return `it is of the account ${account}, and the log shows what is of ${shown}`;
    if (after! > 0) return `the log is shown from behind position ${after} only`;
    if (this.#end < asOf.position)
      return `it is of position ${asOf.position}, and the log ends at ${this.#end}`;
    return undefined;
  }

  #checkOrder(): void {
    const { entries } = this.exported;
    entries.slice(1).forEach((entry, index) => {
      if (entry.timelineKey <= entries[index]!.timelineKey)
        this.#find(entry.id, 'it stands out of order, or twice');
    });
  }

  #check(shown: EntryView): void {
    const { id } = shown;
    const row = this.#rows.get(id);
    if (!row || !this.#mayBeHere(row)) return this.#checkBlank(shown);
    const differs = this.#differs(shown, row);
    if (differs === undefined) return;
    if (this.#blankAmendments.has(id)) this.#redactedSince += 1;
    else this.#find(id, `${differs} is not what the log says`, row.position);
  }

  #checkBlank(shown: EntryView): void {
    const { id } = shown;
    const row = this.#blank.get(id);
    const at = row && (this.#redactedAt.get(id) ?? this.#redactedAt.get(row.amendsId ?? ''));
    if (!row || at === undefined) return this.#find(id, 'the log holds no such entry of this incident');
    const { epoch, position } = row;
    if (shown.position !== formatLogPosition({ log: this.#header!.log, epoch, position }))
      return this.#find(id, 'position is not what the log says', position);
    if (shown.redacted) return;
    if (at <= this.#asOf) this.#find(id, `it shows content that was redacted at position ${at}`, position);
    else this.#redactedSince += 1;
  }

  #mayBeHere({ id, incidentId }: LogExportEntry): boolean {
    return this.#together.has(incidentId) || this.#amendments.has(id) || this.#blankAmendments.has(id);
  }

  /**
   * What amends an entry, in the order of the ids: as of the watermark, and as of each later amendment, which may be in
   * the export or not.
   */
  #amendmentsOf({ id, type, incidentId }: LogExportEntry): LogExportEntry[][] {
    const known = (!isAmendmentType(type) && this.#amendments.get(id)) || [];
    const all = known.filter((one) => one.incidentId === incidentId);
    const inOrder = all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const later = all.map(({ position }) => position).filter((position) => position > this.#asOf);
    return [this.#asOf, ...later].map((upTo) => inOrder.filter(({ position }) => position <= upTo));
  }

  #differs(shown: EntryView, row: LogExportEntry): string | undefined {
    if (!this.#together.has(shown['incidentId'] as string)) return 'incidentId';
    const answers = this.#amendmentsOf(row).map((amendments) =>
      shownOtherwise(shown, this.#header!.log, row, amendments),
    );
    return answers.includes(undefined) ? undefined : answers[0];
  }

  #checkWhole(): void {
    for (const row of this.#rows.values()) {
      const { id, position } = row;
      if (position > this.#asOf || this.#shown.has(id) || this.#blankAmendments.has(id)) continue;
      const places = this.#amendmentsOf(row).map((amendments) => placeAfter(row, amendments));
      if (places.every((place) => this.#together.has(place))) this.#find(id, 'it is not there', position);
    }
  }

  #find(id: string, detail: string, position?: number): void {
    // The first count; what is garbled as a whole must not fill the memory.
    if (this.#findings.length < MAX_FINDINGS)
      this.#findings.push({ id, ...(position !== undefined && { position }), detail });
  }
}
