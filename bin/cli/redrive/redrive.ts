import { sqsClient } from '../../../adapters/aws/sqs';
import { SYSTEM_QUEUES, type SystemQueue } from '../../../core/deployed/system';
import type { RedriveOptions } from '../commands/redrive';
import { type Answer, type Io, paint } from '../io';
import { clientSettings, problemOf } from '../live/aws';
import { systemAt } from '../live/system';
import { chooseTarget } from '../send/target';
import { moveAll } from './move';
import { countIn, deadLettersOn } from './sqs';

type Line = { readonly queue: SystemQueue; readonly found: number; readonly moved: number; readonly refused: number };

/** A line of progress for so many. */
const EVERY = 100;

/** `tocsin redrive`: what was put aside goes back where it came from; without --yes it is only counted. */
export async function redrive(io: Io, queue: SystemQueue | undefined, options: RedriveOptions): Promise<Answer> {
  const target = chooseTarget(io, options);
  const { name, queues } = await systemAt(target, options.name);
  const client = sqsClient(clientSettings(target));
  try {
    const lines: Line[] = [];
    for (const one of queue ? [queue] : SYSTEM_QUEUES) {
      const { url, deadLetters } = queues[one];
      const found = await countIn(client, deadLetters);
      const { moved, refused } =
        options.yes && found > 0
          ? await moveAll(deadLettersOn(client, deadLetters, url), found, progressOf(io, options, one, found))
          : { moved: 0, refused: 0 };
      lines.push({ queue: one, found, moved, refused });
    }
    tell(io, options, { to: target.where, name, lines });
    return lines.some(({ refused }) => refused > 0) ? 'no' : 'yes';
  } catch (error) {
    throw problemOf(error, target, 'SQS');
  } finally {
    client.destroy();
  }
}

function progressOf(io: Io, { json }: RedriveOptions, queue: SystemQueue, found: number): (moved: number) => void {
  let told = 0;
  return (moved) => {
    if (json || moved - told < EVERY) return;
    told = moved;
    io.err(`${queue}: ${moved} of about ${found} …`);
  };
}

type Told = { readonly to: string; readonly name: string; readonly lines: readonly Line[] };

function tell(io: Io, { json, yes = false }: RedriveOptions, { to, name, lines }: Told): void {
  if (json) {
    io.out(JSON.stringify({ to, name, done: yes, queues: lines }));
    return;
  }
  for (const { queue, found, moved, refused } of lines) {
    const waiting = `${found} ${found === 1 ? 'message was' : 'messages were'} put aside`;
    const done = moved > 0 ? `, ${paint(io, 'green', `${moved} given back`)}` : '';
    const left = refused > 0 ? `, ${paint(io, 'red', `${refused} refused`)}` : '';
    io.out(`${queue}: ${found === 0 ? 'nothing was put aside' : waiting}${done}${left}`);
  }
  if (!yes && lines.some(({ found }) => found > 0)) io.out('nothing was moved: say --yes once the cause is mended');
}
