import { routed } from '../../../../bin/cli/route/answer';
import { inhibitorsAmong } from '../../../../bin/cli/route/inhibitors';
import type { Alert } from '../../../../core/alert/alert';
import { silenceIndex } from '../../../../core/silence/silence-index';
import { HOUR_MS } from '../../../../core/time';
import { matcher } from '../../../core/routing/routes';
import { silence } from '../../../core/silence/silences';
import { configured, routeTo } from '../../../engine/support';

const alert = (fingerprint: string, labels: Alert['labels'], more: Partial<Alert> = {}): Alert => ({
  fingerprint,
  labels,
  annotations: {},
  startsAt: 0,
  endsAt: null,
  updatedAt: 0,
  generatorUrl: null,
  ...more,
});
const nights = {
  name: 'nights',
  periods: [
    {
      times: [{ from: 0, to: 360 }],
      weekdays: null,
      daysOfMonth: null,
      months: null,
      years: null,
      location: null,
    },
  ],
};
const configuration = {
  ...configured(routeTo('team', { muteTimeIntervals: ['nights'] }), { team: [] }),
  intervals: { nights },
  inhibitRules: [
    { id: 'r0', name: '', sources: [matcher('alertname=Down')], targets: [matcher('severity=info')], equal: ['az'] },
  ],
};
const down = alert('f1', { alertname: 'Down', az: 'a' });
const slow = alert('f2', { alertname: 'Slow', severity: 'info', az: 'a' });
const answer = (one: Alert, beside: readonly Alert[], now: number) =>
  routed(one, {
    configuration,
    silences: silenceIndex([silence('s1', ['alertname=Slow'], { startsAt: HOUR_MS })]),
    inhibitors: inhibitorsAmong([one, ...beside], configuration),
    now,
  });

test('what would keep an alert from being told is named, where it goes and for itself', () => {
  const { routes, inhibited_by, silenced_by } = answer(slow, [down], 2 * HOUR_MS);
  expect([routes[0]?.muted_by, inhibited_by, silenced_by]).toEqual([['nights'], ['0'], ['s1']]);
});

test('when nothing does, nothing is', () => {
  const { routes, inhibited_by, silenced_by } = answer(slow, [], 0.5 * HOUR_MS + 6 * HOUR_MS);
  expect([routes[0]?.muted_by, inhibited_by, silenced_by]).toEqual([[], [], ['s1']]);
  expect(answer(down, [slow], 7 * HOUR_MS)).toMatchObject({ inhibited_by: [], silenced_by: [] });
});

test('a composite alarm inhibits its children, an alarm its contributors', () => {
  // Prepare
  const composite = alert('f3', { alertname: 'All' }, { repeats: ['f4'] });
  const child = alert('f4', { alertname: 'One' }, { hasParts: true });
  const part = alert('f5', { alertname: 'One', contributor: 'x' }, { partOf: 'f4' });

  // Act
  const inhibited = [composite, child, part].map(
    (one) => answer(one, [composite, child, part], 7 * HOUR_MS).inhibited_by,
  );

  // Assess
  expect(inhibited).toEqual([[], ['composite alarm'], ['alarm of the contributor', 'composite alarm']]);
});
