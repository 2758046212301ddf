import type { Alarms, Home } from '../../engine/ports';
import type { Described } from '../../formats/cloudwatch/described';
import type { Pairs } from '../../formats/cloudwatch/pairs';

/** CloudWatch in memory: what is put in is what it answers. */
export class MemoryAlarms implements Alarms {
  readonly home: Home | null;
  readonly #alarms = new Map<string, Described>();
  readonly #tags = new Map<string, Pairs>();
  readonly #contributors = new Map<string, ReadonlySet<string>>();
  #muted: ReadonlySet<string> = new Set();

  /** @param topics what is ours; without a list, every topic is */
  constructor(
    home: Home | null = null,
    readonly topics: readonly string[] | null = null,
  ) {
    this.home = home;
  }

  put(described: Described, tags: Pairs = []): void {
    this.#alarms.set(described.alarm.name, described);
    this.#tags.set(described.alarm.arn, tags);
  }

  delete(name: string): void {
    this.#alarms.delete(name);
  }

  contribute(name: string, contributors: readonly string[]): void {
    this.#contributors.set(name, new Set(contributors));
  }

  mute(names: readonly string[]): void {
    this.#muted = new Set(names);
  }

  isOurs(action: string): boolean {
    return this.topics?.includes(action) ?? action.includes(':sns:');
  }

  async inAlarm(): Promise<readonly Described[]> {
    return [...this.#alarms.values()].filter(({ alarm }) => alarm.state === 'ALARM');
  }

  async named(names: readonly string[]): Promise<readonly Described[]> {
    return names.flatMap((name) => this.#alarms.get(name) ?? []);
  }

  async tagsOf(arn: string): Promise<Pairs> {
    return this.#tags.get(arn) ?? [];
  }

  async contributorsOf(name: string): Promise<ReadonlySet<string>> {
    return this.#contributors.get(name) ?? new Set();
  }

  async muted(): Promise<ReadonlySet<string>> {
    return this.#muted;
  }
}
