import { findProgram, installDebianPackages } from '@daybook/local-stack';

/** Without a version: a release of Debian has one, and drops it for its next. */
const debianPackage = 'prometheus-alertmanager';

/**
 * The program on PATH, which Debian's package puts there. The package has to be installed, since the program reads its
 * templates where the package puts them.
 *
 * @throws Error with one sentence where that can't be done
 */
export async function installAlertmanager(): Promise<string> {
  const installed = findProgram(debianPackage);
  if (installed) return installed;
  try {
    await installDebianPackages([debianPackage], () => {});
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(`Debian's ${debianPackage} can't be installed on this machine: ${reason}`);
  }
  return findProgram(debianPackage)!;
}
