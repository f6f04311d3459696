import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

export type FindingKind = `${'missing' | 'altered' | 'surplus'} ${'entry' | 'incident'}`;

const MOST_NAMED = 100;
const ATTEMPTS = 20;
const PAUSE_MS = 100;

export interface Finding {
  readonly kind: FindingKind;
  /** account/id, or account/incidentId */
  readonly key: string;
  readonly position?: number;
  /** Of an altered one: the names of the fields that are not as the log gives them. */
  readonly fields?: readonly string[];
}

/** The first ones by name, all of them by number: a read model may be wrong altogether. */
export class Findings {
  readonly first: Finding[] = [];
  readonly counts = new Map<FindingKind, number>();

  add(finding: Finding): void {
    this.counts.set(finding.kind, (this.counts.get(finding.kind) ?? 0) + 1);
    if (this.first.length < MOST_NAMED) this.first.push(finding);
  }
}

/**
 * What is still wrong after a while. The read model is written while it is checked, and what is caught between two
 * writes is not wrong.
 *
 * @param judge those of them that are wrong now
 */
export async function confirmed<Suspect>(
  suspects: readonly Suspect[],
  judge: (suspects: readonly Suspect[]) => Promise<readonly Suspect[]>,
): Promise<readonly Suspect[]> {
  let wrong = suspects;
  for (let attempt = 0; attempt < ATTEMPTS && wrong.length > 0; attempt += 1) {
    await sleep(PAUSE_MS);
    wrong = await judge(wrong);
  }
  return wrong;
}

/** Names of the fields in which two documents differ. */
export function differingFields(one: object, other: object, ignored: ReadonlySet<string>): string[] {
  const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((field) => !ignored.has(field) && !isDeepStrictEqual(left.get(field), right.get(field)))
    .sort();
}
