import { configuration, once } from '../environment';
import { awsPorts } from '../ports';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { reloadOnce } from './work';

export const handler = wrap(reloadOnce(once(awsPorts), configuration), tools());
