import type * as z from 'zod/v4/core';
import { ConfigError, type Fault } from '../yaml/config-error';
import { suggestion } from '../yaml/nearest';
import { faultAt, readYamlDocuments, type Source, valueAt } from '../yaml/source';
import { validate } from '../yaml/validate';
import { isKind, KINDS, type Kind, Sli, Slo, VERSION } from './document';
import { sliFaults } from './rules';
import { type KindOfSli, sloFaults } from './slo-rules';

/** A document that is right. SLOs and SLIs are read; of the others only the name is needed so far. */
export type OpenSloDocument =
  | { readonly kind: 'SLO'; readonly name: string; readonly slo: Slo }
  | { readonly kind: 'SLI'; readonly name: string; readonly sli: Sli }
  | { readonly kind: Exclude<Kind, 'SLO' | 'SLI'>; readonly name: string };

export type OpenSloFile = {
  readonly file: string;
  /** Those that are right, in the file's order. */
  readonly documents: readonly OpenSloDocument[];
  readonly faults: readonly Fault[];
};

type Parsed = { readonly file: string; readonly sources: readonly Source[]; readonly faults: readonly Fault[] };

function parse(file: string, text: string): Parsed {
  try {
    const sources = readYamlDocuments(file, text);
    const message = 'holds no document: write at least one, beginning with "apiVersion: openslo/v1"';
    return { file, sources, faults: sources.length > 0 ? [] : [{ file, line: null, path: '', message }] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { file, sources: [], faults: error.faults };
  }
}

const at = (source: Source, ...path: readonly string[]): unknown => valueAt(source.value, path);
const nameOf = (source: Source): string => String(at(source, 'metadata', 'name'));

/** What the SLIs among the documents measure. */
function kindsOf(sources: readonly Source[]): KindOfSli {
  const slis = sources.filter((source) => at(source, 'kind') === 'SLI');
  return (name) => {
    const found = slis.find((source) => nameOf(source) === name);
    if (!found) return null;
    if (at(found, 'spec', 'ratioMetric') !== undefined) return 'ratio';
    return at(found, 'spec', 'thresholdMetric') === undefined ? null : 'threshold';
  };
}

/** Kind and version decide what else is read. @returns null where they are right */
function headFault(source: Source): Fault | null {
  const { value } = source;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return faultAt(source, [], `is not a mapping: a document begins with "apiVersion: ${VERSION}"`);
  }
  const version = at(source, 'apiVersion');
  const kind = at(source, 'kind');
  if (version === undefined) return faultAt(source, ['apiVersion'], `is missing: write "apiVersion: ${VERSION}"`);
  if (version !== VERSION) {
    return faultAt(source, ['apiVersion'], `is not a version that is read here: write "${VERSION}"`);
  }
  if (isKind(kind)) return null;
  const known = Object.keys(KINDS);
  if (kind === undefined) return faultAt(source, ['kind'], `is missing: write one of ${known.join(', ')}`);
  return faultAt(source, ['kind'], `is not a kind of document: ${suggestion(String(kind), known)}`);
}

type Read = { readonly document: OpenSloDocument | null; readonly faults: readonly Fault[] };

function readOne(source: Source, kindOf: KindOfSli): Read {
  const fault = headFault(source);
  const kind = at(source, 'kind');
  if (fault || !isKind(kind)) return { document: null, faults: fault ? [fault] : [] };
  const schema: z.$ZodType<unknown> = KINDS[kind];
  const shape = validate(schema, source);
  const rules = kind === 'SLO' ? sloFaults(source, kindOf) : kind === 'SLI' ? sliFaults(source, ['spec']) : [];
  const faults = [...(shape.ok ? [] : shape.faults), ...rules];
  if (!shape.ok || faults.length > 0) return { document: null, faults };
  const name = nameOf(source);
  if (kind === 'SLO') return { document: { kind, name, slo: Slo.parse(shape.data) }, faults };
  if (kind === 'SLI') return { document: { kind, name, sli: Sli.parse(shape.data) }, faults };
  return { document: { kind, name }, faults };
}

/** A name that two documents of one kind share could not be referred to. */
function twice(sources: readonly Source[]): readonly Fault[] {
  const first = new Map<string, number | null>();
  return sources.flatMap((source): readonly Fault[] => {
    const name = at(source, 'metadata', 'name');
    const key = `${String(at(source, 'kind'))} ${String(name)}`;
    const line = source.line(['metadata', 'name']);
    if (typeof name !== 'string' || !first.has(key)) {
      if (typeof name === 'string') first.set(key, line);
      return [];
    }
    const message = `is the name of the ${key.split(' ')[0]} in line ${first.get(key)} too: give each its own`;
    return [faultAt(source, ['metadata', 'name'], message)];
  });
}

/**
 * Reads files of OpenSLO v1 documents. References are looked up among all of them; one that leads nowhere is no fault.
 * @returns for each file, in order, what is right and every fault, each at its line
 */
export function readOpenSlo(
  files: readonly { readonly name: string; readonly text: string }[],
): readonly OpenSloFile[] {
  const parsed = files.map(({ name, text }) => parse(name, text));
  const kindOf = kindsOf(parsed.flatMap(({ sources }) => sources));
  return parsed.map(({ file, sources, faults }) => {
    const read = sources.map((source) => readOne(source, kindOf));
    const all = [...faults, ...read.flatMap((one) => one.faults), ...twice(sources)];
    return {
      file,
      documents: read.flatMap(({ document }) => document ?? []),
      faults: all.length > 0 ? new ConfigError(all).faults : [],
    };
  });
}
