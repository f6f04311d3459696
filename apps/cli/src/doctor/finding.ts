/** What the doctor says of one thing. */
export interface Finding {
  readonly about: string;
  /** `warning`: it works, and deserves a look. */
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly says: string;
  /** What to do. */
  readonly advice?: string;
}

export function ok(about: string, says: string): Finding {
  return { about, state: 'ok', says };
}

export function warning(about: string, says: string, advice: string): Finding {
  return { about, state: 'warning', says, advice };
}

export function wrong(about: string, says: string, advice: string): Finding {
  return { about, state: 'wrong', says, advice };
}
