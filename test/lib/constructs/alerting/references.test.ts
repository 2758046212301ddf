import type { Json } from '../../../../core/json';
import { NO_ONCALL } from '../../../../core/oncall/oncall';
import { HEARS_AS_UPSTREAM } from '../../../../core/routing/receiver';
import { NOTHING_COMES_IN } from '../../../../engine/intake/configuration';
import { referencesOf } from '../../../../lib/constructs/alerting/references';

const receivers = (channel: string, ...settings: readonly Json[]) => ({
  ingest: NOTHING_COMES_IN,
  oncall: NO_ONCALL,
  receivers: {
    team: {
      name: 'team',
      integrations: settings.map((one, index) => ({
        channel,
        index,
        key: `${channel}-${index}`,
        to: channel,
        sendResolved: true,
        hears: HEARS_AS_UPSTREAM,
        settings: one,
      })),
      policies: [],
    },
  },
});
const nothing = {
  secrets: [],
  senders: [],
  recipients: [],
  intake: [],
  ownHeartbeat: [],
  sendsAnywhere: false,
  sendsSms: false,
};

test('secrets are found at any depth, each once, in order', () => {
  const found = referencesOf(
    receivers(
      'webhook',
      { http_config: { basic_auth: { password_file: { $secret: 'ssm:/b' } } } },
      [{ $secret: 'ssm:/a' }],
      {
        url: { $secret: 'ssm:/b' },
      },
    ),
  );
  expect(found).toEqual({ ...nothing, secrets: ['ssm:/a', 'ssm:/b'] });
});

test('text that looks like a reference is none', () => {
  expect(referencesOf(receivers('webhook', { title: 'ssm:/a', $other: 'secretsmanager:b' }))).toEqual(nothing);
});

test('mailboxes are read out of lists and angle brackets', () => {
  const found = referencesOf(
    receivers('email', { from: 'On call <a@x.org>', to: 'b@x.org, Ada <c@x.org>' }, { from: 'a@x.org', to: 'b@x.org' }),
  );
  expect(found).toEqual({ ...nothing, senders: ['a@x.org'], recipients: ['b@x.org', 'c@x.org'] });
});

test('a "to" that is no e-mail address is none', () => {
  expect(referencesOf(receivers('sms', { to: '+33600000000' }))).toEqual({ ...nothing, sendsSms: true });
});

test('people’s contacts are reached for as receivers’ destinations are', () => {
  // Prepare
  const integration = (channel: string, settings: Json) => ({
    channel,
    index: 0,
    key: channel,
    to: 'Alice',
    sendResolved: true,
    hears: HEARS_AS_UPSTREAM,
    settings,
  });
  const contacts = {
    slack: integration('slack', { channel: 'U0', app_token_file: { $secret: 'ssm:/slack' } }),
    sms: integration('sms', { to: { $contact: { person: 'alice', kind: 'sms' } } }),
    email: integration('email', { from: 'a@x.org', to: { $contact: { person: 'alice', kind: 'email' } } }),
  };
  const alice = { id: 'alice', name: 'Alice', timezone: 'UTC', contacts, rules: {} };
  const oncall = { ...NO_ONCALL, people: { alice }, contactsFile: { $secret: 'ssm:/people' } };

  // Act
  const found = referencesOf({ receivers: {}, ingest: NOTHING_COMES_IN, oncall });

  // Assess
  expect(found).toEqual({
    ...nothing,
    secrets: ['ssm:/people', 'ssm:/slack'],
    senders: ['a@x.org'],
    sendsAnywhere: true,
    sendsSms: true,
  });
});

test('the keys of senders are apart from those of providers; one in clear is no reference', () => {
  const sender = { labels: {}, perMinute: 1 };
  const ingest = {
    ...NOTHING_COMES_IN,
    pagerduty: [
      { ...sender, name: 'b', key: { reference: 'ssm:/b' } },
      { ...sender, name: 'c', key: { value: 'k' } },
    ],
    alertmanager: [{ ...sender, name: 'a', key: { reference: 'ssm:/a' } }],
    heartbeatKey: 'ssm:/h',
    ownHeartbeat: 'ssm:/o',
  };

  expect(referencesOf({ receivers: {}, ingest, oncall: NO_ONCALL })).toEqual({
    ...nothing,
    intake: ['ssm:/a', 'ssm:/b', 'ssm:/h'],
    ownHeartbeat: ['ssm:/o'],
  });
});
