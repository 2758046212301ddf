import { type Io, wantsColour } from './io';
import { run } from './program';

async function stdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** A reader that has seen enough (`| head`) closes the pipe: no fault of ours. */
function endQuietlyWithTheReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  }
}

/** For a pipe or a file. */
const DEFAULT_COLUMNS = 100;

/** Runs the command line of this process. @param root the checkout */
export async function main(root: string): Promise<void> {
  endQuietlyWithTheReader();
  const io: Io = {
    root,
    cwd: process.cwd(),
    env: process.env,
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    stdin,
    columns: process.stdout.columns ?? DEFAULT_COLUMNS,
    colour: wantsColour(process.env, process.stdout.isTTY === true),
  };
  // Set, not exited: what is still on its way to a pipe must arrive.
  process.exitCode = await run(io, process.argv.slice(2));
}
