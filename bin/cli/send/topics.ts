import { SEVERITIES_OF_TOPICS, type TopicSeverity } from '../commands/send';
import { Problem } from '../io';

/**
 * The one topic of that severity among an account's: Tocsin's come in threes, `NAME-critical`, `-warning`, `-info`.
 * @throws {Problem} when there is none, or more than one
 */
export function chooseTopic(arns: readonly string[], severity: TopicSeverity): string {
  const known = new Set(arns);
  const own = arns.filter((arn) => {
    const name = arn.endsWith(`-${severity}`) ? arn.slice(0, -severity.length) : null;
    return name !== null && SEVERITIES_OF_TOPICS.every((one) => known.has(`${name}${one}`));
  });
  const [only, ...others] = own;
  if (only === undefined) {
    throw new Problem('Tocsin has no topics in this account and region: deploy it, or say --topic ARN');
  }
  if (others.length > 0) {
    throw new Problem(`Tocsin is deployed more than once: say --topic with one of ${own.join(', ')}`);
  }
  return only;
}
