import { awsAlarms } from '../alarms';
import { configuration, once } from '../environment';
import { awsPorts } from '../ports';
import { trying } from '../rollout/trying';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { reconcileOnce } from './work';

const ports = once(() => ({ ...awsPorts(), alarms: awsAlarms() }));

/** It may ask CloudWatch; to raise what it finds is for the version that is live. */
const steps = async () => ({
  try: async () => {
    const inAlarm = await ports().alarms.inAlarm();
    return `configuration ${configuration().hash}; CloudWatch says that ${inAlarm.length} are in ALARM`;
  },
});

export const handler = wrap(trying(reconcileOnce(ports), { steps }), tools());
