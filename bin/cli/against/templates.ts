import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Probe } from '../../../engine/coverage/coverage';
import { parseMessage } from '../../../formats/messages';

const Template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown().optional() })),
});
const Alarm = z.object({
  AlarmName: z.unknown().optional(),
  Namespace: z.unknown().optional(),
  MetricName: z.unknown().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown().optional() })).default([]),
  Tags: z.array(z.object({ Key: z.string(), Value: z.unknown().optional() })).default([]),
  AlarmActions: z.unknown().optional(),
});
const TYPES = new Set(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']);

/** What only a deployment knows: references between resources, the account. */
const UNKNOWN = 'known-only-when-deployed';
const textOr = (value: unknown, otherwise = UNKNOWN): string => (typeof value === 'string' ? value : otherwise);

/** Labels of every alarm in the templates of a folder that acts on a topic of ours, as its first message would give them. */
export function alarmsIn(folder: string): readonly Probe[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.template.json'),
  );
  return files.sort().flatMap((file) => {
    const template = Template.safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    return template.success
      ? Object.entries(template.data.Resources).flatMap(([id, { Type, Properties }]) =>
          TYPES.has(Type) ? probesOf(id, Properties) : [],
        )
      : [];
  });
}

function probesOf(id: string, properties: unknown): readonly Probe[] {
  const alarm = Alarm.safeParse(properties);
  if (!alarm.success) return [];
  const { AlarmName, Namespace, MetricName, Dimensions, Tags, AlarmActions } = alarm.data;
  // The topic's ARN is put together at deploy, but the end of its name stands in the template.
  const [, end] = /-(critical|warning|info)"/.exec(JSON.stringify(AlarmActions ?? '')) ?? [];
  if (!end) return [];
  const name = textOr(AlarmName, id);
  const Message = JSON.stringify({
    AlarmName: name,
    AWSAccountId: '000000000000',
    NewStateValue: 'ALARM',
    OldStateValue: 'OK',
    StateChangeTime: '2026-01-01T00:00:00.000+0000',
    Region: 'us-east-1',
    AlarmTags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, textOr(Value)])),
    Trigger: {
      Namespace: textOr(Namespace, ''),
      MetricName: textOr(MetricName, ''),
      Dimensions: Dimensions.map(({ Name, Value }) => ({ name: Name, value: textOr(Value) })),
    },
  });
  const envelope = { Type: 'Notification', TopicArn: `arn:aws:sns:us-east-1:000000000000:tocsin-${end}`, Message };
  const { alerts } = parseMessage(JSON.stringify(envelope), { now: 0 });
  return alerts.map(({ labels }) => {
    const { account: _account, region: _region, ...known } = labels;
    return { labels: known, from: `the alarm ${name}` };
  });
}
