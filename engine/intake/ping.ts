import { heartbeatToken } from '../../core/heartbeat/token';
import { sealEnvelope } from '../../formats/intake/envelope';
import { type Answer, type Reply, type Route, text } from './http';
import { isSame } from './keyring';
import { overRate } from './rate';

/** Nothing has to report more often. */
const PER_MINUTE = 60;
const METHODS = ['GET', 'HEAD', 'POST'];

/** `/heartbeat/NAME/TOKEN`: something says that it works. A wrong name and a wrong token look the same. */
export const ping: Route = async (ports, { heartbeats, heartbeatKey }, { method, path }) => {
  const answer = (reply: Reply, sender: string | null = null): Answer => ({ reply, route: '/heartbeat', sender });
  if (!METHODS.includes(method)) return answer(text(405, 'GET, HEAD or POST\n', { allow: METHODS.join(', ') }));
  const [, , name = '', token = '', ...more] = path.split('/');
  const unknown = answer(text(404, 'no such heartbeat, or not its token\n'));
  if (heartbeatKey === null || token === '' || more.length > 0) return unknown;
  const isRight = await ports.keyring.holds(heartbeatKey, (key) => isSame(heartbeatToken(key, name), token));
  if (!isRight || !heartbeats.some((one) => one.name === name)) return unknown;
  const seconds = await overRate(ports, `heartbeat ${name}`, PER_MINUTE);
  if (seconds !== null) return answer(text(429, 'too often\n', { 'retry-after': String(seconds) }), name);
  const body = sealEnvelope({ tocsin: 'heartbeat', name, at: ports.clock.now() });
  await ports.queue.send({ queue: 'ingest', body }, 0);
  return answer(text(200, 'heard\n'), name);
};
