import { Keyring } from '../../engine/intake/keyring';
import { configuration, once } from '../environment';
import { awsPorts, clock } from '../ports';
import { trying } from '../rollout/trying';
import { secrets } from '../secrets';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { intakeRequest } from './work';

/** The one function that anybody on the internet can call. */
const ports = once(() => ({ ...awsPorts(), keyring: new Keyring(secrets, clock) }));

const steps = async () => ({
  try: async () => (await import('../../engine/intake/trial')).tryIntake(ports(), configuration()),
});

export const handler = wrap(trying(intakeRequest(ports, configuration), { steps }), tools());
