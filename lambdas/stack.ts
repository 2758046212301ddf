import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The map that lies beside a file, or null. */
export type ReadMap = (file: string) => SourceMap | null;

const FRAME = /((?:file:\/\/)?\/[^\s()]+\.mjs):(\d+):(\d+)/g;
const MAX_CAUSES = 3;

const known = new Map<string, SourceMap | null>();

const readMap: ReadMap = (file) => {
  const found = known.get(file);
  if (found !== undefined) return found;
  const map = parsed(file.startsWith('file:') ? fileURLToPath(file) : file);
  known.set(file, map);
  return map;
};

function parsed(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    return null; // the frame stays as it is
  }
}

/**
 * Has the stack of an error, and of its causes, name our sources instead of the bundle. Node could do so itself, but it
 * reads every map at every cold start for that.
 */
export function nameSources(error: unknown, read: ReadMap = readMap): void {
  let one = error;
  for (let depth = 0; depth <= MAX_CAUSES && one instanceof Error; depth += 1) {
    if (one.stack)
      one.stack = one.stack.replace(FRAME, (frame, file, line, column) => source(read, frame, file, line, column));
    one = one.cause;
  }
}

function source(read: ReadMap, frame: string, file: string, line: string, column: string): string {
  const entry = read(file)?.findEntry(Number(line) - 1, Number(column) - 1);
  if (!entry || !('originalSource' in entry)) return frame;
  const { originalSource, originalLine, originalColumn } = entry;
  return `${originalSource.replace(/^(\.\.\/)+/, '')}:${originalLine + 1}:${originalColumn + 1}`;
}
