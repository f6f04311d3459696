import { mkdirSync } from 'node:fs';
import { Listr } from 'listr2';
import { endRunningPrograms, findProgram, run } from '../processes/program.js';
import { secantusBuildFolder } from '../servers/mongodb/secantus.js';
import { display } from './bring-up.js';
import { Interruption } from './interruption.js';

const crate = 'secantus-mdb';
const version = '0.5.3-beta.196';
const timeoutMs = 60 * 60_000;

/** Builds the quicker of the two stand-ins for MongoDB; the next start of a stack uses it. */
export async function buildStore(): Promise<void> {
  const cargo = findProgram('cargo');
  if (!cargo)
    throw new Error('There is no cargo to build SecantusDB with: install Rust from https://rustup.rs.');
  mkdirSync(secantusBuildFolder, { recursive: true });
  const interruption = new Interruption(() => undefined);
  const build = new Listr(
    [
      {
        title: `cargo install ${crate} ${version} (5 to 10 minutes)`,
        task: async (_, step): Promise<void> => {
          let compiled = 0;
          await run(
            cargo,
            ['install', '--ignore-rust-version', '--root', secantusBuildFolder, crate, '--version', version],
            {
              timeoutMs,
              onLine: (text) => {
                if (/^\s*Compiling /.test(text)) compiled += 1;
                step.output = `${compiled} packages compiled; ${text.trim()}`;
              },
            },
          );
        },
      },
    ],
    display,
  );
  try {
    await interruption.race(build.run());
  } finally {
    await endRunningPrograms();
  }
}
