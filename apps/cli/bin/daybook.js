#!/usr/bin/env node
// An installed package runs its build. A checkout runs its sources, so that what was changed is what runs.
import { existsSync } from 'node:fs';

const sources = new URL('../src/index.ts', import.meta.url);
const launcher = new URL('../../../tools/bootstrap.mjs', import.meta.url);

if (existsSync(sources)) {
  process.argv.splice(2, 0, 'daybook');
  await import(launcher.href);
} else {
  await import('../dist/main.js');
}
