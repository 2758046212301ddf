import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { ConfigError, type Fault, type Path, pathText } from './config-error';

/** A file's content and where in it everything stands. */
export type Source = {
  readonly name: string;
  /** Plain values; what is null is left out of mappings, as Alertmanager's reader does. */
  readonly value: unknown;
  /** The line of a value, or of the nearest thing around it that is written; of its key for `key`. */
  readonly line: (path: Path, what?: 'key' | 'value') => number | null;
  /** A plain scalar as it was typed (`+15550001`, `08`), or null. */
  readonly typed: (path: Path) => string | null;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path of plain values, or undefined. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return typeof step === 'number' ? found[step] : undefined;
    return isRecord(found) && Object.hasOwn(found, step) ? found[String(step)] : undefined;
  }, value);

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const present = Object.entries(value).filter(([, child]) => child !== null && child !== undefined);
  return Object.fromEntries(present.map(([key, child]) => [key, withoutNulls(child)]));
}

const nodeAt = (node: Node | null, document: Document): Node | null =>
  isAlias(node) ? (node.resolve(document) ?? null) : node;

/** The pair of a key; what `<<` brings in counts after the mapping's own. */
function pairOf(map: YAMLMap, key: PropertyKey, document: Document): { key: Node; value: Node | null } | null {
  for (const pair of map.items) {
    if (isScalar(pair.key) && String(pair.key.value) === String(key)) {
      return { key: pair.key, value: (pair.value ?? null) as Node | null };
    }
  }
  for (const pair of map.items) {
    if (!isScalar(pair.key) || pair.key.source !== '<<') continue;
    const merged = nodeAt((pair.value ?? null) as Node | null, document);
    const maps = isSeq(merged) ? merged.items.map((item) => nodeAt(item as Node, document)) : [merged];
    for (const one of maps) {
      const found = isMap(one) ? pairOf(one, key, document) : null;
      if (found) return found;
    }
  }
  return null;
}

type Place = { readonly node: Node | null; readonly key: number; readonly value: number; readonly whole: boolean };

/** The node at a path; where the path leads nowhere, the last that is there. */
function locate(document: Document, path: Path): Place {
  const start = document.contents?.range?.[0] ?? 0;
  let place: Place = { node: document.contents as Node | null, key: start, value: start, whole: path.length === 0 };
  for (const [depth, step] of path.entries()) {
    const node = nodeAt(place.node, document);
    const whole = depth === path.length - 1;
    if (isMap(node)) {
      const pair = pairOf(node, step, document);
      if (!pair) return { ...place, whole: false };
      const key = pair.key.range?.[0] ?? place.key;
      const written = isScalar(pair.value) && pair.value.value !== null;
      place = { node: pair.value, key, value: written ? (pair.value?.range?.[0] ?? key) : key, whole };
    } else if (isSeq(node)) {
      const item = (node.items[Number(step)] ?? null) as Node | null;
      if (!item) return { ...place, whole: false };
      const at = item.range?.[0] ?? place.value;
      place = { node: item, key: at, value: at, whole };
    } else {
      return { ...place, whole: false };
    }
  }
  return place;
}

const OPTIONS = { merge: true, prettyErrors: false } as const;

function syntaxFaults(name: string, lines: LineCounter, document: Document): readonly Fault[] {
  return [...document.errors, ...document.warnings].map(({ message, pos: [at], code }) => {
    const hint =
      code === 'TAB_AS_INDENT' ? ': use spaces' : code === 'DUPLICATE_KEY' ? ': this one is there twice' : '';
    return { file: name, line: lines.linePos(at).line, path: '', message: `${message}${hint}` };
  });
}

const sourceOf = (name: string, lines: LineCounter, document: Document): Source => ({
  name,
  value: withoutNulls(plain(name, document)),
  line: (path, what = 'value') => lines.linePos(locate(document, path)[what]).line,
  typed: (path) => {
    const { node, whole } = locate(document, path);
    const scalar = whole ? nodeAt(node, document) : null;
    return isScalar(scalar) && scalar.type === 'PLAIN' ? (scalar.source ?? null) : null;
  },
});

/**
 * Reads YAML 1.2 with anchors and merge keys, as one document.
 * @throws {ConfigError} with every syntax fault and duplicate key, each at its line
 */
export function readYaml(name: string, text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...OPTIONS, lineCounter: lines });
  const faults = syntaxFaults(name, lines, document);
  if (faults.length > 0) throw new ConfigError(faults);
  return sourceOf(name, lines, document);
}

/**
 * Reads a file of any number of documents (`---` between them); what is empty is none.
 * @throws {ConfigError} as {@link readYaml}
 */
export function readYamlDocuments(name: string, text: string): readonly Source[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { ...OPTIONS, lineCounter: lines });
  const documents: readonly Document[] = Array.isArray(parsed) ? parsed : [];
  const faults = documents.flatMap((document) => syntaxFaults(name, lines, document));
  if (faults.length > 0) throw new ConfigError(faults);
  return documents.map((document) => sourceOf(name, lines, document)).filter(({ value }) => value !== null);
}

function plain(name: string, document: Document): unknown {
  try {
    const value: unknown = document.toJS();
    refuseEndless(value, new Set());
    return value;
  } catch (error) {
    // Aliases of aliases can unfold a small file into gigabytes; the library counts them.
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ file: name, line: null, path: '', message }]);
  }
}

/** An alias may stand for what it stands in: that unfolds for ever. @throws {Error} where it does */
function refuseEndless(value: unknown, around: Set<object>): void {
  if (typeof value !== 'object' || value === null) return;
  if (around.has(value)) throw new Error('an alias stands for what it stands in: write it out');
  around.add(value);
  for (const child of Object.values(value)) refuseEndless(child, around);
  around.delete(value);
}

/** A file that comes as plain values, such as a scenario's inline configuration. */
export const fromValue = (name: string, value: unknown): Source => ({
  name,
  value: withoutNulls(value),
  line: () => null,
  typed: () => null,
});

/** A fault at a place of a source. */
export const faultAt = (source: Source, path: Path, message: string, what: 'key' | 'value' = 'value'): Fault => ({
  file: source.name,
  line: source.line(path, what),
  path: pathText(path),
  message,
});
