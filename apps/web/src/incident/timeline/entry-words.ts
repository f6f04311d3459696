import type { Entry } from '@daybook/client';

/** What an entry names: agents, channels, services and teams may be sent as a name or as an object. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly kind: string | undefined;
}

export function namedIn(value: unknown): Named | undefined {
  if (typeof value === 'string' && value !== '') return { id: value, name: value, kind: undefined };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { id, name, type } = value as Record<string, unknown>;
  const texts = [id, name, type].filter((one): one is string => typeof one === 'string' && one !== '');
  if (texts.length === 0) return undefined;
  return {
    id: texts[0]!,
    name: typeof name === 'string' && name !== '' ? name : texts[0]!,
    kind: typeof type === 'string' ? type : undefined,
  };
}

export interface Link {
  readonly href: string;
  readonly text: string;
}

/** The links among an entry's contexts. Only addresses of the web: any other could run something. */
export function linksIn(contexts: unknown): Link[] {
  if (!Array.isArray(contexts)) return [];
  return contexts.flatMap((context: unknown) => {
    if (typeof context !== 'object' || context === null) return [];
    const { href, text, alt } = context as Record<string, unknown>;
    if (typeof href !== 'string' || !/^https?:\/\//i.test(href)) return [];
    const words = [text, alt].find((one) => typeof one === 'string' && one !== '');
    return [{ href, text: typeof words === 'string' ? words : href }];
  });
}

/** `acknowledge_limit` as people say it. */
export function typeWords(type: string): string {
  return type.replaceAll('_', ' ');
}

/** The note that an entry carries beside its summary, if it says anything else. */
export function noteIn(entry: Entry): string | undefined {
  const note = (entry['details'] as { note?: unknown } | undefined)?.note;
  return typeof note === 'string' && note.trim() !== '' && note.trim() !== entry.summary.trim()
    ? note
    : undefined;
}
