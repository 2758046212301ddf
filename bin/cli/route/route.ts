import { relative } from 'node:path';
import { channels } from '../../../channels/index';
import type { Alert, Labels } from '../../../core/alert/alert';
import { labelsFingerprint } from '../../../core/alert/fingerprint';
import type { Silence } from '../../../core/silence/silence';
import { silenceIndex } from '../../../core/silence/silence-index';
import type { EpochMs } from '../../../core/time';
import { compile } from '../../../engine/configuration/compile';
import type { Configuration } from '../../../engine/configuration/configuration';
import { readPostedFile } from '../../../engine/intake/in-file';
import { Instant } from '../../../engine/simulation/replay/moment';
import { readSilences } from '../../../formats/alertmanager/silence';
import { parseMessage } from '../../../formats/messages';
import { ConfigError } from '../../../formats/yaml/config-error';
import type { RouteOptions } from '../commands/route';
import { configFolder, readFolder, readInput } from '../files';
import { type Answer, type Io, Problem, paint, UsageError } from '../io';
import { routed, type Situation } from './answer';
import { inhibitorsAmong } from './inhibitors';
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

type Read = { readonly file: string | null } & (Parsed | { readonly error: Problem });

async function readFile(io: Io, file: string, configuration: Configuration, now: EpochMs): Promise<Read> {
  try {
    const text = await readInput(io, file);
    const posted = readPostedFile(configuration, text, now);
    if (posted) return { file, alerts: [...posted.alerts], ignored: [...posted.ignored] };
    return { file, ...parseMessage(text, { now }) };
  } catch (error) {
    if (error instanceof Problem) return { file, error };
    throw error;
  }
}

async function readSilenceFile(io: Io, file: string | undefined): Promise<readonly Silence[]> {
  if (file === undefined) return [];
  const text = await readInput(io, file);
  try {
    return readSilences(file, text);
  } catch (error) {
    throw error instanceof ConfigError ? new Problem(error.message) : error;
  }
}

/** `tocsin route`: each file on its own; one that cannot be read does not keep the others from being shown. */
export async function route(io: Io, files: readonly string[], options: RouteOptions): Promise<Answer> {
  const now = instant(options.at);
  const { label } = options;
  if (files.length === 0 && !label) throw new UsageError('name a FILE, "-" or --label name=value');
  if (files.length > 0 && label) throw new UsageError('name FILEs or --label, not both');
  const configuration = readConfiguration(io, options.config);
  const silences = silenceIndex(await readSilenceFile(io, options.silences));
  const all: Read[] = label ? [{ file: null, alerts: [alertOf(labelsOf(label), now)], ignored: [] }] : [];
  for (const file of files) all.push(await readFile(io, file, configuration, now));
  const alerts = all.flatMap((read) => ('error' in read ? [] : read.alerts));
  const situation = { configuration, silences, inhibitors: inhibitorsAmong(alerts, configuration), now };
  for (const [at, read] of all.entries()) {
    if (at > 0 && !options.json) io.out('');
    show(io, read, situation, options.json === true);
  }
  return all.some((read) => 'error' in read) ? 'no' : 'yes';
}

function show(io: Io, read: Read, situation: Situation, isJson: boolean): void {
  const { file } = read;
  if ('error' in read) {
    if (isJson) io.out(JSON.stringify({ file, error: read.error.message }));
    else io.err(`tocsin: ${read.error.message}`);
    return;
  }
  const alerts = read.alerts.map((alert) => routed(alert, situation));
  const ignored = read.ignored.map(({ reason }) => ({ reason }));
  if (isJson) {
    io.out(JSON.stringify({ file, alerts, ignored }));
    return;
  }
  if (file !== null) io.out(paint(io, 'dim', file));
  for (const alert of alerts) io.out(printRouted(io, alert, situation.configuration));
  for (const { reason } of ignored) io.out(`ignored, nobody is told: ${reason}`);
  if (alerts.length + ignored.length === 0) io.out('no alert in it');
}
