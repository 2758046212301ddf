import { answerTo, type Request, readRequest, type Verdict } from '../../../lambdas/rollout/request';
import { type Around, type Trial, trying } from '../../../lambdas/rollout/trying';
import { recordingVoice } from '../tools';

const request = (more: Partial<Request> = {}): Request => ({
  RequestType: 'Create',
  ResponseURL: 'http://cloudformation.invalid/answer',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'AlertingTryflush',
  ResourceProperties: { step: 'try' },
  ...more,
});

/** A function that counts its work, and the answers that CloudFormation got. */
function world(trial: Trial) {
  const answers: Verdict[] = [];
  const worked: unknown[] = [];
  const pauses: number[] = [];
  const around: Around = {
    respond: async (_request, verdict) => void answers.push(verdict),
    sleep: async (ms) => void pauses.push(ms),
  };
  const handler = trying(async (event: unknown) => void worked.push(event), trial, around);
  return { handler, answers, worked, pauses };
}

const working: Trial = { steps: async () => ({ try: async () => 'it works', end: async () => 'it is over' }) };
const failing = (message: string, cause?: Error): Trial => ({
  steps: async () => ({ try: () => Promise.reject(new Error(message, { cause })) }),
});

test('what is no request of CloudFormation is worked on as ever', async () => {
  // Prepare
  const { handler, answers, worked } = world(failing('never asked'));

  // Act
  await handler({ Records: [] }, recordingVoice().voice);

  // Assess
  expect(worked).toEqual([{ Records: [] }]);
  expect(answers).toEqual([]);
});

test.each([
  ['try', 'it works'],
  ['end', 'it is over'],
])('the step "%s" is done, and what was seen is answered', async (step, reason) => {
  // Prepare
  const { handler, answers, worked } = world(working);

  // Act
  await handler(request({ ResourceProperties: { step } }), recordingVoice().voice);

  // Assess
  expect(answers).toEqual([{ ok: true, reason }]);
  expect(worked).toEqual([]);
});

test('what fails is tried again, for IAM may not know yet; then the deployment hears why', async () => {
  // Prepare
  const { handler, answers, pauses } = world(failing('the table', new Error('AccessDenied')));

  // Act
  await handler(request(), recordingVoice().voice);

  // Assess
  expect(answers).toEqual([{ ok: false, reason: 'Error: the table; Error: AccessDenied' }]);
  expect(pauses).toHaveLength(2);
});

test('what works at the second try is no failure', async () => {
  // Prepare
  let tries = 0;
  const step = async () => {
    tries += 1;
    if (tries === 1) throw new Error('not yet');
    return 'it works';
  };
  const { handler, answers } = world({ steps: async () => ({ try: step }) });

  // Act
  await handler(request(), recordingVoice().voice);

  // Assess
  expect(answers).toEqual([{ ok: true, reason: 'it works' }]);
});

test('a version that cannot even be loaded fails, and so does a step that it does not know', async () => {
  // Prepare
  const broken = world({ steps: () => Promise.reject(new Error('no such module')) });
  const unknown = world(working);

  // Act
  await broken.handler(request(), recordingVoice().voice);
  await unknown.handler(request({ ResourceProperties: { step: 'fly' } }), recordingVoice().voice);

  // Assess
  expect(broken.answers).toEqual([{ ok: false, reason: 'Error: no such module' }]);
  expect(unknown.answers).toEqual([{ ok: false, reason: 'knows no step "fly"' }]);
});

test('what is taken back is cleared away, and holds nothing up when it cannot be', async () => {
  // Prepare
  const { voice, reports } = recordingVoice();
  const { handler, answers } = world({ ...working, forget: () => Promise.reject(new Error('table')) });

  // Act
  await handler(request({ RequestType: 'Delete' }), voice);

  // Assess
  expect(answers).toEqual([{ ok: true, reason: 'nothing of it is left' }]);
  expect(reports).toHaveLength(1);
});

test('the answer names what was asked, keeps the resource’s name, and is short enough to be taken', () => {
  // Act
  const first = JSON.parse(answerTo(request(), { ok: false, reason: 'x'.repeat(9_000) }));
  const later = JSON.parse(answerTo(request({ PhysicalResourceId: 'known' }), { ok: true, reason: 'fine' }));

  // Assess
  expect(first).toMatchObject({
    Status: 'FAILED',
    PhysicalResourceId: 'AlertingTryflush',
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'AlertingTryflush',
  });
  expect(first.Reason.length).toBeLessThan(4_000);
  expect(later).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'known', Reason: 'fine' });
});

test.each([[{ Records: [] }], [null], ['text'], [{}]])('%j is no request of CloudFormation', (event) => {
  expect(readRequest(event)).toBeNull();
});
