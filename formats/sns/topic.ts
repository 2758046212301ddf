import { parseArn } from '../cloudwatch/arn';

const ENDING = /(?:^|[-_])(critical|error|warning|info)(?:\.fifo)?$/i;

/** The severity at the end of a topic's name, `tocsin-critical`; undefined for other topics and for what is no topic. */
export function severityOf(topicArn: string): string | undefined {
  const arn = parseArn(topicArn);
  return arn?.service === 'sns' ? ENDING.exec(arn.resource)?.[1]?.toLowerCase() : undefined;
}
