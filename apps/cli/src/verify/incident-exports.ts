import { readFileSync } from 'node:fs';
import { IncidentCheck, type IncidentReport } from '@daybook/log-chain';
import { incidentExportSchema } from '@daybook/timeline-contracts';
import { cannotRead } from './kept-checkpoints.js';

/** Exports of incidents, each to be held against the log. */
export interface ExportedIncident {
  readonly file: string;
  readonly check: IncidentCheck;
}

export type IncidentVerdict = IncidentReport & { readonly file: string };

/** @throws Error for a file that can't be read, was cut off, or is no JSON export of an incident */
export function readIncidents(files: readonly string[]): ExportedIncident[] {
  return files.map((file) => {
    const read = incidentExportSchema.safeParse(parsed(file));
    if (read.success) return { file, check: new IncidentCheck(read.data) };
    const [issue] = read.error.issues;
    throw new Error(
      `${file}: this is not the JSON export of an incident: ${issue!.path.join('.')}: ${issue!.message}`,
    );
  });
}

function parsed(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(cannotRead(file, error), { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: this is not JSON, or it was cut off`, { cause: error });
  }
}
