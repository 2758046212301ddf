import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, ownerOf, releaseLock, takeLock } from '../../local/lock';

let lock: string;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
  lock = join(folder, 'run.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a lock is taken and given back', () => {
  expect(takeLock(lock)).toBeNull();
  expect(existsSync(lock)).toBe(true);

  releaseLock(lock);

  expect(existsSync(lock)).toBe(false);
});

test('a lock whose process is gone is taken over', () => {
  // Prepare: process numbers end far below this
  writeFileSync(lock, '99999999');

  expect(takeLock(lock)).toBeNull();
});

test('a number that another program has by now is not taken for a run of ours', () => {
  // This very process lives, but is no launcher.
  writeFileSync(lock, String(process.pid));
  expect(isAlive(process.pid)).toBe(true);
  expect(ownerOf(lock)).toBeNull();
});

test("another's lock is not given back", () => {
  writeFileSync(lock, '1');
  releaseLock(lock);
  expect(existsSync(lock)).toBe(true);
});
