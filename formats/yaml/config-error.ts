export type Path = readonly PropertyKey[];

/** What is wrong (or doubtful) in one place of a file. */
export type Fault = {
  readonly file: string;
  /** From 1; null where the file was given as an object. */
  readonly line: number | null;
  /** `route.routes[1].group_wait`, empty for the file as a whole. */
  readonly path: string;
  /** What it is, and what would be right. */
  readonly message: string;
};

/** `route.routes[1].group_wait`; a key that is no plain word stands in quotes and brackets. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = String(step);
    if (!/^[\p{L}\p{N}_-]+$/u.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** `routing.yml:14: route.routes[1].group_wait: "5 minutes" is not a duration: write "30s" or "1h30m"` */
export const faultText = ({ file, line, path, message }: Fault): string =>
  `${file}${line === null ? '' : `:${line}`}: ${path === '' ? '' : `${path}: `}${message}`;

/** A configuration that cannot be used: one line per fault, in the file's order, all of them at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    // What several entries take over from one place is wrong in one place.
    const unique = [...new Map(faults.map((fault) => [faultText(fault), fault])).values()];
    const ordered = unique.sort((a, b) => (a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : 0));
    super(ordered.map(faultText).join('\n'));
    this.faults = ordered;
  }
}
