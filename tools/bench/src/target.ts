/** The running services that are measured. */
export interface Target {
  readonly commandUrl: string;
  readonly queryUrl: string;
  readonly token: string;
  /** What answers as MongoDB: figures measured on a stand-in are the stand-in's. */
  readonly store: string;
}

export function jsonHeaders({ token }: Target): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
}
