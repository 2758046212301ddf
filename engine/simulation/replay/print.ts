import type { Incident, Replayed } from './result';

/** `1h30m5.25s`: seconds after the start as people write them. */
export function secondsText(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  const ms = Math.round(Math.abs(seconds) * 1_000);
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  const rest = (ms % 60_000) / 1_000;
  const parts = [hours ? `${hours}h` : '', minutes ? `${minutes}m` : '', rest || ms === 0 ? `${rest}s` : ''];
  return sign + parts.join('');
}

/** Columns of a table, each as wide as its widest cell; the last one is left as it is. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  '),
  );
}

const incidentText = ({ state, opened_at, resolved_at, receivers }: Incident): string => {
  const opened = opened_at === null ? 'not open yet' : `opened at ${secondsText(opened_at)}`;
  const over = resolved_at === null ? '' : `, over at ${secondsText(resolved_at)}`;
  return `${state}: ${opened}${over}, for ${receivers.join(', ')}`;
};

const MARKS = { in: '→', decided: '·', out: '✉' } as const;

/** What happened, a line each, then what came of it: for people. */
export function printReplay({ result, story }: Replayed): string {
  const lines = table(story.map(({ at, what, text }) => [secondsText(at).padStart(10), MARKS[what], text]));
  const incidents = result.incidents.map((incident) => `  ${incidentText(incident)}`);
  const { length } = result.deliveries;
  const told = length === 0 ? 'Nobody was told anything.' : `${length} ${length === 1 ? 'delivery' : 'deliveries'}.`;
  return [...lines, told, ...(incidents.length > 0 ? ['Incidents:', ...incidents] : [])].join('\n');
}
