import { clock } from './inbox/html';
import type { Entry, Kind } from './scenario/timeline';

/** Colour helps on a terminal and is noise in a file. @see https://no-color.org */
export const hasColour = (stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean =>
  stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';

const CODES: Readonly<Record<Kind | 'bold', string>> = {
  step: '2',
  metric: '36',
  alarm: '1;31',
  ok: '1;32',
  message: '',
  trouble: '31',
  bold: '1',
};

export const painted = (text: string, how: Kind | 'bold', colour: boolean): string =>
  colour && CODES[how] ? `\u001b[${CODES[how]}m${text}\u001b[0m` : text;

/** `14:02:08  SMS to +1 555 010 0001: …`; what others wrote cannot move the cursor or ring the bell. */
export const entryLine = ({ at, kind, text }: Entry, colour: boolean): string =>
  `${painted(clock(at), 'step', colour)}  ${painted(harmless(text), kind, colour)}`;

const harmless = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
