import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { workspaceFolder } from '@daybook/local-stack';
import { z } from 'zod';

/** A read model made again from the log, and one held against it, while the services run and nobody asks them. */
export interface RebuildFigures {
  readonly rebuiltPerSecond: number;
  readonly checkedPerSecond: number;
}

const rebuiltSchema = z.object({ entries: z.int(), buildSeconds: z.number() });
const checkedSchema = z.object({ entries: z.int(), seconds: z.number() });

/**
 * @param variables of the stack, which say where its log and its read model are
 * @throws Error where the check finds a difference: the command then fails
 */
export async function measureRebuild(variables: Record<string, string>): Promise<RebuildFigures> {
  const rebuilt = rebuiltSchema.parse(await projections(['rebuild', 'timeline'], variables));
  const checked = checkedSchema.parse(await projections(['check', 'timeline'], variables));
  return {
    rebuiltPerSecond: Math.round(rebuilt.entries / rebuilt.buildSeconds),
    checkedPerSecond: Math.round(checked.entries / checked.seconds),
  };
}

/** The command that an operator gives, and its report. */
async function projections(command: readonly string[], variables: Record<string, string>): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['tools/bootstrap.mjs', 'projections', ...command, '--json'],
    { cwd: workspaceFolder, env: { ...process.env, ...variables } },
  );
  return JSON.parse(stdout);
}
