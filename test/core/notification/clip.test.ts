import * as fc from 'fast-check';
import { clip, worst } from '../../../core/notification/clip';
import { alert, anyNotification, crowd, notification } from '../../channels/notifications';

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

test('what fits stays as it is', () => {
  const said = notification();
  expect(clip(said)).toBe(said);
});

test('ten thousand alerts become what fits: all critical ones first, in their order, the rest counted', () => {
  const said = crowd();

  const clipped = clip(said);

  expect(bytes(clipped)).toBeLessThanOrEqual(200 * 1024);
  expect(bytes(clipped)).toBeGreaterThan(190 * 1024);
  expect(clipped.alerts.filter(({ labels }) => labels.severity === 'critical')).toHaveLength(100);
  expect(clipped.alerts.length + clipped.truncatedAlerts).toBe(10_000);
  expect(said.alerts.filter((one) => clipped.alerts.includes(one))).toEqual(clipped.alerts);
});

test('what fires stays before what is over, the older before the newer', () => {
  const over = alert({ status: 'resolved', endsAt: 3 });
  const newer = alert({ startsAt: 2 });
  const older = alert({ startsAt: 1 });
  expect(worst([over, newer, older], 2)).toEqual([newer, older]);
  expect(worst([over, newer, older], 1)).toEqual([older]);
});

test('one enormous text is cut and pushes nothing out', () => {
  const loud = alert({ annotations: { summary: 'a', raw: 'x'.repeat(1_000_000) } });
  const clipped = clip(notification({ alerts: [loud, alert(), alert()] }));
  expect(clipped.alerts).toHaveLength(3);
  expect(clipped.alerts[0]?.annotations.summary).toBe('a');
  expect(clipped.truncatedAlerts).toBe(0);
});

test('whatever it says, it fits, and every alert is there or counted', () => {
  const holds = fc.property(anyNotification, fc.integer({ min: 8_000, max: 100_000 }), (said, maxBytes) => {
    const clipped = clip(said, maxBytes);
    expect(bytes(clipped)).toBeLessThanOrEqual(maxBytes);
    expect(clipped.alerts.length + clipped.truncatedAlerts).toBe(said.alerts.length + said.truncatedAlerts);
  });
  fc.assert(holds, { numRuns: 100 });
});
