import '../../core/routing/re2'; // whoever reads matchers must be able to refuse every wrong one
import { compileMatcher, type Matcher } from '../../core/routing/matcher';
import { inOrder, matcherText } from '../../core/routing/text';
import { readClassic, readClassicOne } from './matcher-classic';
import { readUtf8 } from './matcher-utf8';

/** `warning`: the text is read, but upstream's two syntaxes do not agree on it, or only the older one reads it. */
export type ReadMatchers =
  | { readonly ok: true; readonly matchers: readonly Matcher[]; readonly warning: string | null }
  | { readonly ok: false; readonly error: string };

type Attempt = { readonly matchers: readonly Matcher[] } | { readonly error: string };

function attempt(read: (text: string) => readonly Matcher[], text: string): Attempt {
  try {
    const matchers = read(text);
    for (const matcher of matchers) compileMatcher(matcher);
    return { matchers };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function agree(text: string, utf8: Attempt, classic: Attempt): ReadMatchers {
  if ('error' in classic) {
    if (!('error' in utf8)) return { ok: true, matchers: utf8.matchers, warning: null };
    return { ok: false, error: `${JSON.stringify(text)} is not a matcher: ${utf8.error}; write severity="critical"` };
  }
  const texts = classic.matchers.map(matcherText);
  const agreed = !('error' in utf8) && utf8.matchers.map(matcherText).join() === texts.join();
  const warning = agreed ? null : `${JSON.stringify(text)} is read in the old way: write ${texts.join(', ') || '{}'}`;
  return { ok: true, matchers: classic.matchers, warning };
}

/**
 * Reads zero or more matchers in one text, with or without braces, as Alertmanager in its default mode: the UTF-8
 * syntax; where only the classic one can read it, or reads something else, that one counts.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#matcher
 */
export const readMatchers = (text: string): ReadMatchers =>
  agree(text, attempt(readUtf8, text), attempt(readClassic, text));

function utf8One(text: string): readonly Matcher[] {
  const matchers = readUtf8(text);
  if (matchers.length !== 1) throw new SyntaxError(`expected one matcher, found ${matchers.length}`);
  return matchers;
}

/** Reads exactly one matcher, without braces, as silences, commands and the API write it. */
export function readMatcher(text: string): ReadMatchers {
  if (text.startsWith('{') || text.endsWith('}')) {
    return { ok: false, error: `${JSON.stringify(text)} is not one matcher: leave out the braces` };
  }
  return agree(
    text,
    attempt(utf8One, text),
    attempt((one) => [readClassicOne(one)], text),
  );
}

/** The matchers of one route or rule: the deprecated maps `match` and `match_re`, and `matchers`, in upstream's order. */
export function combine(
  equal: Readonly<Record<string, string>>,
  pattern: Readonly<Record<string, string>>,
  matchers: readonly Matcher[],
): readonly Matcher[] {
  return inOrder([
    ...Object.entries(equal).map(([name, value]): Matcher => ({ name, operator: '=', value })),
    ...Object.entries(pattern).map(([name, value]): Matcher => ({ name, operator: '=~', value })),
    ...matchers,
  ]);
}
