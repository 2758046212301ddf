import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const start = (args: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, ['--import', 'tsx', join('local', 'start.ts'), ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', ...env },
    encoding: 'utf8',
  });

test.each([[[]], [['--detach']]])('with an AWS elsewhere, start %j refuses before it does anything', (args) => {
  const { status, stdout, stderr } = start(args, { AWS_ENDPOINT_URL: 'https://sns.eu-west-1.amazonaws.com' });

  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('AWS_ENDPOINT_URL is https://sns.eu-west-1.amazonaws.com, which is not on this machine');
});

test('it says what it can do', () => {
  const { status, stdout } = start(['--help']);

  expect(status).toBe(0);
  expect(stdout).toContain('--detach');
});

test('an option that it does not know is named', () => {
  const { status, stderr } = start(['--detatch']);

  expect(status).toBe(1);
  expect(stderr).toContain("'--detatch'");
});
