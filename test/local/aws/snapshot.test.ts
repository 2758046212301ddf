import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropSnapshot, keepSnapshot, layOut, liveIn, readSnapshot } from '../../../local/aws/snapshot';

const topics = { critical: 'arn:c', warning: 'arn:w', info: 'arn:i' };
const PORT = 4566;
const deployed = { state: 'abc', port: PORT, deployment: { topics, intakeApi: 'api1' } };

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** What the embedded AWS would have written. */
function saved(text: string): void {
  mkdirSync(liveIn(home), { recursive: true });
  writeFileSync(join(liveIn(home), 'state.json'), text);
}
const live = () => readFileSync(join(liveIn(home), 'state.json'), 'utf8');

test('a run begins from the last deployment, whatever the run before left', () => {
  // Prepare
  saved('as deployed');
  keepSnapshot(home, deployed);
  layOut(home, PORT);
  saved('an incident, open');

  // Act
  layOut(home, PORT);

  // Assess
  expect(live()).toBe('as deployed');
  expect(readSnapshot(home)).toEqual(deployed);
});

test('on another port it begins from nothing: the addresses of its queues would lead elsewhere', () => {
  saved('as deployed');
  keepSnapshot(home, deployed);

  expect(layOut(home, PORT + 1)).toBeNull();
  expect(existsSync(liveIn(home))).toBe(false);
});

test('without a snapshot a run begins from nothing', () => {
  saved('half a deployment');

  layOut(home, PORT);

  expect(existsSync(liveIn(home))).toBe(false);
});

test('a snapshot that was not completed counts for nothing', () => {
  saved('as deployed');
  keepSnapshot(home, deployed);
  rmSync(join(home, 'snapshot', 'deployed.json'));

  layOut(home, PORT);

  expect(readSnapshot(home)).toBeNull();
  expect(existsSync(liveIn(home))).toBe(false);
});

test('a dropped snapshot is gone', () => {
  saved('as deployed');
  keepSnapshot(home, deployed);
  dropSnapshot(home);
  expect(readSnapshot(home)).toBeNull();
});
