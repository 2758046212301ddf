import { stringify } from 'yaml';
import type { Path } from '../yaml/config-error';
import type { Source } from '../yaml/source';
import { type LeftOut, slackAppUrl, upstreamReceiver } from './export-receiver';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What upstream's own tools read, and what that does not say. */
export type Export = { readonly value: Fields; readonly leftOut: readonly LeftOut[] };

const OUR_GLOBALS: Readonly<Record<string, string>> = {
  strict_alertmanager: 'Alertmanager always is',
  external_url: 'in Alertmanager the flag --web.external-url',
};
const REFERENCE = /^(?:ssm|secretsmanager):\/*(.+)$/;

/** Where upstream finds a secret: in a file that is named like the parameter. */
function secretFiles(value: unknown, folder: string, path: Path, leftOut: LeftOut[]): unknown {
  if (Array.isArray(value)) return value.map((item, at) => secretFiles(item, folder, [...path, at], leftOut));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const [reference, name] = (key.endsWith('_file') && typeof child === 'string' && REFERENCE.exec(child)) || [];
      if (reference === undefined || name === undefined) {
        return [key, secretFiles(child, folder, [...path, key], leftOut)];
      }
      const file = `${folder}/${name.replace(/[^\w./-]+|\.\.+/g, '_')}`;
      leftOut.push({ path: [...path, key], message: `reads a file: put the value of ${reference} into ${file}` });
      return [key, file];
    }),
  );
}

/** Go reads a scalar by the type that it wants: in these sections texts, but for `continue`. */
function asTyped(value: unknown, source: Source, path: Path): unknown {
  if (Array.isArray(value)) return value.map((item, at) => asTyped(item, source, [...path, at]));
  if (isFields(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [key, asTyped(child, source, [...path, key])]),
    );
  }
  if (typeof value !== 'number' && (typeof value !== 'boolean' || path.at(-1) === 'continue')) return value;
  return source.typed(path) ?? String(value);
}

function upstreamGlobal(global: Fields, hasEmail: boolean, leftOut: LeftOut[]): Fields {
  for (const [key, message] of Object.entries(OUR_GLOBALS)) {
    if (global[key] !== undefined) leftOut.push({ path: ['global', key], message: `left out: ${message}` });
  }
  const kept = Object.fromEntries(Object.entries(global).filter(([key]) => !(key in OUR_GLOBALS)));
  const needsServer = hasEmail && kept.smtp_smarthost === undefined;
  if (needsServer) {
    const message = 'is made up: here e-mail leaves through Amazon SES; write the server that Alertmanager is to use';
    leftOut.push({ path: ['global', 'smtp_smarthost'], message });
  }
  return {
    ...kept,
    ...(kept.slack_app_url === undefined ? {} : { slack_app_url: slackAppUrl(kept.slack_app_url) }),
    ...(needsServer ? { smtp_smarthost: 'localhost:25' } : {}),
  };
}

/**
 * A `routing.yml` as Alertmanager reads it, behaving alike where it can: what is ours is translated or left out.
 * @param source validated
 * @param folder where Alertmanager is to find secrets, each in a file of its own
 */
export function exported(source: Source, folder: string): Export {
  const file = isFields(source.value) ? source.value : {};
  const leftOut: LeftOut[] = [];
  const written: readonly unknown[] = Array.isArray(file.receivers) ? file.receivers : [];
  const receivers = written.map((receiver, at) =>
    isFields(receiver) ? upstreamReceiver(receiver, ['receivers', at], leftOut) : receiver,
  );
  const hasEmail = receivers.some((receiver) => isFields(receiver) && receiver.email_configs !== undefined);
  const global = upstreamGlobal(isFields(file.global) ? file.global : {}, hasEmail, leftOut);
  const sections = Object.entries({ global, ...file }).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'receivers') return [[key, receivers]];
    if (key === 'global') return Object.keys(global).length > 0 ? [[key, global]] : [];
    const isText = ['route', 'inhibit_rules', 'time_intervals', 'mute_time_intervals'].includes(key);
    return [[key, isText ? asTyped(value, source, [key]) : value]];
  });
  const value = Object.fromEntries(sections);
  return { value: secretFiles(value, folder, [], leftOut) as Fields, leftOut };
}

/** Go's reader takes more words and numbers for something else than a text: they are quoted. */
export const yamlForGo = (value: Fields): string =>
  stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
