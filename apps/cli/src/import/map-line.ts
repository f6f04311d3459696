import { InexactNumber, parseEntryId, type JsonObject, type JsonValue } from '@daybook/timeline-domain';
import { JSON_POINTER, keysOf, valueAt } from './json-pointer.js';
import { isSource, type MappedValue, type Mapping, type Source } from './mapping.js';

/** Fields without which a line is refused, unless the mapping says otherwise. */
const NEEDED: readonly string[] = ['incidentId', 'type', 'summary', 'occurredAt'];
const PART = new RegExp(`\\{(${JSON_POINTER})\\}`, 'g');

/** What a mapping makes of a line. The entry is there whatever is wrong, so that its place can be counted. */
export interface MappedLine {
  readonly entry: JsonObject;
  /** Why the line can't be loaded. */
  readonly refusal?: string;
  /** The mapping says to pass over the line. */
  readonly skipped?: true;
}

/** Makes an entry of a source line. Nothing is lost: what no field takes as it is goes into `details`. */
export function mapLine(mapping: Mapping, line: JsonObject): MappedLine {
  const { id, details, rest, ...fields } = mapping;
  const reader = new LineReading(line);

  const entry: Record<string, JsonValue> = {};
  for (const [field, value] of Object.entries(fields)) {
    const found = value && reader.resolve(value, field);
    if (found) entry[field] = found.value;
  }
  const ownId = id && reader.resolveId(id);
  if (ownId) entry['id'] = ownId;
  const named = (details && reader.resolve(details, 'details')?.value) ?? {};
  const all = reader.withRest(named as JsonObject, rest);
  if (Object.keys(all).length > 0) entry['details'] = all;

  return {
    entry,
    ...(reader.wrong.length > 0 && { refusal: reader.wrong.join('; ') }),
    ...(reader.skipped && { skipped: true }),
  };
}

/** What was found for a field; `constant` where nothing of it comes from the line. */
interface Found {
  readonly value: JsonValue;
  readonly constant: boolean;
}

class LineReading {
  readonly wrong: string[] = [];
  skipped = false;
  /** Fields of the line that stand unchanged in a field of the entry. */
  #taken = new Set<string>();

  constructor(private readonly line: JsonObject) {}

  /** An object or list of which the line has no part is missing as a whole, also where constants stand beside it. */
  resolve(value: MappedValue, field: string): Found | undefined {
    if (isSource(value)) return this.#resolveSource(value, field);
    const parts = Object.entries(value).map(
      ([key, part]) =>
        [key, this.resolve(part, Array.isArray(value) ? `${field}[${key}]` : `${field}.${key}`)] as const,
    );
    const present = parts.flatMap(([key, found]) => (found ? [[key, found] as const] : []));
    const constant = present.every(([, found]) => found.constant);
    if (constant && present.length < parts.length) return undefined;
    const made = present.map(([key, found]) => [key, found.value] as const);
    return {
      value: Array.isArray(value) ? made.map(([, part]) => part) : Object.fromEntries(made),
      constant,
    };
  }

  /** Only a UUIDv7 can be an entry's id; another id of the source's stays in the rest. */
  resolveId(value: MappedValue): string | undefined {
    const takenBefore = new Set(this.#taken);
    const found = this.resolve(value, 'id')?.value;
    try {
      return parseEntryId(String(found));
    } catch {
      this.#taken = takenBefore;
      return undefined;
    }
  }

  withRest(named: JsonObject, name: string | undefined): JsonObject {
    const rest = Object.fromEntries(Object.entries(this.line).filter(([key]) => !this.#taken.has(key)));
    const placed: JsonObject =
      name === undefined ? rest : Object.keys(rest).length > 0 ? { [name]: rest } : {};
    const clash = Object.keys(placed).find((key) => Object.hasOwn(named, key));
    if (clash !== undefined) {
      this.wrong.push(
        `details.${clash}: the rest of the line has such a field too; give the rest a name of its own with "rest"`,
      );
    }
    return { ...placed, ...named };
  }

  #resolveSource(source: Source, field: string): Found | undefined {
    if (source.constant !== undefined) return { value: source.constant, constant: true };
    const found = source.from === undefined ? this.#fill(source.template!) : valueAt(this.line, source.from);
    if (found === undefined || found === null || found === '') return this.#resolveMissing(source, field);
    const table = source.translate;
    const value = table && Object.hasOwn(table, String(found)) ? table[String(found)]! : found;
    const [key, ...deeper] = source.from === undefined ? [] : keysOf(source.from);
    if (key !== undefined && deeper.length === 0 && value === found) this.#taken.add(key);
    return { value, constant: false };
  }

  #resolveMissing(source: Source, field: string): Found | undefined {
    if (source.default !== undefined) return { value: source.default, constant: false };
    const missing = source.missing ?? (NEEDED.includes(field) ? 'refuse' : 'omit');
    if (missing === 'skip') this.skipped = true;
    if (missing === 'refuse') this.wrong.push(`${field}: the line lacks ${source.from ?? source.template}`);
    return undefined;
  }

  /** Undefined where a part is missing. */
  #fill(template: string): string | undefined {
    let complete = true;
    const text = template.replace(PART, (_, pointer: string) => {
      const part = valueAt(this.line, pointer);
      if (part === undefined || part === null || part === '') complete = false;
      if (part instanceof InexactNumber) return part.digits;
      return typeof part === 'object' ? JSON.stringify(part) : String(part);
    });
    return complete ? text : undefined;
  }
}
