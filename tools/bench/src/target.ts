/** A command-service and a token for it. */
export interface Door {
  readonly commandUrl: string;
  readonly token: string;
}

/** The running services that are measured. */
export interface Target extends Door {
  readonly queryUrl: string;
  /** What answers as MongoDB: figures measured on a stand-in are the stand-in's. */
  readonly store: string;
}

export function jsonHeaders({ token }: Door): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
}
