import { readLocalFile } from './local-file';
import { PATHS } from './paths';
import { stopRunning } from './stopping';

/** `npm stop` */
const inbox = readLocalFile(PATHS.local)?.inbox;
const stopped = await stopRunning();
console.log(stopped ? `Stopped${inbox ? `; ${inbox} is gone` : ''}.` : 'Nothing runs here.');
