import { MemoryAlarms } from '../../adapters/memory/alarms';
import type { EpochMs } from '../../core/time';
import { readDescribed } from '../../formats/cloudwatch/described';
import type { Alarms } from '../ports';

export const HOME = { account: '222233334444', region: 'us-east-1' };
export const TOPIC = `arn:aws:sns:${HOME.region}:${HOME.account}:tocsin-critical`;
const SCALING = `arn:aws:autoscaling:${HOME.region}:${HOME.account}:scalingPolicy:1`;
export const watchedArn = (name: string): string => `arn:aws:cloudwatch:${HOME.region}:${HOME.account}:alarm:${name}`;

/** What an alarm does: tell us, tell others alone, nothing at all, or nothing for now. */
export type Acts = 'ours' | 'foreign' | 'nothing' | 'disabled';
const ACTIONS: Readonly<Record<Acts, readonly string[]>> = {
  ours: [TOPIC],
  foreign: [SCALING],
  nothing: [],
  disabled: [TOPIC],
};
export type WatchedState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

export type Held = { readonly state: WatchedState; readonly acts: Acts; readonly at: EpochMs };

/** The CloudWatch of a world: what it says of its alarms when it is asked, and what it mutes. */
export class SimulatedCloudWatch extends MemoryAlarms {
  readonly #muted = new Set<string>();
  readonly #held = new Map<string, Held>();

  constructor() {
    super(HOME, [TOPIC]);
  }

  change(name: string, state: WatchedState, acts: Acts, at: EpochMs): void {
    const described = readDescribed(
      {
        AlarmName: name,
        AlarmArn: watchedArn(name),
        StateValue: state,
        StateTransitionedTimestamp: new Date(at).toISOString(),
        ActionsEnabled: acts !== 'disabled',
        AlarmActions: ACTIONS[acts],
      },
      at,
    );
    if (described) this.put(described, [['Team', 'watch']]);
    this.#held.set(name, { state, acts, at });
  }

  override delete(name: string): void {
    super.delete(name);
    this.#held.delete(name);
  }

  /** The alarm as it is; null where there is none. */
  heldOf(name: string): Held | null {
    return this.#held.get(name) ?? null;
  }

  isMuted(name: string): boolean {
    return this.#muted.has(name);
  }

  setMuted(name: string, isMuted: boolean): void {
    if (isMuted) this.#muted.add(name);
    else this.#muted.delete(name);
    this.mute([...this.#muted]);
  }
}

/** Asked by a process: each question is a call that can go wrong like any other. */
export function questioned(
  alarms: Alarms,
  call: <Result>(name: () => string, apply: () => Promise<Result>) => Promise<Result>,
): Alarms {
  const { home } = alarms;
  return {
    home,
    isOurs: (action) => alarms.isOurs(action),
    inAlarm: () =>
      call(
        () => 'alarms in ALARM',
        () => alarms.inAlarm(),
      ),
    named: (names) =>
      call(
        () => `alarms ${names.join(' ')}`,
        () => alarms.named(names),
      ),
    tagsOf: (arn) =>
      call(
        () => `tags ${arn}`,
        () => alarms.tagsOf(arn),
      ),
    contributorsOf: (name) =>
      call(
        () => `contributors ${name}`,
        () => alarms.contributorsOf(name),
      ),
    muted: () =>
      call(
        () => 'mute rules',
        () => alarms.muted(),
      ),
  };
}
