import { withoutTemplateDefaults } from '../../../formats/alertmanager/template-default';

test('what asks for the default words is as good as not written', () => {
  // Prepare: as Alertmanager's own documentation and its printed configuration have it
  const slack = {
    channel: '#a',
    title: '{{ template "slack.default.title" . }}',
    title_link: '{{template "slack.default.titlelink" .}}',
    icon_emoji: '{{- template "slack.default.iconemoji" . -}}',
    color: '{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}',
  };
  const pagerduty = {
    client_url: '{{ template "pagerduty.default.clientURL" . }}',
    details: {
      firing: '{{ template "pagerduty.default.instances" .Alerts.Firing }}',
      resolved: '{{ .Alerts.Resolved | toJson }}',
      num_firing: '{{ .Alerts.Firing | len }}',
      team: 'web',
    },
  };
  const email = { to: 'a@b.c', headers: { Subject: '{{ template "email.default.subject" . }}', 'X-Team': 'web' } };

  // Act
  const kept = [
    withoutTemplateDefaults<unknown>('slack', slack),
    withoutTemplateDefaults<unknown>('pagerduty', pagerduty),
    withoutTemplateDefaults<unknown>('email', email),
  ];

  // Assess
  expect(kept).toEqual([
    { channel: '#a' },
    { details: { team: 'web' } },
    { to: 'a@b.c', headers: { 'X-Team': 'web' } },
  ]);
});

test.each([
  ['another field’s default', { text: '{{ template "slack.default.title" . }}' }],
  ['another integration’s', { title: '{{ template "email.default.title" . }}' }],
  ['a team’s own template', { title: '{{ template "team.title" . }}' }],
  ['more than the default', { title: '{{ template "slack.default.title" . }} !' }],
  ['plain text', { title: 'Checkout' }],
  ['what is no text', { send_resolved: true, actions: [1] }],
])('%s stays', (_, entry) => {
  expect(withoutTemplateDefaults<unknown>('slack', entry)).toEqual(entry);
});
