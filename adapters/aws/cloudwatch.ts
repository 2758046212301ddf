import {
  AlarmType,
  CloudWatchClient,
  DescribeAlarmContributorsCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { type Alarms, AlarmsError } from '../../engine/ports';
import { parseArn } from '../../formats/cloudwatch/arn';
import { type Described, readDescribed } from '../../formats/cloudwatch/described';
import { type Pairs, readPairs } from '../../formats/cloudwatch/pairs';
import { asRecord, parseJson } from '../../formats/loose';

/** What CloudWatch gives in one answer. */
const PAGE = 100;
/** Left out, only metric alarms are described. */
const ALL_TYPES = Object.values(AlarmType);
/** An AWS that knows no mute rules has none: regions where they are not offered yet, and the embedded one. */
const UNKNOWN_OPERATION = /^(InvalidAction|UnknownOperation|UnknownOperationException|NotImplemented)$/;

/** Asks a few times by itself: it is only read. */
export const cloudWatchClient = (): CloudWatchClient =>
  new CloudWatchClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });

/** CloudWatch's answers, of this account and region. */
export class CloudWatchAlarms implements Omit<Alarms, 'home' | 'isOurs'> {
  readonly #client: CloudWatchClient;

  constructor(client: CloudWatchClient) {
    this.#client = client;
  }

  inAlarm(): Promise<readonly Described[]> {
    return this.#describe({ StateValue: 'ALARM' });
  }

  named(names: readonly string[]): Promise<readonly Described[]> {
    return names.length === 0 ? Promise.resolve([]) : this.#describe({ AlarmNames: [...names] });
  }

  async tagsOf(arn: string): Promise<Pairs> {
    const command = new ListTagsForResourceCommand({ ResourceARN: arn });
    const { Tags } = await asked('ListTagsForResource', () => this.#client.send(command));
    return readPairs(Tags);
  }

  async contributorsOf(name: string): Promise<ReadonlySet<string>> {
    const found = await pages(async (NextToken) => {
      const command = new DescribeAlarmContributorsCommand({ AlarmName: name, ...(NextToken && { NextToken }) });
      const answer = await asked('DescribeAlarmContributors', () => this.#client.send(command));
      return { found: answer.AlarmContributors ?? [], next: answer.NextToken };
    });
    return new Set(found.flatMap(({ ContributorId }) => ContributorId ?? []));
  }

  async muted(): Promise<ReadonlySet<string>> {
    const active = await pages(async (NextToken) => {
      const command = new ListAlarmMuteRulesCommand({ Statuses: ['ACTIVE'], ...(NextToken && { NextToken }) });
      const answer = await asked('ListAlarmMuteRules', () => this.#client.send(command), { $metadata: {} });
      return { found: answer.AlarmMuteRuleSummaries ?? [], next: answer.NextToken };
    });
    const names = new Set<string>();
    for (const { AlarmMuteRuleArn = '' } of active) {
      const command = new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: nameIn(AlarmMuteRuleArn) });
      const { MuteTargets } = await asked('GetAlarmMuteRule', () => this.#client.send(command));
      for (const name of MuteTargets?.AlarmNames ?? []) names.add(name);
    }
    return names;
  }

  async #describe(which: DescribeAlarmsCommandInput): Promise<readonly Described[]> {
    const entries = await pages(async (NextToken) => {
      const input = { ...which, AlarmTypes: ALL_TYPES, MaxRecords: PAGE, ...(NextToken && { NextToken }) };
      const answer = await asked('DescribeAlarms', () => this.#client.send(new DescribeAlarmsCommand(input)));
      const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = answer;
      return { found: [...MetricAlarms, ...CompositeAlarms, ...LogAlarms], next: answer.NextToken };
    });
    // As JSON: instants become texts, as formats read them.
    return entries.flatMap((entry) => {
      const record = asRecord(parseJson(JSON.stringify(entry)));
      return (record && readDescribed(record, Date.now())) ?? [];
    });
  }
}

const nameIn = (arn: string): string => parseArn(arn)?.resource.replace(/^alarm-mute-rule:/, '') ?? '';

type Page<Entry> = { readonly found: readonly Entry[]; readonly next: string | undefined };

async function pages<Entry>(page: (next: string | undefined) => Promise<Page<Entry>>): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  let next: string | undefined;
  do {
    const { found, next: following } = await page(next);
    all.push(...found);
    next = following;
  } while (next);
  return all;
}

/** @param unknown the answer where the operation is not known at all */
async function asked<Answer>(what: string, ask: () => Promise<Answer>, unknown?: Answer): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    if (unknown !== undefined && UNKNOWN_OPERATION.test(name)) return unknown;
    throw new AlarmsError(`${what}: ${name}`, { cause: error });
  }
}
