import { type Mute, muteText } from '../../../core/incident/group';
import type { Muted } from '../../muting/mutes';
import type { Suppressed } from './result';
import { nameOf } from './story';

/**
 * What was kept from being told, and by what. A flush judges: an alert is listed when one first leaves it out, once for
 * each reason as long as it fires.
 */
export class Suppressions {
  readonly silenced: Suppressed[] = [];
  readonly inhibited: Suppressed[] = [];
  readonly #known = new Set<string>();

  /** @returns what is new, in words */
  note(muted: readonly Muted[], at: number): readonly string[] {
    return muted.flatMap(({ member, mutes }) => {
      const fresh = mutes.filter(({ by, name }) => {
        const key = JSON.stringify([member.fingerprint, member.startsAt, by, name]);
        return !this.#known.has(key) && this.#known.add(key);
      });
      for (const mute of fresh) this.#list(mute).push({ at, labels: member.labels, by: nameFor(mute) });
      return fresh.length > 0 ? [`not told: ${nameOf(member.labels)}: ${fresh.map(muteText).join(', ')}`] : [];
    });
  }

  #list({ by }: Mute): Suppressed[] {
    return by === 'inhibition' ? this.inhibited : this.silenced;
  }
}

/** A rule of the team's is named by its place; what is built in has a name. */
const nameFor = ({ by, name }: Mute): string | number =>
  by === 'inhibition' && /^\d+$/.test(name) ? Number(name) : name;
