import { DomainError } from './errors.js';

/**
 * A place in one region's log: the log's name, its epoch (a restore starts a new one) and the position, from 1,
 * dense and in commit order. Written `log:epoch:position`.
 */
export interface LogPosition {
  readonly log: string;
  readonly epoch: number;
  readonly position: number;
}

const PATTERN = /^([a-z0-9][a-z0-9-]{0,31}):([1-9]\d{0,8}):(\d{1,15})$/;

export function formatLogPosition({ log, epoch, position }: LogPosition): string {
  return `${log}:${epoch}:${position}`;
}

/** @throws DomainError `invalid_position` that names `field` */
export function parseLogPosition(text: string, field = 'after'): LogPosition {
  const match = PATTERN.exec(text);
  if (!match) {
    throw new DomainError(
      'invalid_position',
      `${field} must be a position as log:epoch:position, e.g. local:1:42`,
      field,
    );
  }
  return { log: match[1]!, epoch: Number(match[2]), position: Number(match[3]) };
}
