import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '../../local/aws/emulator';
import { clientSettings } from '../../local/aws/environment';

const ROOT = join(__dirname, '..', '..');

export type EmbeddedAws = {
  readonly endpoint: string;
  /** For SDK clients. */
  readonly settings: ReturnType<typeof clientSettings>;
  readonly stop: () => Promise<void>;
};

/** An embedded AWS of the test's own, on a free port, in a folder that goes with it. */
export async function startEmbeddedAws(): Promise<EmbeddedAws> {
  const home = mkdtempSync(join(tmpdir(), 'tocsin-aws-'));
  const emulator: Emulator = await startEmulator({
    home,
    venv: join(ROOT, '.tocsin', 'venv'),
    nodeModules: join(ROOT, 'node_modules'),
    port: 0,
  });
  return {
    endpoint: emulator.endpoint,
    settings: clientSettings(emulator.endpoint),
    stop: async () => {
      await emulator.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
