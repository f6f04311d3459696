// A process of its own, because the library prints its progress to standard output; the last line is the program's path.
import { mkdirSync } from 'node:fs';
import { MongoBinary } from 'mongodb-memory-server-core/lib/util/MongoBinary.js';

const [downloadDir] = process.argv.slice(2);
if (downloadDir === undefined) throw new Error('Say which folder to download to.');
mkdirSync(downloadDir, { recursive: true });
const program = await MongoBinary.getPath({ downloadDir });
process.stdout.write(`\n${program}\n`);
