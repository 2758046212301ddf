import { sendHttp } from '../../adapters/http';
import { transport } from '../../adapters/transport';
import { channels } from '../../channels';
import { readContactsFrom } from '../contacts';
import { configuration, once } from '../environment';
import { sendingPorts } from '../ports';
import { trying } from '../rollout/trying';
import { secrets } from '../secrets';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { notifyBatch } from './work';

const sms = once(async () => {
  const { sendSms, snsClient } = await import('../../adapters/aws/sns');
  const client = snsClient();
  return (request: Parameters<typeof sendSms>[1]) => sendSms(client, request);
});
const email = once(async () => {
  const { sendEmail, sesClient } = await import('../../adapters/aws/ses');
  const client = sesClient();
  return (request: Parameters<typeof sendEmail>[1]) => sendEmail(client, request);
});

/** Only this function sends, and only it reads providers' keys. */
const ports = once(() =>
  sendingPorts(
    transport({
      http: (request) => sendHttp(secrets, request),
      sms: async (request) => (await sms())(request),
      email: async (request) => (await email())(request),
    }),
  ),
);

const steps = async () => {
  const { tryNotify } = await import('../../engine/trial/notify');
  return { try: () => tryNotify(ports(), configuration(), channels, (reference) => secrets.read(reference)) };
};

export const handler = wrap(trying(notifyBatch(ports, configuration, channels, readContactsFrom), { steps }), tools());
