/** The running services that are measured. */
export interface Target {
  readonly commandUrl: string;
  readonly queryUrl: string;
  readonly token: string;
}

export function jsonHeaders({ token }: Target): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
}
