import { awsAlarms } from '../../lambdas/alarms';

const topic = (end: string): string => `arn:aws:sns:eu-west-1:111122223333:tocsin-${end}`;

test('the topics say what is ours, and whose alarms can be asked for', () => {
  process.env.TOCSIN_TOPICS = [topic('critical'), topic('warning')].join(',');

  const alarms = awsAlarms();

  expect(alarms.home).toEqual({ account: '111122223333', region: 'eu-west-1' });
  expect([topic('warning'), topic('emergency'), 'arn:aws:automate:eu-west-1:ec2:stop'].map(alarms.isOurs)).toEqual([
    true,
    false,
    false,
  ]);
});
