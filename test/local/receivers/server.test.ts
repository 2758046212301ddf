import { ANY_PORTS, type Receivers, startReceivers } from '../../../local/receivers/receivers';

let receivers: Receivers;
beforeEach(async () => {
  receivers = await startReceivers(ANY_PORTS);
});
afterEach(() => receivers.stop());

const webhook = () => receivers.all.webhook.url;
const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers });
const received = async (url: string) => (await fetch(`${url}/received`)).json();

test('what was posted is shown as it came, oldest first', async () => {
  await post(`${webhook()}/alerts?x=1`, '{"n":1}', { 'x-test': 'yes' });
  await post(`${webhook()}/alerts`, 'not JSON');

  expect(await received(webhook())).toEqual([
    {
      at: expect.any(String),
      path: '/alerts?x=1',
      headers: expect.objectContaining({ 'x-test': 'yes' }),
      body: { n: 1 },
    },
    { at: expect.any(String), path: '/alerts', headers: expect.anything(), body: 'not JSON' },
  ]);
});

test('an SMS has no path', async () => {
  receivers.all.sms.add({ at: '2026-01-01T00:00:00.000Z', path: null, headers: {}, body: { to: '+1555', text: 'hi' } });

  expect(await received(receivers.all.sms.url)).toEqual([
    { at: '2026-01-01T00:00:00.000Z', path: null, headers: {}, body: { to: '+1555', text: 'hi' } },
  ]);
});

test('what a provider refuses was not received, but can be seen', async () => {
  const { url } = receivers.all.pagerduty;

  const answer = await post(`${url}/v2/enqueue`, '{}');

  expect(answer.status).toBe(400);
  expect(await received(url)).toEqual([]);
  expect(await (await fetch(`${url}/refused`)).json()).toMatchObject([
    { path: '/v2/enqueue', answer: { status: 400 } },
  ]);
});

test('a receiver fails when told to, until told otherwise', async () => {
  // Act
  await post(`${webhook()}/fault`, '{"status": 429, "retry_after": 3}');
  const during = await post(`${webhook()}/alerts`, '{}');
  await fetch(`${webhook()}/fault`, { method: 'DELETE' });
  const after = await post(`${webhook()}/alerts`, '{}');

  // Assess
  expect([during.status, during.headers.get('retry-after')]).toEqual([429, '3']);
  expect(after.status).toBe(200);
  expect(await received(webhook())).toHaveLength(1);
});

test('a fault lasts as long as it says', async () => {
  await post(`${webhook()}/fault`, '{"for": 0.05}');
  expect((await post(`${webhook()}/alerts`, '{}')).status).toBe(503);

  let status = 503;
  while (status === 503) status = (await post(`${webhook()}/alerts`, '{}')).status;

  expect(status).toBe(200);
});

test('a receiver can leave the caller without an answer', async () => {
  await post(`${webhook()}/fault`, '{"status": "timeout"}');

  const call = fetch(`${webhook()}/alerts`, { method: 'POST', body: '{}', signal: AbortSignal.timeout(200) });

  await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
});

test.each(['{"status": 200}', '{"for": -1}', '{"unknown": 1}', 'no JSON'])('the fault %s is refused', async (body) => {
  expect((await post(`${webhook()}/fault`, body)).status).toBe(400);
});

test('a page of another site can neither read nor post', async () => {
  const answer = await post(`${webhook()}/alerts`, '{}', { origin: 'https://example.com' });

  expect(answer.status).toBe(403);
  expect(await received(webhook())).toEqual([]);
});

test('those who listen are told which receiver changed', async () => {
  const changed: string[] = [];
  receivers.onChange((name) => changed.push(name));

  await post(`${webhook()}/alerts`, '{}');

  expect(changed).toEqual(['webhook']);
});
