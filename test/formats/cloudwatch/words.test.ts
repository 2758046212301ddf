import { readDescription } from '../../../formats/cloudwatch/description';
import { snakeCase } from '../../../formats/cloudwatch/labels';
import { quantity } from '../../../formats/cloudwatch/quantity';
import { regionCode } from '../../../formats/cloudwatch/regions';
import { parseMessage } from '../../../formats/messages';
import { fixture } from './fixture';

test.each([
  ['InstanceId', 'instance_id'],
  ['DBInstanceIdentifier', 'db_instance_identifier'],
  ['VPCEndpointId', 'vpc_endpoint_id'],
  ['LoadBalancer', 'load_balancer'],
  ['HTTPCode_Target_5XX', 'http_code_target_5xx'],
  ['S3Bucket', 's3_bucket'],
  ['service', 'service'],
  ['aws:cloudformation:stack-name', 'aws_cloudformation_stack_name'],
  ['Cost Centre', 'cost_centre'],
  ['5xx', '_5xx'],
  ['__proto__', '_proto__'],
  ['größe', 'gr_e'],
])('%s is the label %s', (name, label) => {
  expect(snakeCase(name)).toBe(label);
});

test.each<[number, string, number, string]>([
  [12, 'Count', 5, '12'],
  [1_234_567, '', 5, '1,234,567'],
  [0.0666851903306472, '', 50, '0.0667'],
  [150.4, 'Count', 150, '150.4'],
  [0.1 + 0.2, '', 0.3, '0.3'],
  [-0, 'Count', 1, '0'],
  [1e308, 'Count', 1, '1e+308'],
  [99.50160229693434, 'Percent', 50, '99.5 %'],
  [9_663_676_416, 'Bytes', 10_737_418_240, '9 GiB'],
  [9_500_000_000, 'Bytes', 10_000_000_000, '9.5 GB'],
  [512, 'Bytes', 1_000, '512 B'],
  [3, 'Gigabytes', 2, '3 GB'],
  [350_000, 'Bytes/Second', 100_000, '350 kB/s'],
  [12, 'Count/Second', 10, '12/s'],
  [2_500, 'Milliseconds', 2_000, '2.5 s'],
  [0.0312, 'Seconds', 0.02, '31.2 ms'],
  [90, 'Seconds', 60, '90 s'],
  [5_400, 'Seconds', 3_600, '90 min'],
  [0, 'Seconds', 60, '0 s'],
  [250, 'Microseconds', 100, '250 µs'],
])('%d %s beside %d is %s', (figure, unit, beside, words) => {
  expect(quantity(figure, unit, beside)).toBe(words);
});

test.each([
  ['us-east-1', 'us-east-1'],
  ['us-gov-west-1', 'us-gov-west-1'],
  ['US East (N. Virginia)', 'us-east-1'],
  ['EU (Frankfurt)', 'eu-central-1'],
  ['EU - Ireland', 'eu-west-1'],
  ['South America (São Paulo)', 'sa-east-1'],
  ['AWS GovCloud (US-West)', 'us-gov-west-1'],
  ['Atlantis', ''],
  ['', ''],
])('the region %p has the code %p', (name, code) => {
  expect(regionCode(name)).toBe(code);
});

