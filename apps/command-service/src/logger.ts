import { pino, type Logger as PinoLogger } from 'pino';

/** pino's logger as a token for injection. */
export abstract class Logger {
  abstract child: PinoLogger['child'];
  abstract debug: PinoLogger['debug'];
  abstract isLevelEnabled: PinoLogger['isLevelEnabled'];
}

export function createLogger(level: string): PinoLogger {
  return pino({ name: 'command-service', level });
}
