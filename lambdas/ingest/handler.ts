import { awsAlarms } from '../alarms';
import { configuration, once } from '../environment';
import { awsPorts } from '../ports';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { ingestBatch } from './work';

export const handler = wrap(
  ingestBatch(
    once(() => ({ ...awsPorts(), alarms: awsAlarms() })),
    configuration,
  ),
  tools(),
);
