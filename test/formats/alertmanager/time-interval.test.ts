import { TimeInterval } from '../../../formats/alertmanager/time-interval';

const problems = (period: object) => {
  const read = TimeInterval.safeParse({ name: 'n', time_intervals: [period] });
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.slice(2).join('.')}: ${message}`);
};

test.each([
  { times: [{ start_time: '09:00', end_time: '17:00' }] },
  { times: [{ start_time: '00:00', end_time: '24:00' }] },
  { weekdays: ['monday:friday', 'Sunday', 'sunday:saturday'] },
  { days_of_month: ['1', '1:5', '-3:-1', '1:-1', '31'] },
  { months: ['january', '1:3', 'may:August', '12'] },
  { years: ['2026', '2026:2030'] },
  { location: 'Europe/Paris' },
  { location: 'UTC' },
  {},
])('%j is a period', (period) => {
  expect(problems(period)).toEqual([]);
});

test.each<[object, string]>([
  [{ times: [{ start_time: '9:00', end_time: '17:00' }] }, 'times.0.start_time: write a time of day'],
  [{ times: [{ start_time: '09:00', end_time: '24:01' }] }, 'times.0.end_time: write a time of day'],
  [{ times: [{ start_time: '17:00', end_time: '09:00' }] }, 'times.0: start_time must be before end_time'],
  [{ times: [{ start_time: '17:00', end_time: '17:00' }] }, 'times.0: start_time must be before end_time'],
  [{ weekdays: ['saturday:sunday'] }, 'weekdays.0: "saturday:sunday" is not a range'],
  [{ weekdays: ['mon'] }, 'weekdays.0: "mon" is not a range'],
  [{ days_of_month: ['0'] }, 'days_of_month.0: "0" is not a range'],
  [{ days_of_month: ['32'] }, 'days_of_month.0: "32" is not a range'],
  [{ days_of_month: ['-1:-3'] }, 'days_of_month.0: "-1:-3" is not a range'],
  [{ months: ['13'] }, 'months.0: "13" is not a range'],
  [{ months: ['march:january'] }, 'months.0: "march:january" is not a range'],
  [{ years: ['2030:2026'] }, 'years.0: "2030:2026" is not a range'],
  [{ years: ['1:2:3'] }, 'years.0: "1:2:3" is not a range'],
  [{ location: 'Mars/Base' }, 'location: write a time zone'],
  [{ location: '+02:00' }, 'location: write a time zone'],
])('%j is none: %s', (period, problem) => {
  expect(problems(period)).toEqual([expect.stringContaining(problem)]);
});
