import { configuration, once } from '../environment';
import { awsPorts } from '../ports';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { sweepOnce } from './work';

export const handler = wrap(sweepOnce(once(awsPorts), configuration), tools());
