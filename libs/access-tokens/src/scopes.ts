/** What a token may do. */
export const SCOPES = ['entries:write', 'entries:read', 'entries:redact', 'log:read', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** The account of tokens that services use among themselves: it reads the log of every account and writes to none. */
export const EVERY_ACCOUNT = '*';
