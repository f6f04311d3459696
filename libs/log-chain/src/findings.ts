import type { CheckpointV1 } from '@daybook/timeline-contracts';

/**
 * What is not as it was recorded.
 * `content`, `contentHash`, `leaf`: the first of them that does not fit the others, or is gone without a redaction.
 * `recordedMs`, `epoch`: run backwards. `incidentId`, `type`, `occurredMs`, `shard`, `amendsId`: say otherwise than the content.
 * `missing`: positions are not there. `order`: something was inserted, moved or taken out here or shortly before.
 * `chain`: leaves were changed, and nothing in the rows themselves tells which. `head`: the end of the log is not where
 * the log says. `redaction`: content, redaction and ledger contradict each other. `line`, `header`: can't be read.
 */
export type Difference =
  | 'content'
  | 'contentHash'
  | 'leaf'
  | 'recordedMs'
  | 'epoch'
  | 'incidentId'
  | 'type'
  | 'occurredMs'
  | 'shard'
  | 'amendsId'
  | 'missing'
  | 'order'
  | 'chain'
  | 'head'
  | 'redaction'
  | 'line'
  | 'header'
  | 'checkpoint';

export interface Finding {
  /** The first row that is not as it was recorded, or may not be: see `to`. */
  readonly position: number;
  /** Set where the row can't be told: it is one from `position` to here. */
  readonly to?: number;
  readonly account?: string;
  readonly id?: string;
  readonly differs: Difference;
  readonly detail: string;
}

export interface CheckpointResult {
  readonly checkpoint: CheckpointV1;
  readonly holds: boolean;
  readonly detail: string;
}

export interface LogReport {
  /** `unchecked`: nothing wrong was found, but not everything could be looked at; `reason` says why. */
  readonly outcome: 'intact' | 'tampered' | 'unchecked';
  readonly reason?: string;
  readonly log: string;
  readonly epoch: number;
  /** Whose rows were shown with their content; `*`: all. */
  readonly account: string;
  /** Rows behind this position were checked, up to `position`. */
  readonly after: number;
  readonly position: number;
  /** Computed anew over all leaves up to `position`. */
  readonly chain: string;
  readonly rows: { readonly entries: number; readonly redacted: number; readonly hidden: number };
  /** Of the last line. */
  readonly signature: 'none' | 'unchecked' | 'good' | 'bad';
  /** By position, so that the first is the first row altered; at most 100. */
  readonly findings: readonly Finding[];
  readonly checkpoints: readonly CheckpointResult[];
}

export const MAX_FINDINGS = 100;
