import { relative } from 'node:path';
import { channels } from '../../../channels/index';
import type { Alert, Labels } from '../../../core/alert/alert';
import { labelsFingerprint } from '../../../core/alert/fingerprint';
import type { EpochMs } from '../../../core/time';
import { compile } from '../../../engine/configuration/compile';
import type { Configuration } from '../../../engine/configuration/configuration';
import { Instant } from '../../../engine/simulation/replay/moment';
import { parseMessage } from '../../../formats/messages';
import { ConfigError } from '../../../formats/yaml/config-error';
import type { RouteOptions } from '../commands/route';
import { configFolder, readFolder, readInput } from '../files';
import { type Answer, type Io, Problem, paint, UsageError } from '../io';
import { routed } from './answer';
import { printRouted } from './print';

type Parsed = { readonly alerts: readonly Alert[]; readonly ignored: readonly { readonly reason: string }[] };

function readConfiguration(io: Io, named: string | undefined): Configuration {
  const folder = configFolder(io, named);
  try {
    return compile(readFolder(folder, named ?? (relative(io.cwd, folder) || '.')), channels).configuration;
  } catch (error) {
    throw error instanceof ConfigError ? new Problem(error.message) : error;
  }
}

function instant(text: string | undefined): EpochMs {
  if (text === undefined) return Date.now();
  const read = Instant.safeParse(text);
  if (!read.success) throw new UsageError(`--at: ${read.error.issues.map(({ message }) => message).join('; ')}`);
  return read.data;
}

/** @throws {UsageError} where one is not `name=value` */
function labelsOf(pairs: readonly string[]): Labels {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      if (name === undefined || value === undefined) {
        throw new UsageError(`--label: ${JSON.stringify(pair)} is not a label: write name=value`);
      }
      return [name, value];
    }),
  );
}

function alertOf(labels: Labels, now: EpochMs): Alert {
  const fingerprint = labelsFingerprint(labels);
  return { fingerprint, labels, annotations: {}, startsAt: now, endsAt: null, updatedAt: now, generatorUrl: null };
}

/** `tocsin route`: each file on its own; one that cannot be read does not keep the others from being shown. */
export async function route(io: Io, files: readonly string[], options: RouteOptions): Promise<Answer> {
  const now = instant(options.at);
  const { label } = options;
  if (files.length === 0 && !label) throw new UsageError('name a FILE, "-" or --label name=value');
  if (files.length > 0 && label) throw new UsageError('name FILEs or --label, not both');
  const configuration = readConfiguration(io, options.config);
  if (label) {
    show(io, null, { alerts: [alertOf(labelsOf(label), now)], ignored: [] }, { configuration, now, options });
    return 'yes';
  }
  let answer: Answer = 'yes';
  for (const [at, file] of files.entries()) {
    if (at > 0 && !options.json) io.out('');
    try {
      const parsed = parseMessage(await readInput(io, file), { now });
      show(io, file, parsed, { configuration, now, options });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      answer = 'no';
      if (options.json) io.out(JSON.stringify({ file, error: error.message }));
      else io.err(`tocsin: ${error.message}`);
    }
  }
  return answer;
}

type Context = { readonly configuration: Configuration; readonly now: EpochMs; readonly options: RouteOptions };

function show(io: Io, file: string | null, parsed: Parsed, { configuration, now, options }: Context): void {
  const alerts = parsed.alerts.map((alert) => routed(alert, configuration, now));
  const ignored = parsed.ignored.map(({ reason }) => ({ reason }));
  if (options.json) {
    io.out(JSON.stringify({ file, alerts, ignored }));
    return;
  }
  if (file !== null) io.out(paint(io, 'dim', file));
  for (const alert of alerts) io.out(printRouted(io, alert, configuration));
  for (const { reason } of ignored) io.out(`ignored, nobody is told: ${reason}`);
  if (alerts.length + ignored.length === 0) io.out('no alert in it');
}
