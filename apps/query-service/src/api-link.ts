/** Of a door: one value of each name, or several. */
export type Parameters = Readonly<Record<string, string | readonly string[]>>;

/** The address of what a figure was made of. */
export function apiLink(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(parameters)) {
    for (const value of [values].flat()) query.append(name, value);
  }
  return `${path}?${query}`;
}
