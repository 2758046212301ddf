import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import { messageOf, severityOf } from '../../../bin/cli/send/message';
import { chooseTopic } from '../../../bin/cli/send/topics';
import { checkoutWith, folderWith, objects, tocsin } from './tocsin';

const arn = (name: string) => `arn:aws:sns:eu-west-1:000000000000:${name}`;
const three = (name: string) => ['critical', 'warning', 'info'].map((severity) => arn(`${name}-${severity}`));
const topics = { critical: arn('acme-critical'), warning: arn('acme-warning'), info: arn('acme-info') };
const alarm = (topic: string) =>
  JSON.stringify({
    AlarmName: 'checkout-errors',
    AlarmArn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:checkout-errors',
    NewStateValue: 'ALARM',
    OldStateValue: 'OK',
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: '2026-01-05T09:00:00.000+0000',
    AlarmActions: [topic],
  });
const files = folderWith({ 'alarm.json': alarm(topics.critical), 'empty.json': '', 'large.json': 'x'.repeat(262_145) });

const NOBODY = 'http://127.0.0.1:9';

/** Just enough of SNS: it keeps what was published and answers as SNS does. */
async function fakeSns(
  answerTo: (action: string | null) => { status: number; body: string },
): Promise<{ server: Server; bodies: URLSearchParams[] }> {
  const bodies: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const asked = new URLSearchParams(body);
      bodies.push(asked);
      const answer = answerTo(asked.get('Action'));
      response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, bodies };
}

const PUBLISHED = {
  status: 200,
  body: '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>',
};
const REFUSED = {
  status: 404,
  body: '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>NotFound</Code><Message>Topic does not exist</Message></Error></ErrorResponse>',
};
const listOf = (arns: readonly string[]) => ({
  status: 200,
  body: `<ListTopicsResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListTopicsResult><Topics>${arns.map((one) => `<member><TopicArn>${one}</TopicArn></member>`).join('')}</Topics></ListTopicsResult></ListTopicsResponse>`,
});
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
/** One checkout, built once; what runs in it changes from test to test. */
const checkout = checkoutWith();
function runs(text: string | null): void {
  const path = join(checkout, '.tocsin', 'local.json');
  mkdirSync(join(checkout, '.tocsin'), { recursive: true });
  if (text === null) rmSync(path, { force: true });
  else writeFileSync(path, text);
}
const running = (aws: string, more = {}) =>
  JSON.stringify({ aws, region: 'eu-west-1', topics, inbox: 'http://inbox', ...more });

describe('to SNS', () => {
  let sns: Awaited<ReturnType<typeof fakeSns>>;
  afterEach(() => {
    sns.server.close();
  });

  test('a message goes to the topic of its own severity', async () => {
    sns = await fakeSns(() => PUBLISHED);
    runs(running(addressOf(sns.server)));

    const ended = await tocsin(['send', 'alarm.json', '--local', '--json'], { checkout, cwd: files });

    const Sent = z.strictObject({
      file: z.literal('alarm.json'),
      to: z.literal('local'),
      severity: z.literal('critical'),
      topic: z.literal(topics.critical),
      message_id: z.literal('m-1'),
    });
    expect({ status: ended.status, err: ended.err }).toEqual({ status: 0, err: '' });
    z.tuple([Sent]).parse(objects(ended));
    expect(sns.bodies.map((body) => Object.fromEntries(body))).toEqual([
      expect.objectContaining({ Action: 'Publish', TopicArn: topics.critical, Message: alarm(topics.critical) }),
    ]);
  });

  test('--severity says otherwise, and --local is not needed without an account', async () => {
    sns = await fakeSns(() => PUBLISHED);
    runs(running(addressOf(sns.server)));

    const { status, out } = await tocsin(['send', 'alarm.json', '--severity', 'info'], { checkout, cwd: files });

    expect(status).toBe(0);
    expect(out).toBe(`sent to ${topics.info}\nsee it arrive: http://inbox\n`);
    expect(sns.bodies[0]?.get('TopicArn')).toBe(topics.info);
  });

  test('on AWS the topic is found among the account’s, and what runs here is left alone', async () => {
    sns = await fakeSns((action) => (action === 'Publish' ? PUBLISHED : listOf([arn('orders'), ...three('acme')])));
    runs(running(NOBODY));
    const env = {
      AWS_ENDPOINT_URL: addressOf(sns.server),
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-west-1',
    };

    const ended = await tocsin(['send', 'alarm.json', '--aws', '--severity', 'warning'], { checkout, cwd: files, env });

    expect(ended).toEqual({ status: 0, out: `sent to ${topics.warning}\n`, err: '' });
    expect(sns.bodies.map((body) => body.get('Action'))).toEqual(['ListTopics', 'Publish']);
  });

  test('what SNS refuses is told in its words', async () => {
    sns = await fakeSns(() => REFUSED);
    runs(running(addressOf(sns.server)));

    const { status, err } = await tocsin(['send', 'alarm.json', '--local'], { checkout, cwd: files });

    expect(status).toBe(1);
    expect(err).toMatch(/^tocsin: SNS refused: \w+: Topic does not exist\n$/);
  });
});

test('where both are possible and neither is named, nothing is sent', async () => {
  runs(running(NOBODY));

  const { status, err } = await tocsin(['send', 'alarm.json'], { checkout, cwd: files, env: { AWS_PROFILE: 'work' } });

  expect(status).toBe(2);
  expect(err).toMatch(/say --local .* or --aws/);
});

test.each<[string, string | null, string[], RegExp]>([
  ['nothing runs', null, ['alarm.json', '--local'], /nothing runs here: start it with "npm start"/],
  ['nothing is possible', null, ['alarm.json'], /nothing runs here and there are no AWS credentials/],
  ['it ran once', running(NOBODY), ['alarm.json'], /nothing answers at http:\/\/127\.0\.0\.1:9/],
  ['it is not ready', running(NOBODY, { topics: null }), ['alarm.json'], /has no topics yet/],
  ['its file is broken', '{', ['alarm.json'], /cannot be read: end what/],
  ['there is no such file', running(NOBODY), ['nowhere.json'], /nowhere\.json: there is no such/],
  ['the file is empty', running(NOBODY), ['empty.json'], /empty\.json: is empty/],
  ['the file is too large', running(NOBODY), ['large.json'], /262145 bytes; SNS takes at most 262144/],
])('%s: told, and nothing is sent', async (_, local, args, words) => {
  runs(local);

  const { status, out, err } = await tocsin(['send', ...args], { checkout, cwd: files });

  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toMatch(words);
});

test('a message in its envelope is sent without it: the topic puts a new one around', () => {
  const envelope = JSON.stringify({ Type: 'Notification', MessageId: 'm', TopicArn: topics.info, Message: 'inner' });

  expect(messageOf('f', envelope)).toBe('inner');
  expect(messageOf('f', 'no JSON at all')).toBe('no JSON at all');
});

test('what says nothing of itself goes where somebody is woken', () => {
  expect(severityOf('no JSON at all', 0)).toBe('critical');
});

test('on AWS the topics that come in threes are ours', () => {
  const account = [arn('orders'), arn('billing-critical'), ...three('acme')];

  expect(chooseTopic(account, 'warning')).toBe(arn('acme-warning'));
});

test.each<[string, string[], RegExp]>([
  ['none', [arn('billing-critical')], /no topics in this account and region/],
  ['more than one', [...three('acme'), ...three('other')], /more than once: say --topic with one of .*acme.*other/],
])('%s of them on AWS: asks for --topic', (_, account, words) => {
  expect(() => chooseTopic(account, 'critical')).toThrow(words);
});
