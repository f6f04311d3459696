// Loaded into a service before anything else: its clock runs as many milliseconds ahead as a file says, which is read
// again ten times a second (a signal would not do: Nest takes those that are free for orders to shut down). As when a
// machine's clock is set, the time of day jumps, and timers and performance.now() go on as ever.
import { readFileSync } from 'node:fs';

const file = process.env.DAYBOOK_CHAOS_CLOCK_FILE;
const RealDate = Date;
let aheadMs = 0;

function readJump() {
  try {
    aheadMs = Number(readFileSync(file, 'utf8'));
  } catch {
    aheadMs = 0;
  }
}

globalThis.Date = class Date extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + aheadMs);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + aheadMs;
  }
};

readJump();
setInterval(readJump, 100).unref();
