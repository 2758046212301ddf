import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { folderWith, objects, tocsin } from './tocsin';

const ROUTING = 'route: { receiver: team }\nreceivers: [ { name: team } ]';
const ONCALL = `
people:
  ada: { name: Ada Lindqvist, contacts: { sms: "+15550100001" } }
  ben: { name: Ben Okafor, contacts: { sms: "+15550100002" } }
schedules:
  primary:
    timezone: America/New_York
    layers: [ { name: week, rotation: weekly, handoff: "2026-01-05T09:00", people: [ada, ben] } ]
  office:
    timezone: Europe/Paris
    layers: [ { name: days, rotation: daily, handoff: "2026-01-05T09:00", people: [ada], active: [ { days: [mon], from: "09:00", to: "17:00" } ] } ]
`;
const folder = folderWith({ 'routing.yml': ROUTING, 'oncall.yml': ONCALL });
const oncall = (...args: readonly string[]) => tocsin(['oncall', ...args, '--config', folder]);

test('who is on call at a time, for people', async () => {
  const { status, out, err } = await oncall('--at', '2026-01-05T15:30:00Z');

  expect(status).toBe(0);
  expect(out.split('\n')).toEqual([
    'primary  Ada Lindqvist (week)',
    '         until Mon 2026-01-12 09:00 America/New_York (6d 22h), then Ben Okafor',
    'office   Ada Lindqvist (days)',
    '         until Mon 2026-01-05 17:00 Europe/Paris (30m), then nobody',
    '',
  ]);
  expect(err).toContain('From the configuration alone');
});

test('who is on call at a time, for programs', async () => {
  const { status, out } = await oncall('primary', '--at', '2026-01-05T15:30:00Z', '--json');

  expect(status).toBe(0);
  expect(JSON.parse(out)).toEqual([
    {
      schedule: 'primary',
      from: '2026-01-05T14:00:00.000Z',
      to: '2026-01-12T14:00:00.000Z',
      people: ['ada'],
      layer: 'week',
      override: null,
    },
  ]);
});

test('a span for programs: shifts that add up to it, gaps included', async () => {
  const ended = await oncall('office', '--from', '2026-01-05', '--to', '2026-01-13T00:00:00Z', '--json');

  expect(objects(ended)).toEqual([
    [
      ['2026-01-05T00:00:00.000Z', '2026-01-05T08:00:00.000Z', []],
      ['2026-01-05T08:00:00.000Z', '2026-01-05T16:00:00.000Z', ['ada']],
      ['2026-01-05T16:00:00.000Z', '2026-01-12T08:00:00.000Z', []],
      ['2026-01-12T08:00:00.000Z', '2026-01-12T16:00:00.000Z', ['ada']],
      ['2026-01-12T16:00:00.000Z', '2026-01-13T00:00:00.000Z', []],
    ].map(([from, to, people]) => expect.objectContaining({ schedule: 'office', from, to, people })),
  ]);
});

test('a span as a picture, with its gaps and double shifts', async () => {
  const { out } = await oncall('--from', '2026-01-04T05:00:00Z', '--to', '2026-01-11T05:00:00Z');

  const lines = out.split('\n');
  expect(lines[0]).toBe('primary: Sun 2026-01-04 00:00 to Sun 2026-01-11 00:00, America/New_York');
  expect(lines.find((line) => line.startsWith('Ben Okafor '))).toMatch(/^Ben Okafor {5}█{16}▌·{68}$/);
  expect(lines).toContain('nobody is on call: Mon 2026-01-05 17:00 to Sun 2026-01-11 06:00');
  expect(lines).toContain(
    'Ada Lindqvist has primary and office at once: Mon 2026-01-05 09:00 to Mon 2026-01-05 11:00 America/New_York',
  );
  expect(out).not.toContain('\u001b');
});

test('a calendar that others can read', async () => {
  const { out, status } = await oncall('primary', '--ical', '--from', '2026-01-06', '--to', '2026-01-20');

  const events = new ICAL.Component(ICAL.parse(out)).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
  expect(status).toBe(0);
  expect(out).toMatch(/^BEGIN:VCALENDAR\r\n.*\r\nEND:VCALENDAR\r\n$/s);
  expect(events.map(({ summary, startDate }) => [summary, startDate.toJSDate().toISOString()])).toEqual([
    ['On call: Ada Lindqvist (primary)', '2026-01-05T14:00:00.000Z'],
    ['On call: Ben Okafor (primary)', '2026-01-12T14:00:00.000Z'],
    ['On call: Ada Lindqvist (primary)', '2026-01-19T14:00:00.000Z'],
  ]);
});

test('one person’s shifts', async () => {
  const ended = await oncall('--person', 'ben', '--from', '2026-01-05', '--to', '2026-01-26', '--json');

  expect(objects(ended)).toEqual([
    [expect.objectContaining({ schedule: 'primary', people: ['ben'] }), expect.objectContaining({ people: ['ben'] })],
  ]);
});

test('fairness', async () => {
  const { out } = await oncall(
    'primary',
    '--fairness',
    '--from',
    '2026-01-05T14:00:00Z',
    '--to',
    '2026-01-19T14:00:00Z',
  );

  expect(out.split('\n').slice(1, 3)).toEqual([
    'Ada Lindqvist     168.0         7         1',
    'Ben Okafor        168.0         7         1',
  ]);
});

test('a picture and a page are written', async () => {
  const { status, err } = await tocsin(['oncall', '--svg', 'a.svg', '--html', 'a.html', '--config', folder], {
    cwd: folder,
  });

  expect(status).toBe(0);
  expect(err).toContain('written: a.svg');
  expect(readFileSync(join(folder, 'a.svg'), 'utf8')).toMatch(/^<svg .*Ada Lindqvist.*<\/svg>\n$/s);
  expect(readFileSync(join(folder, 'a.html'), 'utf8')).toMatch(/^<!doctype html>.*Ben Okafor.*<\/html>\n$/s);
});

test.each<[string, readonly string[], number, string]>([
  ['a schedule', ['primery'], 1, 'there is no schedule "primery": did you mean "primary"?'],
  ['a person', ['--person', 'adda'], 1, 'there is no person "adda": did you mean "ada"?'],
  ['a time', ['--at', 'noon'], 2, '--at: "noon" is not a time: write "2026-01-05T09:00:00Z"'],
  ['a day', ['--at', '2026-02-30'], 2, '--at: "2026-02-30" is not a time'],
  ['a time and a span', ['--at', '2h', '--to', '3h'], 2, '--at asks for one instant'],
  ['a span that ends before it begins', ['--from', '2h', '--to', '1h'], 2, '--to: must be after --from'],
  ['a span without end', ['--from', '2000-01-01', '--to', '2026-01-01'], 2, '--to: more than ten years after --from'],
  ['a calendar as JSON', ['--ical', '--json'], 2, '--ical prints a calendar'],
  ['a file in no folder', ['--svg', 'no/such/a.svg'], 1, 'no/such/a.svg: cannot be written'],
])('%s that is wrong', async (_what, args, status, message) => {
  const ended = await oncall(...args);

  expect(ended.status).toBe(status);
  expect(ended.err).toContain(message);
});

test('a folder without schedules says so', async () => {
  const bare = folderWith({ 'routing.yml': ROUTING });

  const { status, err } = await tocsin(['oncall', '--config', bare]);

  expect(status).toBe(1);
  expect(err).toContain('there is no schedule: write one in oncall.yml');
});
