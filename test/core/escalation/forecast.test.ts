import { forecast } from '../../../core/escalation/forecast';
import { duty, MINUTE, person, step } from './people';

const alice = person('alice', ['sms', 'email'], {
  default: [
    { afterMs: 0, by: ['email'] },
    { afterMs: 7 * MINUTE, by: ['sms'] },
  ],
});
const bob = person('bob', ['sms']);
const said = (told: ReturnType<typeof forecast>) =>
  told.map(({ at, to, step }) => `${at / MINUTE} min: ${to}, step ${step}`);

test('a policy that nobody answers is played to its end, with what people want to hear later', () => {
  const policy = duty([step(5, 'alice'), step(10, 'bob')], [alice, bob]);

  expect(said(forecast(policy, null, 'critical', 0))).toEqual([
    "0 min: alice's email, step 1",
    "5 min: bob's sms, step 2",
    "7 min: alice's sms, step 1",
  ]);
});

test('the last resort comes last', () => {
  const [destination] = Object.values(bob.contacts);
  const resort = { name: 'emergency', policies: [], integrations: destination ? [destination] : [] };

  const told = forecast(duty([step(5, 'primary')], []), resort, 'critical', 0);

  expect(told).toEqual([{ at: 0, channel: 'sms', to: "bob's sms", person: null, step: null }]);
});

test('a policy that repeats ends', () => {
  const policy = duty([step(5, 'bob')], [bob], { repeat: 2 });

  expect(said(forecast(policy, null, 'critical', 0))).toEqual([
    "0 min: bob's sms, step 1",
    "5 min: bob's sms, step 1",
    "10 min: bob's sms, step 1",
  ]);
});
