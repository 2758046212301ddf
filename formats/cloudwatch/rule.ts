import { alarmNameOf } from './arn';

/** Rules have up to 10,240 characters. */
const MAX_RULE = 10_240;
const NAME = '"((?:[^"\\\\]|\\\\.){1,2048})"|([^"\\s(),]{1,2048})';
/** `ALARM("name")`, with the NOT that may stand before it. */
const CHILD = new RegExp(`(\\bNOT\\s{1,8})?\\bALARM\\s{0,8}\\(\\s{0,8}(?:${NAME})\\s{0,8}\\)`, 'g');
/** `AT_LEAST(2, ALARM, (name, name))` */
const SEVERAL =
  /(\bNOT\s{1,8})?\bAT_LEAST\s{0,8}\(\s{0,8}[\d.]{1,8}%?\s{0,8},\s{0,8}ALARM\s{0,8},\s{0,8}\(([^()]{1,10240})\)/g;
const ONE = new RegExp(NAME, 'g');

/**
 * The alarms that a composite's rule asks to be in ALARM, by name: what it says, they say too. Those under a NOT keep
 * it from firing, and are none of them.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function childrenOfRule(rule: string): readonly string[] {
  const text = rule.slice(0, MAX_RULE);
  const single = [...text.matchAll(CHILD)].map(([, not, quoted, bare]) => ({ not, names: [nameIn(quoted, bare)] }));
  const several = [...text.matchAll(SEVERAL)].map(([, not, list = '']) => ({
    not,
    names: [...list.matchAll(ONE)].map(([, quoted, bare]) => nameIn(quoted, bare)),
  }));
  const named = [...single, ...several].flatMap(({ not, names }) => (not === undefined ? names : []));
  return [...new Set(named)];
}

/** A rule names its children by name or by ARN. */
function nameIn(quoted: string | undefined, bare: string | undefined): string {
  const written = (quoted ?? bare ?? '').replace(/\\(.)/g, '$1');
  return alarmNameOf(written) || written;
}
