/** How bad an alarm is: the end of its topic's name, and a tag on it. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One of something for each severity. */
export type BySeverity<T> = Readonly<Record<Severity, T>>;

export function bySeverity<T>(make: (severity: Severity) => T): BySeverity<T> {
  return { critical: make('critical'), warning: make('warning'), info: make('info') };
}
