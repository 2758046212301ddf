/** Configurations by name, as Alertmanager and Tocsin both read them. */
export const CONFIGURATIONS: Readonly<Record<string, string>> = {
  tree: `
route:
  receiver: default
  routes:
    - receiver: audit
      matchers: ['severity="critical"']
      continue: true
    - receiver: team-a
      matchers: ['owner="a"']
      routes:
        - { receiver: a-test, matchers: ['env=~"test|stage"'] }
        - { receiver: a-critical, matchers: ['severity="critical"', 'env!=""'], continue: true }
        - { receiver: a-prod, matchers: ['env="prod"'] }
        - { matchers: ['silent="yes"'] }
    - receiver: team-b
      matchers: ['owner=~"b.*"']
      continue: true
      routes:
        - { receiver: b-nested, matchers: ['service="db"'], continue: true }
        - { receiver: b-all, matchers: ['service=~".+"'] }
    - { receiver: not-c, matchers: ['owner!~"c|b.*|", env=""'] }
    - { receiver: last, match: { owner: c }, match_re: { env: 'p(rod|re)' } }
receivers: [ { name: default }, { name: audit }, { name: team-a }, { name: a-test }, { name: a-critical }, { name: a-prod }, { name: team-b }, { name: b-nested }, { name: b-all }, { name: not-c }, { name: last } ]
`,
  syntax: `
route:
  receiver: default
  routes:
    - { receiver: bare, matchers: [a=b] }
    - { receiver: braces, matchers: ['{c="d",e=~"f+"}'] }
    - { receiver: several, matchers: ['g="h", i!="j"'] }
    - { receiver: spaces, matchers: [' k  =  "l" '] }
    - { receiver: escapes, matchers: ['m="n\\"o"'] }
    - { receiver: backslash, matchers: ['p=~"q\\\\.r"'] }
    - { receiver: flags, matchers: ['s=~"(?i)tu"'] }
    - { receiver: anchored, matchers: ['v=~"w"'] }
    - { receiver: utf8, matchers: ['"x y"="z"'] }
    - { receiver: accent, matchers: ['é="1"'] }
    - { receiver: class, matchers: ['n1=~"[0-9]{2,3}"'] }
    - { receiver: number, match: { n2: 08 } }
    - { receiver: empty, matchers: ['n3=""', 'n4=~".+"'] }
    - { receiver: optional, matchers: ['n5=~"x?"', 'n6="1"'] }
    - { receiver: dots, matchers: ['n7=~"a..d"'] }
    - { receiver: lists, matchers: ['n8=~"eu-(west|north)-(1|2)|us"'] }
    - { receiver: opening, matchers: ['n9=~"db-.*|.*-web"'] }
receivers: [ { name: default }, { name: bare }, { name: braces }, { name: several }, { name: spaces }, { name: escapes }, { name: backslash }, { name: flags }, { name: anchored }, { name: utf8 }, { name: accent }, { name: class }, { name: number }, { name: empty }, { name: optional }, { name: dots }, { name: lists }, { name: opening } ]
`,
};

export type Case = { readonly configuration: string; readonly labels: Readonly<Record<string, string>> };
const cases = (configuration: string, ...all: readonly Case['labels'][]): readonly Case[] =>
  all.map((labels) => ({ configuration, labels }));

