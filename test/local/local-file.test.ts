import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalFile, readLocalFile, writeLocalFile } from '../../local/local-file';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const url = 'http://127.0.0.1:4600';
const local: LocalFile = {
  aws: url,
  region: 'us-east-1',
  events: null,
  alertmanager: null,
  status: null,
  receivers: { pagerduty: url, slack: url, webhook: url, sms: url, email: url },
  inbox: url,
  topics: { critical: 'arn:c', warning: 'arn:w', info: 'arn:i' },
  intake: { routing_key: 'k', bearer: 'b', alerts: url, heartbeats: { backup: url } },
  pid: 7,
};

test('what is written holds every promised key, null where it is not built', () => {
  const path = join(folder, 'local.json');

  writeLocalFile(path, local);

  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(local);
  expect(readLocalFile(path)).toEqual(local);
});

test.each([
  ['half of it', '{"aws":'],
  ['another shape', '{}'],
])('a file with %s is as none', (_, text) => {
  const path = join(folder, 'local.json');
  writeFileSync(path, text);
  expect(readLocalFile(path)).toBeNull();
});

test('where there is none, there is none', () => {
  expect(readLocalFile(join(folder, 'local.json'))).toBeNull();
});
