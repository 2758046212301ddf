import { configuration, once } from '../environment';
import { awsPorts } from '../ports';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { flushBatch } from './work';

export const handler = wrap(flushBatch(once(awsPorts), configuration), tools());
