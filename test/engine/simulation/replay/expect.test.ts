import { differences, differenceText } from '../../../../engine/simulation/replay/expect';
import type { Delivery, Incident, ReplayResult } from '../../../../engine/simulation/replay/result';
import type { Expect } from '../../../../engine/simulation/replay/schema';

const delivery = (at: number, receiver: string, instances: readonly string[] = ['a']): Delivery => ({
  at,
  receiver,
  channel: 'webhook',
  config: 0,
  to: 'http://a',
  kind: 'firing',
  outcome: 'delivered',
  attempt: 1,
  group_labels: { alertname: 'x' },
  incident: 'g-1',
  person: null,
  policy: null,
  step: null,
  alerts: instances.map((instance) => ({
    labels: { alertname: 'x', instance },
    annotations: {},
    status: 'firing',
    starts_at: 1,
    ends_at: null,
  })),
});
const incident: Incident = {
  id: 'g-1',
  state: 'triggered',
  opened_at: 3,
  acknowledged_by: null,
  resolved_at: null,
  group_labels: {},
  receivers: ['team'],
};
const result: ReplayResult = {
  deliveries: [delivery(3, 'team', ['a', 'b']), delivery(3, 'audit'), delivery(8.4, 'team')],
  incidents: [incident],
  silenced: [],
  inhibited: [],
};

test.each<[string, Expect]>([
  ['nothing', {}],
  ['entries in any order', { deliveries: [{ at: 8.4 }, { receiver: 'audit' }, { at: 3, receiver: 'team' }] }],
  ['a vague entry that leaves the right one to a precise entry', { deliveries: [{}, {}, { at: 3, receiver: 'team' }] }],
  ['times as durations', { deliveries: [{ at: '3s' }, { at: '3000ms' }, { at: '8.4s' }] }],
  ['times within a range', { deliveries: [{ at: [2, 4] }, { at: ['2s', '4s'] }, { at: ['8s', '9s'] }] }],
  [
    'alerts in any order, by some of their labels',
    {
      deliveries: [
        { alerts: [{ labels: { instance: 'b' } }, { labels: { instance: 'a' } }] },
        { receiver: 'audit' },
        { at: 8.4 },
      ],
    },
  ],
  ['that nobody acknowledged', { incidents: [{ acknowledged_by: null, resolved_at: null, receivers: ['team'] }] }],
  ['an empty list', { silenced: [] }],
])('%s is met', (_, expect_) => {
  expect(differences(expect_, result)).toEqual([]);
});

const all = [{}, {}, {}];
test.each<[string, Expect, string[]]>([
  ['a delivery too many', { deliveries: [{ receiver: 'audit' }, { at: 3 }] }, ['+ deliveries']],
  ['a delivery that did not come', { deliveries: [...all, { at: 60 }] }, ['- deliveries']],
  ['another time', { deliveries: [{}, {}, { at: 9 }] }, ['- deliveries', '+ deliveries']],
  ['outside of a range', { deliveries: [{}, {}, { at: [9, 10] }] }, ['- deliveries', '+ deliveries']],
  ['a time that is none', { deliveries: [{}, {}, { at: 'soon' }] }, ['- deliveries', '+ deliveries']],
  ['another number of alerts', { deliveries: [{}, {}, { alerts: [{}, {}, {}] }] }, ['- deliveries', '+ deliveries']],
  ['an unknown key', { incidents: [{ owner: 'bob' }] }, ['- incidents', '+ incidents']],
  ['null where there is something', { incidents: [{ opened_at: null }] }, ['- incidents', '+ incidents']],
  ['something where there is null', { incidents: [{ resolved_at: 5 }] }, ['- incidents', '+ incidents']],
  ['somebody who is silent', { silenced: [{ by: 's1' }] }, ['- silenced']],
])('%s is told', (_, expect_, expected) => {
  const lines = differences(expect_, result).map(differenceText);

  expect(lines.map((line) => line.split(':')[0])).toEqual(expected);
});
