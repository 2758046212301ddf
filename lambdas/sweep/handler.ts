import { sweep } from '../../engine/sweep';
import { configuration, once } from '../environment';
import { awsPorts } from '../ports';
import { trying } from '../rollout/trying';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { sweepOnce } from './work';

const ports = once(awsPorts);

/** A sweep more does no harm: the trial is the thing itself. */
const steps = async () => ({
  try: async () =>
    `configuration ${configuration().hash}; looked at what is due: ${(await sweep(ports())).hinted} hints`,
});

export const handler = wrap(trying(sweepOnce(ports, configuration), { steps }), tools());
