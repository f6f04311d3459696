/**
 * The catalogue of what can go wrong with a fact. A code is permanent: clients branch on it.
 * Which HTTP status or message outcome a code means is decided at the doors, in one table.
 */
export type DomainErrorCode =
  | 'invalid_entry'
  | 'invalid_entry_id'
  | 'invalid_position'
  | 'time_in_future'
  | 'entry_too_large'
  | 'entry_redacted'
  | 'not_amendable'
  | 'redaction_not_allowed';

/** `field` is the path of the offending value, dotted, array places in brackets: `teams[1].name`. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}
