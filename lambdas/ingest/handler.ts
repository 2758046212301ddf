import { awsAlarms } from '../alarms';
import { configuration, once } from '../environment';
import { awsPorts } from '../ports';
import { withRegexEngine } from '../regex';
import { trying } from '../rollout/trying';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { ingestBatch } from './work';

const ports = once(() => ({ ...awsPorts(), alarms: awsAlarms() }));

const steps = async () => {
  const { tryIngest } = await import('../../engine/trial/ingest');
  return { try: () => withRegexEngine(() => tryIngest(ports(), configuration())) };
};

export const handler = wrap(trying(ingestBatch(ports, configuration), { steps }), tools());
