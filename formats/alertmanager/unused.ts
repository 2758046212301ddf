import type { Path } from '../yaml/config-error';
import { walkRoutes } from './walk';

/** Something that Alertmanager acts upon and Tocsin never will, and what to do instead. */
export type Unused = { readonly path: Path; readonly message: string };

/** Whole sections that change nothing about who is told what: what they are for is done in another way. */
const SECTIONS: Readonly<Record<string, string>> = {
  templates: 'not read: messages are worded by Tocsin; text that stands in a receiver’s entry is taken as it is',
  tracing: 'not used: traces go to AWS X-Ray',
  event_recorder: 'not used: every incident has its timeline, and the functions log in JSON',
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const says = (value: unknown): boolean => isRecord(value) && Object.keys(value).length > 0;

/** Sections that are left aside: worth a warning. Read from the raw value. */
export const leftAside = (file: unknown): readonly Unused[] =>
  isRecord(file)
    ? Object.entries(SECTIONS).flatMap(([key, message]) => (says(file[key]) ? [{ path: [key], message }] : []))
    : [];

const ROUTE_LABELS = 'not supported: no message shows them; put them on the alarm, as tags, and group by them';

/** What somebody would miss if it were left aside: an error. Read from the raw value. */
export function refused(file: unknown): readonly Unused[] {
  if (!isRecord(file)) return [];
  const receivers: readonly unknown[] = Array.isArray(file.receivers) ? file.receivers : [];
  return [
    ...walkRoutes(file.route).flatMap(({ node, path }) =>
      says(node.labels) ? [{ path: [...path, 'labels'], message: ROUTE_LABELS }] : [],
    ),
    ...receivers.flatMap((receiver, at): readonly Unused[] => {
      // Upstream's API finds receivers by them; nothing is told because of them. Their name is the receiver's.
      if (!isRecord(receiver) || !isRecord(receiver.labels)) return [];
      const { name } = receiver.labels;
      if (name === undefined || name === receiver.name) return [];
      const message = `must be the receiver's own name, ${JSON.stringify(receiver.name)}, or be left out`;
      return [{ path: ['receivers', at, 'labels', 'name'], message }];
    }),
  ];
}
