import { readLocalFile } from './local-file';
import { PATHS } from './paths';

/** `npm run break` and `npm run heal`: asks what runs here to do what the inbox's buttons do. */
async function main(): Promise<void> {
  const name = process.argv[2];
  const local = readLocalFile(PATHS.local);
  if (!local) throw new Error('Nothing runs here: start it with "npm start".');
  const answer = await fetch(`${local.inbox}/${name}`, { method: 'POST', redirect: 'manual' }).catch(() => null);
  if (!answer) throw new Error(`Nothing answers at ${local.inbox}: start it with "npm start".`);
  if (answer.status !== 303) throw new Error(await answer.text());
  console.log(`${name === 'break' ? 'Broken' : 'Healed'}: see ${local.inbox}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
