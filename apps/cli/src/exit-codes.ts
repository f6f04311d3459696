/** How a command ends; docs/reference/cli.md tells for each command what 1 means. */
export const EXIT = {
  done: 0,
  /** It was carried out, and the answer is no: refused, not found, not intact, not well. */
  no: 1,
  /** It could not be carried out: wrongly called, no answer, no permission. */
  failed: 2,
  /** 128 and the number of SIGINT, as shells count. */
  interrupted: 130,
} as const;
