import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

/** A file of the workspace that is made of the sources, kept for those who read it without running anything. */
export interface DescribedFile {
  /** From the root of the workspace. */
  readonly path: string;
  readonly text: string;
}

/** @param path from the root of the workspace; @param text as its format allows, laid out by prettier */
export async function describedFile(path: string, text: string): Promise<DescribedFile> {
  const filepath = absolute(path);
  return { path, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
}

export function readDescribed({ path }: DescribedFile): string {
  return readFileSync(absolute(path), 'utf8');
}

export function writeDescribed({ path, text }: DescribedFile): void {
  writeFileSync(absolute(path), text);
}

function absolute(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}
