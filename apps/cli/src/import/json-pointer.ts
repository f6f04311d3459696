import type { JsonObject, JsonValue } from '@daybook/timeline-domain';

/** A JSON Pointer (RFC 6901) to something in a value, e.g. `/raw/org:group`, `/alerts/0/id`, `/a~1b` for the key a/b. */
export const JSON_POINTER = String.raw`(?:\/(?:[^~/{}]|~[01])*)+`;

/** Undefined where there is nothing. Only what the value itself holds: `/constructor` finds no function of JavaScript's. */
export function valueAt(root: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const key of keysOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

/** The keys on the way, from the root. */
export function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
