import { Template } from 'aws-cdk-lib/assertions';
import type { Configuration } from '../../../../engine/configuration/configuration';
import { AlertingStack } from '../../../../lib';
import { LIVE_FUNCTIONS } from '../../../../lib/constructs/alerting/pacing';
import { everyChannel, type Resource, resource, resourcesOf, testApp } from '../../support';

const synthesised = (configuration: Configuration, more: object = {}): readonly Resource[] => {
  const alerting = { configuration, ...more };
  return resourcesOf(Template.fromStack(new AlertingStack(testApp(), 'Alerting', { alerting })));
};
const all = synthesised(everyChannel);
const ofType = (type: string, from = all): readonly Resource[] => from.filter(({ Type }) => Type === type);
const one = (type: string, start: string): Resource => resource(all, type, start);
const TRIAL = 'Custom::TocsinTrial';
const trial = (name: string): Resource => one(TRIAL, `AlertingTry${name}`);
const alias = (name: string): Resource => one('AWS::Lambda::Alias', `AlertingRolloutLive${name}`);

test.each(LIVE_FUNCTIONS)('%s serves through an alias, which moves when every trial is over', (name) => {
  const { Properties, DependsOn } = alias(name);

  expect(Properties.Name).toBe('live');
  expect(DependsOn).toEqual(expect.arrayContaining(ofType(TRIAL).map(({ id }) => id)));
});

test.each([
  ['ingest', 'ingest', 'try', undefined],
  ['flush', 'flush', 'try', 'ingest'],
  ['notify', 'notify', 'try', 'flush'],
  ['end', 'flush', 'end', 'notify'],
  ['sweep', 'sweep', 'try', undefined],
  ['reconcile', 'reconcile', 'try', undefined],
])('the trial %s asks the new version of %s to %s', (name, of, step, after) => {
  const { Properties, DependsOn = [] } = trial(name);

  expect(Properties).toMatchObject({ step, ServiceTimeout: '120' });
  expect(Properties.ServiceToken).toEqual({
    Ref: expect.stringMatching(new RegExp(`^Alerting${of}FunctionCurrentVersion`)),
  });
  expect(DependsOn).toEqual(after === undefined ? [] : [trial(after).id]);
});

test('events and schedules call aliases', () => {
  const sources = ofType('AWS::Lambda::EventSourceMapping').map(({ Properties }) =>
    JSON.stringify(Properties.FunctionName),
  );
  const targets = ['AlertingEveryMinute', 'AlertingEveryFiveMinutes'].map((start) =>
    JSON.stringify(one('AWS::Events::Rule', start).Properties.Targets),
  );

  expect(sources).toHaveLength(3);
  for (const called of [...sources, ...targets]) expect(called).toContain('AlertingRolloutLive');
});

test('versions stay, for an alias to be moved back to; those of a deployment that failed go', () => {
  const versions = ofType('AWS::Lambda::Version');

  expect(versions).toHaveLength(LIVE_FUNCTIONS.length);
  for (const version of versions) expect(version).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate' });
});

test('what fires follows the configuration when all aliases have moved', () => {
  const { Properties, DependsOn } = one('Custom::TocsinReload', 'AlertingRolloutReload');

  expect(Properties.configuration).toBe(everyChannel.hash);
  expect(DependsOn).toEqual(expect.arrayContaining(LIVE_FUNCTIONS.map((name) => alias(name).id)));
});

const idsOfTrials = (from: readonly Resource[]): readonly string[] => ofType(TRIAL, from).map(({ id }) => id);

test('another configuration is tried anew, and so are other permissions; the same one is not', () => {
  const route = { ...everyChannel.route, groupBy: ['service'] };
  const other = synthesised({ ...everyChannel, route, hash: 'f'.repeat(16) });
  const permissions = synthesised(everyChannel, { senders: ['new@example.net'] });

  for (const changed of [other, permissions])
    for (const id of idsOfTrials(changed)) expect(idsOfTrials(all)).not.toContain(id);
  expect(idsOfTrials(synthesised(everyChannel))).toEqual(idsOfTrials(all));
});
