/** Who did it: the terminal and the inbox mark them differently. */
export type Kind = 'step' | 'metric' | 'alarm' | 'ok' | 'message' | 'trouble';

export type Entry = {
  /** ISO time. */
  readonly at: string;
  readonly kind: Kind;
  /** One line. */
  readonly text: string;
};

/** What happened in this run, as it happens: the terminal prints it and the inbox shows it. */
export type Timeline = {
  readonly add: (kind: Kind, text: string, at?: string) => void;
  readonly entries: () => readonly Entry[];
  readonly onEntry: (listener: (entry: Entry) => void) => void;
};

export function makeTimeline(now: () => number = Date.now): Timeline {
  const entries: Entry[] = [];
  const listeners: ((entry: Entry) => void)[] = [];
  return {
    entries: () => entries,
    onEntry: (listener) => void listeners.push(listener),
    add: (kind, text, at = new Date(now()).toISOString()) => {
      const entry = { at, kind, text };
      entries.push(entry);
      for (const listener of listeners) listener(entry);
    },
  };
}
