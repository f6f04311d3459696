import { findProgram, isExecutable } from '../processes/program.js';
import { installDebianPackages } from './debian-packages.js';

const PROGRAMS = [
  'chromium',
  'chromium-headless-shell',
  'google-chrome',
  'google-chrome-stable',
  'chromium-browser',
];
/** Chromium without windows: less to install, and enough for pages. */
const DEBIAN_PACKAGE = 'chromium-headless-shell';

/**
 * The path of a Chromium: the one that CHROMIUM names, one on PATH, or Debian's, which is installed where this user may
 * install packages.
 *
 * @throws Error that says what to install, and why that was not done
 */
export async function findChromium(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const given = env['CHROMIUM'];
  if (given) {
    if (isExecutable(given)) return given;
    throw new Error(`CHROMIUM names ${given}, which is no program that can be run.`);
  }
  const installed = onPath();
  if (installed) return installed;
  let reason = '';
  try {
    await installDebianPackages([DEBIAN_PACKAGE], () => {});
  } catch (error) {
    reason = ` (${(error as Error).message})`;
  }
  const program = onPath();
  if (program) return program;
  throw new Error(
    `The page is tested and measured in a Chromium, which can't be installed from here${reason}: install Debian's ${DEBIAN_PACKAGE} or ` +
      'chromium, or set CHROMIUM to the path of a Chromium or Chrome.',
  );
}

function onPath(): string | undefined {
  return PROGRAMS.map((name) => findProgram(name)).find((path) => path !== undefined);
}
