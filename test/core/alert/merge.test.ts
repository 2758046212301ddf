import type { Alert } from '../../../core/alert/alert';
import { merge, type Span } from '../../../core/alert/merge';

const report = (at: number, startsAt: number, endsAt: number | null, word = 'new'): Alert => ({
  fingerprint: 'a',
  labels: {},
  annotations: { word },
  startsAt,
  endsAt,
  updatedAt: at,
  generatorUrl: null,
});
const assumed = (at: number, startsAt: number, endsAt: number): Alert => ({
  ...report(at, startsAt, endsAt),
  endIsAssumed: true,
});

type Case = [what: string, older: Span, newer: Alert, merged: Span];

describe('reports of a source that says until when an alert fires', () => {
  // Spans as upstream's provider/mem and alert.Merge have them.
  test.each<Case>([
    [
      'one repeated keeps the earliest start',
      assumed(10, 10, 310),
      assumed(20, 20, 320),
      { startsAt: 10, endsAt: 320, endIsAssumed: true },
    ],
    [
      'an earlier start counts',
      assumed(10, 10, 310),
      assumed(20, 3, 305),
      { startsAt: 3, endsAt: 305, endIsAssumed: true },
    ],
    ['an end shortens an assumed one', assumed(10, 10, 310), report(20, 20, 20), { startsAt: 10, endsAt: 20 }],
    ['an end ends what was said to last', report(10, 10, 900), report(20, 10, 20), { startsAt: 10, endsAt: 20 }],
    [
      'an end that was said holds over an assumed one',
      report(10, 10, 900),
      assumed(20, 20, 320),
      { startsAt: 10, endsAt: 900 },
    ],
    [
      'and over an earlier one that is still ahead',
      report(10, 10, 900),
      report(20, 20, 500),
      { startsAt: 10, endsAt: 900 },
    ],
    ['but not over a later one', report(10, 10, 500), report(20, 20, 900), { startsAt: 10, endsAt: 900 }],
    [
      'of two ends that lie behind the later one counts',
      report(48, 29, 48),
      report(49, 29, 41),
      { startsAt: 29, endsAt: 48 },
    ],
    [
      'an end given before resolve_timeout is given up for it',
      assumed(10, 10, 310),
      report(20, 15, 30),
      { startsAt: 10, endsAt: 30 },
    ],
    ['after its end it is another span', report(10, 10, 15), report(20, 20, 30), { startsAt: 20, endsAt: 30 }],
    ['from its end on it is another span', report(10, 10, 20), report(20, 20, 30), { startsAt: 20, endsAt: 30 }],
    [
      'one that holds the other within it is taken as it is',
      report(10, 10, 20),
      report(20, 5, 30),
      { startsAt: 5, endsAt: 30 },
    ],
  ])('%s', (_, older, newer, expected) => {
    const { startsAt, endsAt, endIsAssumed } = merge(older, newer);
    expect({ startsAt, endsAt, ...(endIsAssumed && { endIsAssumed }) }).toEqual(expected);
  });
});

describe('reports of a source that says when an alert begins and when it ends', () => {
  test.each<Case>([
    ['an end learns when its alarm began', report(10, 10, null), report(20, 20, 20), { startsAt: 10, endsAt: 20 }],
    [
      'an alarm without data goes on since it began',
      report(10, 10, null),
      report(20, 20, 920),
      { startsAt: 10, endsAt: 920 },
    ],
    ['an alarm that has its data again too', report(20, 10, 920), report(30, 30, null), { startsAt: 10, endsAt: null }],
    ['an alarm after an end is a new one', report(20, 10, 20), report(30, 30, null), { startsAt: 30, endsAt: null }],
    [
      'so is one after an alarm whose end was lost',
      report(10, 10, null),
      report(30, 30, null),
      { startsAt: 30, endsAt: null },
    ],
  ])('%s', (_, older, newer, expected) => {
    const { startsAt, endsAt } = merge(older, newer);
    expect({ startsAt, endsAt }).toEqual(expected);
  });
});

test('the newer words count', () => {
  expect(merge(report(10, 10, 310, 'old'), report(20, 20, 320, 'new')).annotations).toEqual({ word: 'new' });
});
