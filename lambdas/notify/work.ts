import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Channel } from '../../channels/channel';
import type { Configuration } from '../../engine/configuration/configuration';
import { type ReadContacts, withContactsFor } from '../../engine/contacts';
import { KnownHolds } from '../../engine/hold';
import { notify } from '../../engine/notify';
import type { Ports } from '../../engine/ports';
import { eachMessage } from '../each-message';
import { Deliver, readHint } from '../hint';
import type { Work } from '../wrap';

/** Sends what the slots of a batch want. */
export const notifyBatch = (
  ports: () => Ports,
  configuration: () => Configuration,
  channels: readonly Channel[],
  contacts: ReadContacts,
): Work<SQSEvent, SQSBatchResponse> => {
  const known = new KnownHolds();
  return eachMessage(async (body, { log, count }) => {
    const hint = readHint(Deliver, body);
    if (!hint) return log.warn('a malformed delivery is dropped');
    const configured = await withContactsFor(configuration(), hint, contacts);
    const { outcome, reason, channel, attempt } = await notify(ports(), configured, channels, hint, known);
    const { group, slot } = hint;
    const line = { group, slot, outcome, channel, attempt };
    if (outcome === 'delivered') {
      log.info('delivered', line);
      count('Delivered', 1);
    } else if (outcome === 'given up') {
      log.error('given up', { ...line, reason });
      count('GivenUp', 1);
    } else {
      log.info(outcome, { ...line, reason });
    }
  });
};
