import { gunzipSync } from 'node:zlib';
import { MemoryStore } from '../../../adapters/memory/store';
import { deployedConfiguration } from '../../../engine/deployed';
import type { Ports } from '../../../engine/ports';
import { reloadOnce } from '../../../lambdas/reload/work';
import type { Request, Verdict } from '../../../lambdas/rollout/request';
import { everyChannel } from '../../lib/support';
import { recordingVoice } from '../tools';

const request = (RequestType: Request['RequestType']): Request => ({
  RequestType,
  ResponseURL: 'http://cloudformation.invalid/answer',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Reload',
});

function world() {
  const store = new MemoryStore();
  const answers: Verdict[] = [];
  const ports: Ports = {
    clock: { now: () => 1_000 },
    ids: { next: () => 't', random: () => 0 },
    store,
    queue: { send: async () => {} },
    transport: { send: () => Promise.reject(new Error('sends nothing')) },
  };
  const handler = reloadOnce(
    () => ports,
    () => everyChannel,
    async (_request, verdict) => void answers.push(verdict),
  );
  return { handler, store, answers };
}

test.each([
  ['a deployment', request('Update')],
  ['a person, who invoked it by hand', {}],
])('when %s asks for it, the configuration applies, and a copy of it can be read', async (_who, event) => {
  // Prepare
  const { handler, store } = world();
  const { voice, recorded } = recordingVoice();

  // Act
  await handler(event, voice);

  // Assess
  const deployed = await deployedConfiguration(store);
  const text = gunzipSync(Buffer.from(deployed?.packed ?? '', 'base64')).toString('utf8');
  expect(JSON.parse(text)).toEqual(everyChannel);
  expect(recorded.lines).toMatchObject([{ message: 'reloaded' }]);
});

test('a deployment does not wait for it', async () => {
  // Prepare
  const { handler, answers, store } = world();
  jest.spyOn(store, 'get').mockRejectedValue(new Error('table'));

  // Act
  const result = handler(request('Create'), recordingVoice().voice);

  // Assess
  await expect(result).rejects.toThrow('table');
  expect(answers).toEqual([{ ok: true, reason: 'begun' }]);
});

test('when the stack goes, nothing is done', async () => {
  // Prepare
  const { handler, store, answers } = world();

  // Act
  await handler(request('Delete'), recordingVoice().voice);

  // Assess
  expect(answers).toHaveLength(1);
  expect(await deployedConfiguration(store)).toBeNull();
});
