import { awsAlarms } from '../alarms';
import { once } from '../environment';
import { awsPorts } from '../ports';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { reconcileOnce } from './work';

export const handler = wrap(reconcileOnce(once(() => ({ ...awsPorts(), alarms: awsAlarms() }))), tools());