test.each<[string, string, { text: string; runbookUrl?: string; dashboardUrl?: string }]>([
  ['plain text', 'Pay attention.', { text: 'Pay attention.' }],
  [
    'lines',
    'Broken.\r\nRunbook: https://r.example.com/x\r\ndashboard_url = https://d.example.com/y',
    { text: 'Broken.', runbookUrl: 'https://r.example.com/x', dashboardUrl: 'https://d.example.com/y' },
  ],
  [
    'within a sentence',
    'Broken (runbook: https://r.example.com/x).',
    { text: 'Broken (runbook: https://r.example.com/x).', runbookUrl: 'https://r.example.com/x' },
  ],
  [
    'Markdown',
    'Broken. [Runbook](https://r.example.com/x)',
    { text: 'Broken. [Runbook](https://r.example.com/x)', runbookUrl: 'https://r.example.com/x' },
  ],
  [
    'the first of several',
    'runbook: https://r.example.com/1\nrunbook: https://r.example.com/2',
    { text: 'runbook: https://r.example.com/2', runbookUrl: 'https://r.example.com/1' },
  ],
  ['not without TLS', 'runbook: http://r.example.com/x', { text: 'runbook: http://r.example.com/x' }],
  ['not a script', 'runbook: javascript:alert(1)', { text: 'runbook: javascript:alert(1)' }],
  ['not somebody’s login', '{"runbook":"https://ada:pw@r.example.com/"}', { text: '' }],
  [
    'JSON',
    '{"summary":"Broken.","runbookUrl":"https://r.example.com/x","tier":1,"more":{"a":1}}',
    { text: 'Broken.\ntier: 1', runbookUrl: 'https://r.example.com/x' },
  ],
  ['JSON of another kind', '{"tier":1}', { text: '{"tier":1}' }],
  ['JSON that is cut', '{"runbook":"https://r.exam', { text: '{"runbook":"https://r.exam' }],
])('a description: %s', (_kind, description, expected) => {
  expect(readDescription(description)).toEqual({ runbookUrl: '', dashboardUrl: '', ...expected });
});

describe('figures', () => {
  const trigger = (changes: Record<string, unknown>) => ({
    MetricName: 'Depth',
    Namespace: 'Shop',
    Period: 60,
    EvaluationPeriods: 3,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 5,
    ...changes,
  });
  const points = 'datapoints [1.0 (23/11/26 17:14:00), 9.0 (23/11/26 17:13:00), 8.0 (23/11/26 17:12:00)] were';

  test.each<[string, Record<string, unknown>, { value?: string; threshold?: string }]>([
    ['in alarm, the latest that breaches', { NewStateReason: points }, { value: '9', threshold: '> 5' }],
    ['healed, the latest', { NewStateReason: points, NewStateValue: 'OK' }, { value: '1', threshold: '<= 5' }],
    [
      'from the data: dated',
      {
        NewStateReasonData: JSON.stringify({
          evaluatedDatapoints: [
            { timestamp: '2026-11-23T17:12:00.000+0000', value: 7 },
            { timestamp: '2026-11-23T17:14:00.000+0000', value: 6 },
          ],
        }),
      },
      { value: '6', threshold: '> 5' },
    ],
    [
      'from the data: oldest first',
      { NewStateReasonData: { recentDatapoints: [7, null, 6] } },
      { value: '6', threshold: '> 5' },
    ],
    [
      'no operator: the reason’s',
      {
        Trigger: trigger({ ComparisonOperator: undefined, Threshold: undefined }),
        NewStateReason: '1 datapoint [2.0 (23/11/26 17:14:00)] was less than or equal to the threshold (3.0)',
      },
      { value: '2', threshold: '<= 3' },
    ],
    [
      'an operator that nobody knows',
      { Trigger: trigger({ ComparisonOperator: 'Odd' }), NewStateReason: points },
      { value: '1', threshold: '5' },
    ],
    ['no figures', { NewStateReason: 'because' }, { threshold: '> 5' }],
    ['a threshold that is none', { Trigger: trigger({ Threshold: 'NaN' }), NewStateReason: 'because' }, {}],
    [
      'at least',
      { Trigger: trigger({ ComparisonOperator: 'GreaterThanOrEqualToThreshold' }), NewStateReason: points },
      { value: '9', threshold: '>= 5' },
    ],
    [
      'below',
      { Trigger: trigger({ ComparisonOperator: 'LessThanThreshold' }), NewStateReason: points },
      { value: '1', threshold: '< 5' },
    ],
    [
      'a band’s upper end',
      {
        Trigger: trigger({ ComparisonOperator: 'GreaterThanUpperThreshold', Threshold: undefined }),
        NewStateReason: '1 datapoint [9.0 (23/11/26 17:14:00)] was greater than the upper thresholds [4.5]',
      },
      { value: '9', threshold: 'above the expected 4.5' },
    ],
    [
      'a band’s lower end',
      {
        Trigger: trigger({ ComparisonOperator: 'LessThanLowerThreshold', Threshold: undefined }),
        NewStateReason: '1 datapoint [1.0 (23/11/26 17:14:00)] was less than the lower thresholds [4.5]',
      },
      { value: '1', threshold: 'below the expected 4.5' },
    ],
    [
      'the unit that the alarm says',
      { Trigger: trigger({ Unit: 'Percent' }), NewStateReason: points },
      { value: '9 %', threshold: '> 5 %' },
    ],
    [
      'the unit that the metric has',
      {
        Trigger: trigger({ Namespace: 'AWS/Lambda', MetricName: 'Duration', Threshold: 3000 }),
        NewStateReason: '1 datapoint [4500.0 (23/11/26 17:14:00)] was',
      },
      { value: '4.5 s', threshold: '> 3 s' },
    ],
    [
      'a count of samples has no unit',
      {
        Trigger: trigger({ Unit: 'Seconds', Statistic: 'SAMPLE_COUNT' }),
        NewStateReason: points,
      },
      { value: '9', threshold: '> 5' },
    ],
    [
      'a computed figure is not in its metric’s unit',
      {
        Trigger: trigger({
          MetricName: undefined,
          Namespace: undefined,
          Metrics: [
            { Id: 'e1', Expression: 'm1 / 1000', ReturnData: true },
            {
              Id: 'm1',
              MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Duration' } },
              ReturnData: false,
            },
          ],
        }),
        NewStateReason: points,
      },
      { value: '9', threshold: '> 5' },
    ],
  ])('%s', (_which, changes, expected) => {
    const text = fixture('metric', { Trigger: trigger({}), NewStateReason: undefined, ...changes });

    const { value, threshold } = parseMessage(text, { now: 0 }).alerts[0]?.annotations ?? {};

    expect({ value, threshold }).toEqual({ value: undefined, threshold: undefined, ...expected });
  });
});

