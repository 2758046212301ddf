import { asNumber, asRecord, type Loose, listIn, numberIn, textIn } from '../loose';
import type { AlarmTransition } from './alarm';
import { quantity } from './quantity';
import { unitOf } from './unit';

/** What was measured against what was allowed, in words; absent texts are empty. */
export type Figures = {
  /** "5.2 %" */
  readonly value: string;
  /** "> 1 %", "outside the expected 2 to 9": as it is true of the value. */
  readonly threshold: string;
  /** "above 1 %", "not above 1 %". */
  readonly relation: string;
};

type Operator = {
  readonly holds: (value: number, limit: number) => boolean;
  readonly words: Words;
  readonly not: Words;
};
type Words = { readonly sign: string; readonly word: string };

const OPERATORS: Readonly<Record<string, Operator>> = {
  GreaterThanThreshold: {
    holds: (value, limit) => value > limit,
    words: { sign: '>', word: 'above' },
    not: { sign: '<=', word: 'not above' },
  },
  GreaterThanOrEqualToThreshold: {
    holds: (value, limit) => value >= limit,
    words: { sign: '>=', word: 'at least' },
    not: { sign: '<', word: 'below' },
  },
  LessThanThreshold: {
    holds: (value, limit) => value < limit,
    words: { sign: '<', word: 'below' },
    not: { sign: '>=', word: 'not below' },
  },
  LessThanOrEqualToThreshold: {
    holds: (value, limit) => value <= limit,
    words: { sign: '<=', word: 'at most' },
    not: { sign: '>', word: 'above' },
  },
};

/** AWS writes reasons of up to 1,023 characters. */
const MAX_REASON = 4_096;

/** The figures of a transition: from the reason's data where there is some, else from its text. */
export function figuresOf({ measure, reason: fullReason, reasonData, state }: AlarmTransition): Figures {
  const reason = fullReason.slice(0, MAX_REASON);
  const unit = measure ? unitOf(measure) : '';
  const points = datapoints(reason, reasonData);
  const band = bandOf(reason, reasonData, unit, points[0]);
  if (band !== null) {
    return { value: points[0] === undefined ? '' : quantity(points[0], unit), threshold: band, relation: band };
  }
  const operator = OPERATORS[measure?.operator || operatorIn(reason)];
  const limit = measure?.threshold ?? numberIn(reasonData, 'threshold') ?? numberAfter(reason, THRESHOLD);
  const breaching = limit === null ? undefined : points.find((point) => operator?.holds(point, limit));
  const value = (state === 'ALARM' ? breaching : undefined) ?? points[0];
  const shown = value === undefined ? '' : quantity(value, unit, limit ?? value);
  if (limit === null) return { value: shown, threshold: '', relation: '' };
  const allowed = quantity(limit, unit, value ?? limit);
  if (!operator) return { value: shown, threshold: allowed, relation: '' };
  const { sign, word } = value === undefined || operator.holds(value, limit) ? operator.words : operator.not;
  return { value: shown, threshold: `${sign} ${allowed}`, relation: `${word} ${allowed}` };
}

const NUMBER = '-?\\d{1,40}(?:\\.\\d{1,40})?(?:[eE][-+]?\\d{1,3})?';
const THRESHOLD = new RegExp(`threshold \\((${NUMBER})\\)`);
const DATAPOINT = new RegExp(`(?<![\\d.])(${NUMBER}) \\((\\d\\d)/(\\d\\d)/(\\d\\d) (\\d\\d:\\d\\d:\\d\\d)\\)`, 'g');
const UNDATED = new RegExp(`datapoints? [[(](${NUMBER})[\\])]`);
/** How the embedded AWS puts it: "Threshold Crossed: Sum 12.0 GreaterThanThreshold 5.0". */
const BARE = new RegExp(`^Threshold Crossed: \\w{1,40} (${NUMBER}) `);

function numberAfter(text: string, pattern: RegExp): number | null {
  return asNumber(pattern.exec(text)?.[1]);
}

/** The datapoints that were judged, latest first. */
function datapoints(reason: string, reasonData: Loose): readonly number[] {
  const dated = [...reason.matchAll(DATAPOINT)].flatMap(([, value, day, month, year, time]) => {
    const number = asNumber(value);
    return number === null ? [] : [{ number, at: `${year}${month}${day}${time}` }];
  });
  if (dated.length > 0) return latestFirst(dated);
  const evaluated = listIn(reasonData, 'evaluatedDatapoints').flatMap((entry) => {
    const point = asRecord(entry) ?? {};
    const number = numberIn(point, 'value');
    return number === null ? [] : [{ number, at: textIn(point, 'timestamp') }];
  });
  if (evaluated.length > 0) return latestFirst(evaluated);
  const recent = listIn(reasonData, 'recentDatapoints').map(asNumber);
  const known = recent.filter((point) => point !== null).reverse();
  const alone = numberAfter(reason, UNDATED) ?? numberAfter(reason, BARE);
  return known.length > 0 || alone === null ? known : [alone];
}

const latestFirst = (points: readonly { readonly number: number; readonly at: string }[]): readonly number[] =>
  [...points].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).map(({ number }) => number);

/** The operator in the words of a reason, for events: they carry none. Also of "was not greater than …". */
function operatorIn(reason: string): string {
  const [, than, orEqual] = /\b(greater|less) than (or equal to )?the threshold/.exec(reason) ?? [];
  if (than === undefined) return '';
  return `${than === 'greater' ? 'Greater' : 'Less'}Than${orEqual ? 'OrEqualTo' : ''}Threshold`;
}

/** The expected range of an anomaly detector in words; null for other alarms. */
function bandOf(reason: string, reasonData: Loose, unit: string, value: number | undefined): string | null {
  const lower = lastOf(reasonData, 'recentLowerThresholds') ?? numberAfter(reason, LOWER);
  const upper = lastOf(reasonData, 'recentUpperThresholds') ?? numberAfter(reason, UPPER);
  const isBelow = lower !== null && (value === undefined || value < lower);
  const isAbove = upper !== null && (value === undefined || value > upper);
  if (lower !== null && upper !== null) {
    const range = `the expected ${quantity(lower, unit, upper)} to ${quantity(upper, unit, lower)}`;
    return `${isBelow || isAbove ? 'outside' : 'inside'} ${range}`;
  }
  if (upper !== null) return `${isAbove ? 'above' : 'not above'} the expected ${quantity(upper, unit)}`;
  return lower === null ? null : `${isBelow ? 'below' : 'not below'} the expected ${quantity(lower, unit)}`;
}

const LOWER = new RegExp(`lower thresholds? [[(](${NUMBER})`);
const UPPER = new RegExp(`upper thresholds? [[(](${NUMBER})`);

const lastOf = (reasonData: Loose, name: string): number | null => asNumber(listIn(reasonData, name).at(-1));
