import { CachedSecrets, type SecretReader } from '../../adapters/secrets';
import { MINUTE_MS } from '../../core/time';
import { TransportError } from '../../engine/ports';

let now: number;
let asked: string[];
let answers: (string | Error)[];

const reader =
  (source: string): SecretReader =>
  async (name) => {
    asked.push(`${source} ${name}`);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return answer ?? '';
  };

const fresh = (): CachedSecrets =>
  new CachedSecrets({ ssm: reader('ssm'), secretsmanager: reader('manager') }, { now: () => now });

const missing = Object.assign(new Error('text of AWS'), { name: 'ParameterNotFound' });

beforeEach(() => {
  now = 0;
  asked = [];
  answers = ['first', 'second'];
});

test('a reference says where to ask', async () => {
  const secrets = fresh();

  expect(await secrets.read('ssm:/a/b')).toBe('first');
  expect(await secrets.read('secretsmanager:arn:aws:x')).toBe('second');
  expect(asked).toEqual(['ssm /a/b', 'manager arn:aws:x']);
});

test('a secret is kept for five minutes', async () => {
  const secrets = fresh();
  await secrets.read('ssm:/a');

  now = 5 * MINUTE_MS - 1;
  expect(await secrets.read('ssm:/a')).toBe('first');
  now = 5 * MINUTE_MS;
  expect(await secrets.read('ssm:/a')).toBe('second');
});

test('one that was refused is asked for again', async () => {
  const secrets = fresh();
  await secrets.read('ssm:/a');
  secrets.refused('ssm:/a');

  expect(await secrets.read('ssm:/a')).toBe('second');
});

test('an old value is better than none', async () => {
  const secrets = fresh();
  answers = ['first', missing];
  await secrets.read('ssm:/a');
  now = 10 * MINUTE_MS;

  expect(await secrets.read('ssm:/a')).toBe('first');
});

test('a newline at its end is a file’s', async () => {
  answers = ['key\n'];

  expect(await fresh().read('ssm:/a')).toBe('key');
});

test.each([
  ['ssm:/a', 'the secret ssm:/a cannot be read: ParameterNotFound'],
  ['vault:/a', 'the secret vault:/a cannot be read: TransportError'],
])('%s that cannot be read is an error that names it', async (reference, message) => {
  answers = [missing];

  await expect(fresh().read(reference)).rejects.toThrow(new TransportError(message));
});
