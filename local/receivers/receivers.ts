import { email, sms, webhook } from './others';
import { pagerduty } from './pagerduty';
import { RECEIVERS, type ReceiverName } from './received';
import { type Receiver, startReceiver } from './server';
import { makeSlack, type Slack } from './slack';

export type Receivers = {
  readonly all: Readonly<Record<ReceiverName, Receiver>>;
  readonly slack: Slack;
  /** Called after each change, with the receiver that changed; returns how to stop listening. */
  readonly onChange: (listener: (name: ReceiverName) => void) => () => void;
  readonly stop: () => Promise<void>;
};

/** Where each of them listens by preference; 0 takes any free port. */
export type ReceiverPorts = Readonly<Record<ReceiverName, number>>;

export const ANY_PORTS: ReceiverPorts = { sms: 0, slack: 0, pagerduty: 0, email: 0, webhook: 0 };

/** Starts all providers that the reference configuration speaks to. */
export async function startReceivers(ports: ReceiverPorts): Promise<Receivers> {
  const listeners = new Set<(name: ReceiverName) => void>();
  const slack = makeSlack();
  const providers = { sms, slack, pagerduty, email, webhook };
  const started: Receiver[] = [];
  for (const name of RECEIVERS) {
    const tell = () => {
      for (const listener of listeners) listener(name);
    };
    started.push(await startReceiver(providers[name], ports[name], tell));
  }
  return {
    all: Object.fromEntries(started.map((receiver) => [receiver.name, receiver])) as Record<ReceiverName, Receiver>,
    slack,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: async () => {
      await Promise.all(started.map((receiver) => receiver.stop()));
    },
  };
}
