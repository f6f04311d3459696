/** What a token may do. */
export const SCOPES = ['entries:write', 'entries:read', 'entries:redact', 'log:read', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** How the account of one tenant may be called. */
export const ACCOUNT_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** The account of tokens that services use among themselves: it reads the log of every account and writes to none. */
export const EVERY_ACCOUNT = '*';
