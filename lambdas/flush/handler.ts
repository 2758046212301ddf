import { configuration, once } from '../environment';
import { awsPorts } from '../ports';
import { trying } from '../rollout/trying';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { flushBatch } from './work';

const ports = once(awsPorts);
const trial = () => import('../../engine/trial/flush');

const steps = async () => {
  const { tryFlush, endTrial } = await trial();
  return { try: () => tryFlush(ports(), configuration()), end: () => endTrial(ports()) };
};
const forget = async () => (await trial()).forgetTrial(ports());

export const handler = wrap(trying(flushBatch(ports, configuration), { steps, forget }), tools());