describe('the sentence', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['no measure, no reason', { Trigger: undefined, NewStateReason: undefined }, 'checkout-errors is in alarm'],
    ['no measure, a reason', { Trigger: undefined, NewStateReason: 'Set by\nhand.' }, 'checkout-errors: Set by hand.'],
    [
      'a rule',
      { Trigger: undefined, NewStateReason: undefined, AlarmRule: 'ALARM(a) AND NOT ALARM(b)' },
      'checkout-errors: ALARM(a) AND NOT ALARM(b) holds',
    ],
    [
      'one child',
      { TriggeringChildren: [{ Arn: 'arn:aws:cloudwatch:us-east-1:1:alarm:a:b' }] },
      'checkout-errors: a:b is in alarm',
    ],
    ['no value', { NewStateReason: 'Set by hand.' }, 'checkout-errors: Errors (Shop) is above 5 for 1 minute'],
  ])('%s', (_which, changes, sentence) => {
    const { alerts } = parseMessage(fixture('metric', changes), { now: 0 });

    expect(alerts[0]?.annotations.summary).toBe(sentence);
  });

  test.each<[number | undefined, number, number | undefined, string]>([
    [60, 1, 1, 'for 1 minute'],
    [60, 5, 5, 'for 5 minutes'],
    [60, 5, undefined, 'for 5 minutes'],
    [60, 5, 3, 'for 3 of 5 minutes'],
    [300, 2, 2, 'for 10 minutes'],
    [300, 3, 2, 'for 2 of 3 periods of 5 minutes'],
    [10, 3, 3, 'for 30 seconds'],
    [300, 12, 12, 'for 1 hour'],
    [60, 90, 90, 'for 90 minutes'],
    [86_400, 1, 1, 'for 1 day'],
    [undefined, 1, 1, 'for 1 period'],
    [undefined, 3, 2, 'for 2 of 3 periods'],
  ])('periods of %p s, %d of them, %p needed: %s', (Period, EvaluationPeriods, DatapointsToAlarm, periods) => {
    const measure = {
      MetricName: 'Errors',
      Namespace: 'Shop',
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
    };
    const text = fixture('metric', {
      Trigger: { ...measure, Period, EvaluationPeriods, DatapointsToAlarm },
      NewStateReason: 'Set by hand.',
    });

    const { alerts } = parseMessage(text, { now: 0 });

    expect(alerts[0]?.annotations.summary).toBe(`checkout-errors: Errors (Shop) is above 5 ${periods}`);
  });
});
