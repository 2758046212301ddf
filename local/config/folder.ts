import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type LocalIntake, localiseIngest } from './intake';
import { type Addresses, type Localised, localise } from './localise';

export type LocalConfiguration = Omit<Localised, 'text'> & { readonly folder: string; readonly intake: LocalIntake };

/**
 * Makes the configuration folder of a local run: the team's own, with the addresses of the local receivers.
 * @param from the team's folder; its `services.ts` is used from where it stands, for it imports by relative paths
 */
export function localFolder(from: string, to: string, addresses: Addresses): LocalConfiguration {
  rmSync(to, { recursive: true, force: true });
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (!/\.ya?ml$/.test(name)) continue;
    mkdirSync(dirname(join(to, name)), { recursive: true });
    copyFileSync(join(from, name), join(to, name));
  }
  const { text, ...rest } = localise(readFileSync(join(from, 'routing.yml'), 'utf8'), addresses);
  writeFileSync(join(to, 'routing.yml'), text);
  writeFileSync(join(to, 'services.ts'), `export { default } from ${JSON.stringify(resolve(from, 'services.ts'))};\n`);
  const ingest = join(from, 'ingest.yml');
  const local = localiseIngest(existsSync(ingest) ? readFileSync(ingest, 'utf8') : null);
  writeFileSync(join(to, 'ingest.yml'), local.text);
  return { ...rest, secrets: [...rest.secrets, ...local.secrets], intake: local.intake, folder: to };
}
