// Runs in a process of its own, on built code: what is measured in-process is what runs in the service.
import { Command } from 'commander';
import type { Contender } from './contender.js';
import { IN_PROCESS, openAppendPath } from './contenders/append-path.js';
import { openCastore } from './contenders/castore.js';
import { openCeiling } from './contenders/ceiling.js';
import { openCommandService } from './contenders/command-service.js';
import { openEmmett } from './contenders/emmett.js';
import { openMessageDb } from './contenders/message-db.js';
import { goalsOf } from './goals.js';
import { measureInTurns } from './in-turns.js';
import { describeMachine } from './machine.js';
import { writeOptions, type WriteOptions } from './options.js';
import { table } from './table.js';

const CALLERS = [1, 32, 256];

await writeOptions(new Command('measure')).action(measure).parseAsync();

async function measure({ json, rounds, seconds, only, profile }: WriteOptions): Promise<void> {
  const batches = new Map(CALLERS.map((callers) => [callers, callers]));
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const openers: Record<string, () => Promise<Contender>> = {
    'command-service': () => openCommandService(CALLERS, profiling),
    'append-path': () => openAppendPath(CALLERS),
    ceiling: () => openCeiling(CALLERS, (callers) => batches.get(callers)!),
    emmett: () => openEmmett(CALLERS),
    'message-db': () => openMessageDb(CALLERS),
    castore: () => openCastore(CALLERS),
  };
  const contenders: Contender[] = [];
  try {
    for (const name of only ?? Object.keys(openers)) contenders.push(await openers[name]!());
    const lanes = await measureInTurns(contenders, {
      rounds,
      secondsPerSlice: seconds,
      onSlice(lane, slice, round) {
        if (lane.name === IN_PROCESS) batches.set(lane.callers!, slice.entriesPerBatch!);
        const callers = lane.callers === undefined ? '' : `, ${lane.callers} callers`;
        process.stderr.write(
          `${round}/${rounds} ${lane.name}${callers}: ${Math.round(slice.entriesPerSecond)}/s\n`,
        );
      },
    });
    const machine = await describeMachine(
      process.env['POSTGRES_URL']!,
      process.env['RABBITMQ_MANAGEMENT_URL']!,
    );
    const figures = { machine, rounds, secondsPerSlice: seconds, lanes, goals: goalsOf(lanes) };
    process.stdout.write(json ? `${JSON.stringify(figures)}\n` : table(figures));
  } finally {
    for (const contender of contenders) await contender.close();
  }
}
