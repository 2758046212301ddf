/** An object of JSON whose shape is not believed: every reader takes its own fields and survives their absence. */
export type Loose = Readonly<Record<string, unknown>>;

/** The value as an object; null for lists and everything else. */
export const asRecord = (value: unknown): Loose | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : null;

/** The JSON value of a text, or undefined: no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text of a string or a finite number; else empty. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

/** A finite number, also when it is written as a string; else null. */
export function asNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** The first of the fields that is there and not null: sources spell one field in several ways. */
export function field(record: Loose, ...names: readonly string[]): unknown {
  const name = names.find((name) => Object.hasOwn(record, name) && record[name] !== null);
  return name === undefined ? undefined : record[name];
}

/** The first of the fields that holds text; empty without any. */
export function textIn(record: Loose, ...names: readonly string[]): string {
  for (const name of names) {
    const text = asText(field(record, name));
    if (text.trim() !== '') return text;
  }
  return '';
}

export const numberIn = (record: Loose, ...names: readonly string[]): number | null =>
  asNumber(field(record, ...names));

/** The object in a field, also when it is written as JSON text; empty without any. */
export function recordIn(record: Loose, ...names: readonly string[]): Loose {
  const value = field(record, ...names);
  return asRecord(typeof value === 'string' ? parseJson(value) : value) ?? {};
}

export function listIn(record: Loose, ...names: readonly string[]): readonly unknown[] {
  const value = field(record, ...names);
  return Array.isArray(value) ? value : [];
}

/** An instant as AWS writes it, also with the offset `+0000`; null for anything else. */
export function instantIn(record: Loose, ...names: readonly string[]): number | null {
  const text = textIn(record, ...names).trim();
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text) || text.length > 40) return null;
  const iso = text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  const instant = Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(iso) ? iso : `${iso}Z`);
  return Number.isFinite(instant) && instant >= 0 ? instant : null;
}
