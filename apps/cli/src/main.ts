import { runDaybook } from './run-daybook.js';

await runDaybook(process.argv.slice(2));
