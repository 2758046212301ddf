import type { Response } from '../../../channels/channel';
import type { Integration } from '../../../core/routing/receiver';
import type { EpochMs } from '../../../core/time';
import type { Disruption } from './scenario';

const HEALTHY: Readonly<Record<string, number>> = { pagerduty: 202 };

/** Everybody who is told something: they take it, unless the scenario says otherwise. */
export class Providers {
  readonly #disruptions: Disruption[] = [];
  #taken = 0;

  disrupt(disruption: Disruption): void {
    this.#disruptions.push(disruption);
  }

  /** What a destination answers at this instant; of two outages, the one that began last counts. */
  answer(
    receiver: string,
    { channel, index }: Pick<Integration, 'channel' | 'index'>,
    now: EpochMs,
  ): Response | 'timeout' {
    const holds = this.#disruptions.filter(
      (one) =>
        one.receiver === receiver &&
        (one.channel === null || one.channel === channel) &&
        (one.config === null || one.config === index) &&
        one.from <= now &&
        now < one.until,
    );
    const answer = holds.at(-1)?.answer;
    if (answer === undefined || (answer !== 'timeout' && answer.status < 300)) return this.#healthy(channel);
    if (answer === 'timeout') return answer;
    const headers: Record<string, string> = {};
    if (answer.retryAfterMs !== null) headers['retry-after'] = String(answer.retryAfterMs / 1_000);
    return { status: answer.status, headers, body: '' };
  }

  #healthy(channel: string): Response {
    this.#taken += 1;
    const id = String(this.#taken);
    const slack = JSON.stringify({ ok: true, channel: 'C0REPLAY', ts: `${id}.000001` });
    return { status: HEALTHY[channel] ?? 200, headers: {}, body: channel === 'slack' ? slack : `replay-${id}` };
  }
}
