/** `{{ template "slack.default.title" . }}`: a receiver's field left to Alertmanager's own words. */
const DEFAULT = /^\s*\{\{-?\s*template\s+"(\w+)\.default\.(\w+)"\s+[.\w]+\s*-?\}\}\s*$/;
/** Defaults that upstream writes out. */
const WRITTEN_OUT: Readonly<Record<string, readonly string[]>> = {
  firing: ['{{ .Alerts.Firing | toJson }}'],
  resolved: ['{{ .Alerts.Resolved | toJson }}'],
  num_firing: ['{{ .Alerts.Firing | len }}'],
  num_resolved: ['{{ .Alerts.Resolved | len }}'],
  color: ['{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}'],
};
/** Older files name what their versions had; they say the same. */
const FORMER: Readonly<Record<string, string>> = { firing: 'instances', resolved: 'instances' };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const squeezed = (text: string): string => text.toLowerCase().replaceAll('_', '');
const spaced = (text: string): string => text.replace(/\s+/g, '');

function isDefault(kind: string, key: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (WRITTEN_OUT[key]?.some((text) => spaced(text) === spaced(value))) return true;
  const [, of, name = ''] = DEFAULT.exec(value) ?? [];
  return of === kind && [key, FORMER[key] ?? key].map(squeezed).includes(squeezed(name));
}

/**
 * An entry of a receiver without the fields that ask for Alertmanager's default words: here, too, what is not said is
 * worded by default. Looks into `headers` and `details`.
 * @param kind how upstream's templates call the integration: `slack`, `pagerduty`, `email`, `sns`
 */
export function withoutTemplateDefaults<Value>(
  kind: string,
  entry: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const kept = Object.entries(entry).filter(([key, value]) => !isDefault(kind, key, value));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, isRecord(value) ? (withoutTemplateDefaults(kind, value) as Value) : value]),
  );
}