export const CASES: readonly Case[] = [
  ...cases(
    'tree',
    {},
    { severity: 'critical' },
    { owner: 'a' },
    { owner: 'a', env: 'test' },
    { owner: 'a', env: 'tes' },
    { owner: 'a', env: 'testing' },
    { owner: 'a', severity: 'critical' },
    { owner: 'a', severity: 'critical', env: 'prod' },
    { owner: 'a', severity: 'critical', env: 'other' },
    { owner: 'a', env: 'prod' },
    { owner: 'a', silent: 'yes' },
    { owner: 'b' },
    { owner: 'bb', service: 'db' },
    { owner: 'b', service: 'web' },
    { owner: 'b', service: 'web', severity: 'critical' },
    { owner: 'c' },
    { owner: 'c', env: 'prod' },
    { owner: 'c', env: 'pre' },
    { owner: 'c', env: 'prod2' },
    { owner: 'd' },
    { owner: 'd', env: 'prod' },
    { env: 'prod' },
  ),
  ...cases(
    'syntax',
    { a: 'b' },
    { a: 'bb' },
    { c: 'd', e: 'ff' },
    { c: 'd', e: 'g' },
    { g: 'h' },
    { g: 'h', i: 'j' },
    { k: 'l' },
    { m: 'n"o' },
    { p: 'q.r' },
    { p: 'qxr' },
    { s: 'TU' },
    { s: 'Tux' },
    { v: 'w' },
    { v: 'ww' },
    { 'x y': 'z' },
    { é: '1' },
    { n1: '12' },
    { n1: '1' },
    { n1: '1234' },
    { n2: '08' },
    { n2: '8' },
    { n4: '1' },
    { n3: '1', n4: '1' },
    { n6: '1' },
    { n5: 'x', n6: '1' },
    { n5: 'y', n6: '1' },
    { n7: 'abcd' },
    { n7: 'abc' },
    { n8: 'eu-north-2' },
    { n8: 'us' },
    { n8: 'eu-north-3' },
    { n9: 'db-' },
    { n9: 'x-web' },
    { n9: 'web' },
  ),
];

/** A file that says what is ours and what is Go's to misread; exported, amtool must take it. */
export const OURS = `
global:
  strict_alertmanager: false
  external_url: https://alerts.example.com
  resolve_timeout: 2m
  smtp_from: alarms@example.com
  slack_app_token_file: ssm:/oncall/slack
  slack_app_url: https://slack.example.com/api
route:
  receiver: team
  group_by: [alertname, 'on']
  routes:
    - receiver: pager
      matchers: ['severity="critical"', '"the team"=~"a|b"', 'path=~"C:\\\\\\\\d+"']
      match: { code: 08, yes: no, at: 12:30 }
      mute_time_intervals: [nights]
      active_time_intervals: [office]
      continue: true
    - { receiver: pager, match_re: { host: '1e3|0x10' }, group_by: ['...'] }
receivers:
  - name: team
    slack_configs:
      - { channel: '#alerts', update_message: true, title: 'yes', timeout: 1d }
      - { channel: C024BE91L, send_resolved: false, app_url: https://slack.example.com/api/chat.postMessage }
    email_configs: [ { to: a@example.com, headers: { Subject: '10:30' } } ]
    webhook_configs:
      - { url_file: 'secretsmanager:hook/main', max_alerts: 5, external_url: 'http://a', http_config: { authorization: { credentials_file: ssm:/hook } } }
  - name: pager
    labels: { tier: '1' }
    pagerduty_configs: [ { routing_key_file: ssm:/oncall/pagerduty, severity: critical, details: { build: 1.10 } } ]
    sms_configs: [ { to: ['+15550001111', '+15550002222'], sender_id: ONCALL, max_parts: 3 }, { phone_number: '+15550003333', send_resolved: false } ]
    sns_configs: [ { phone_number: '+15550004444' } ]
  - name: elsewhere
    pushover_configs: [ { user_key: a, token: b } ]
time_intervals:
  - { name: office, time_intervals: [ { times: [ { start_time: 09:00, end_time: 17:00 } ], weekdays: ['monday:friday'], location: Europe/Paris } ] }
  - { name: nights, time_intervals: [ { days_of_month: [1, '-1'], years: [2026], months: [december] } ] }
inhibit_rules:
  - { name: down, source_matchers: ['alertname="Down"'], target_match: { severity: 1 }, equal: [az, 'null'] }
templates: [ /etc/alertmanager/none/*.tmpl ]
`;
