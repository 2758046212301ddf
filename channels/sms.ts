import * as z from 'zod/mini';
import type { Notification } from '../core/notification/notification';
import { cut, oneLine } from '../core/notification/text';
import { type Wording, wordingOf } from '../core/notification/wording';
import { awsOutcome } from './aws-answer';
import type { Channel } from './channel';
import { literal, sendResolved, unsupported } from './entry';
import { cutToParts, partsOf, toGsm7 } from './gsm7';
import { rings } from './paging';

const NOT_PHONE = 'write a number with its country, like "+15550001111"';
const Phone = literal(20, NOT_PHONE).check(z.regex(/^\+[1-9]\d{6,14}$/, NOT_PHONE));
const WORDED = 'messages are worded by Tocsin; remove the key';

const Config = z
  .strictObject({
    send_resolved: sendResolved,
    to: z.optional(z.union([Phone, z.array(Phone).check(z.minLength(1), z.maxLength(50))], NOT_PHONE)),
    /** Alertmanager's own key, in `sns_configs`. */
    phone_number: z.optional(Phone),
    sender_id: z.optional(
      literal().check(
        z.regex(/^(?=.*[A-Za-z])[A-Za-z0-9]{3,11}$/, 'write 3 to 11 letters and digits, at least one letter'),
      ),
    ),
    /** What one alarm may cost; each part is charged. */
    max_parts: z._default(z.int().check(z.minimum(1), z.maximum(6)), 2),
    topic_arn: unsupported('write phone_number: only text messages are sent'),
    target_arn: unsupported('write phone_number: only text messages are sent'),
    subject: unsupported(WORDED),
    /** Instead of Tocsin's words, as it stands. */
    message: z.optional(literal(1_600)),
    attributes: unsupported('use sender_id'),
    api_url: unsupported('messages go through the region’s own SNS; remove the key'),
    sigv4: unsupported('messages go with the function’s own role; remove the key'),
    http_config: unsupported('messages go through SNS; remove the key'),
  })
  .check(
    z.refine(
      ({ to, phone_number }) => (to === undefined) !== (phone_number === undefined),
      'write to: ["+15550001111"] (or phone_number), one of them',
    ),
  );

export type SmsConfig = z.infer<typeof Config>;

const numbersOf = ({ to, phone_number }: SmsConfig): readonly string[] => [to ?? phone_number ?? []].flat();

function withoutNumbers({
  to: _to,
  phone_number: _number,
  ...rest
}: SmsConfig): Omit<SmsConfig, 'to' | 'phone_number'> {
  return rest;
}

/** Text messages through SNS; an entry with several numbers is as many destinations. */
export const sms: Channel<SmsConfig> = {
  name: 'sms',
  configKey: 'sms_configs',
  alsoUnder: ['sns_configs'],
  config: Config,
  sendResolvedByDefault: true,
  hears: { changes: 'worse', acknowledgements: 'told' },
  // Each attempt may cost money, and SNS has queues of its own.
  retry: { firstMs: 2_000, factor: 2, jitter: 0.5, maxMs: 120_000 },
  each: (config) => numbersOf(config).map((to) => ({ ...withoutNumbers(config), to })),
  to: (config) => numbersOf(config).join(', '),
  identity: (config) => numbersOf(config).join(' '),
  request: ({ notification }, config) => ({
    kind: 'sms',
    to: numbersOf(config)[0] ?? '',
    text: config.message
      ? cutToParts(toGsm7(oneLine(config.message)), config.max_parts)
      : smsText(notification, config.max_parts),
    ...(config.sender_id === undefined ? {} : { senderId: config.sender_id }),
  }),
  interpret: awsOutcome,
  isPage: rings,
};

/** As long as one name of a title: the sentence does not say it again. */
const MAX_NAME = 80;
/** An address is worth sending only with at least this much said before it. */
const MIN_SAID = 20;

/**
 * The most important words first, in at most `parts` messages:
 * "CRITICAL checkout-errors: 5xx of checkout was 5.2 %, above 1 % for 5 minutes, since 14:02 UTC. https://…"
 */
export function smsText(notification: Notification, parts: number): string {
  const wording = wordingOf(notification);
  const name = cut(wording.name, MAX_NAME);
  if (wording.tone === 'resolved') return cutToParts(toGsm7(`OK ${name} after ${wording.lasted}`), parts);
  const crowd = notification.firing > 1 ? ` (${notification.firing} firing)` : '';
  const head = toGsm7(`${wording.word} ${name}${crowd}: `);
  const said = toGsm7(wording.note ?? saidOf(wording));
  const since = (text: string): string => (wording.note ? '' : toGsm7(`${joinedTo(text)} ${wording.began}.`));
  const link = wording.links[0] ? ` ${wording.links[0].url}` : '';
  const whole = squeezed(head, said, (text) => `${since(text)}${link}`, parts);
  return whole ?? squeezed(head, said, since, parts) ?? cutToParts(`${head}${said}`, parts);
}

/** "since", so that it reads well after a sentence's end, a cut and a clause. */
function joinedTo(text: string): string {
  if (text.endsWith('...')) return ' since';
  return /[.!?:;,]$/.test(text) ? ' Since' : ', since';
}

/** Figures that the sentence does not say come before it: its end may be cut. */
const saidOf = ({ what, unsaid }: Wording): string => (unsaid === null ? what : `${unsaid}, ${what}`);

/** The three joined, the middle cut to fit; null if little would be left of it. */
function squeezed(head: string, middle: string, tailOf: (middle: string) => string, parts: number): string | null {
  const joined = (said: string): string => `${head}${said}${tailOf(said)}`;
  if (partsOf(joined(middle)) <= parts) return oneLine(joined(middle));
  const characters = [...middle];
  let [fits, over] = [0, characters.length];
  const withFirst = (count: number): string => joined(`${characters.slice(0, count).join('').trimEnd()}...`);
  while (over - fits > 1) {
    const half = (fits + over) >> 1;
    if (partsOf(withFirst(half)) <= parts) fits = half;
    else over = half;
  }
  return fits >= Math.min(MIN_SAID, characters.length) ? oneLine(withFirst(fits)) : null;
}
