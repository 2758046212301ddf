import { availableParallelism } from 'node:os';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { generatePlan } from '../engine/simulation/plan';
import { campaign } from './simulate/campaign';
import { playOne, readPlan, shrinkSeed } from './simulate/single';

/** `npm run simulate`: generated worlds through the real engine, as many as there is time for. */

const whole = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('write a whole number.');
  return Number(text);
};
const positive = (text: string): number => {
  if (whole(text) < 1) throw new InvalidArgumentError('write a number from 1.');
  return whole(text);
};

type Options = {
  readonly worlds: number;
  readonly from: number;
  readonly workers: number;
  readonly seed?: number;
  readonly world?: string;
  readonly shrink?: number;
  readonly trace?: boolean;
};

const program = new Command('npm run simulate --')
  .description('Plays generated worlds through the real engine, with every fault, and checks what it promises.')
  .option('--worlds <count>', 'how many', positive, 3_000)
  .option('--from <seed>', 'the first seed', whole, 1)
  .option('--workers <count>', 'processes', positive, availableParallelism())
  .option('--seed <seed>', 'plays one world and says what it broke', whole)
  .option('--world <file>', 'plays a world that was written before')
  .option('--trace', 'with --seed or --world: prints every call')
  .option('--shrink <seed>', 'makes a bad world small and writes it as a scenario, or else as a world', whole)
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run simulate\n  $ npm run simulate -- --worlds 1000000 --workers 8\n  $ npm run simulate -- --seed 423 --trace\n  $ npm run simulate -- --shrink 423\n',
  )
  .exitOverride();

/** @returns was every promise kept? */
async function run(options: Options): Promise<boolean> {
  if (options.seed !== undefined) return playOne(generatePlan(options.seed), options.trace === true, console.log);
  if (options.world !== undefined) return playOne(readPlan(options.world), options.trace === true, console.log);
  if (options.shrink !== undefined) {
    const file = await shrinkSeed(options.shrink, console.log);
    const how = file?.endsWith('.yml') ? `npx tocsin replay ${file}` : `npm run simulate -- --world ${file}`;
    console.log(file === null ? `seed ${options.shrink} keeps every promise` : `see it with: ${how}`);
    return file === null;
  }
  const { played, bad, resumeAt } = await campaign(options, console.log, console.error);
  console.log(`${played} worlds, ${bad.length} bad${bad.length > 0 ? `: ${bad.join(' ')}` : ''}`);
  if (resumeAt !== null)
    console.log(`interrupted: go on with --from ${resumeAt} --worlds ${options.from + options.worlds - resumeAt}`);
  return bad.length === 0 && resumeAt === null;
}

try {
  program.parse();
  process.exitCode = (await run(program.opts<Options>())) ? 0 : 1;
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
