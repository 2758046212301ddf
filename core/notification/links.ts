import type { NotifiedAlert } from './notification';

export type Link = { readonly text: 'Runbook' | 'Dashboard' | 'Console' | 'Source'; readonly url: string };

const MAX_URL = 1_024;

/**
 * The address as a browser reads it, or null: only https, nobody's password, of a length that providers take.
 * An alert's texts come from anybody; what a person clicks at night must not be `javascript:` or somebody else's login.
 */
export function safeUrl(text: string | null | undefined): string | null {
  if (!text || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' && url.username === '' && url.password === '';
  return isSafe && url.href.length <= MAX_URL ? url.href : null;
}

/** Where to read on, the runbook first; each from the first of the alerts that has one. */
export function linksOf(alerts: readonly NotifiedAlert[]): readonly Link[] {
  const first = (url: (alert: NotifiedAlert) => string | null | undefined): string | null => {
    for (const alert of alerts) {
      const safe = safeUrl(url(alert));
      if (safe) return safe;
    }
    return null;
  };
  const console = first(({ annotations }) => annotations.console_url);
  const found: readonly [Link['text'], string | null][] = [
    ['Runbook', first(({ annotations }) => annotations.runbook_url ?? annotations.runbook)],
    ['Dashboard', first(({ annotations }) => annotations.dashboard_url ?? annotations.dashboard)],
    ['Console', console],
    ['Source', console ? null : first(({ generatorUrl }) => generatorUrl)],
  ];
  return found.flatMap(([text, url]) => (url ? [{ text, url }] : []));
}
