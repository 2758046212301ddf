import type { Receiver } from '../../core/routing/receiver';
import type { Fault } from '../../formats/yaml/config-error';
import { suggestion } from '../../formats/yaml/nearest';
import { faultAt, type Source, valueAt } from '../../formats/yaml/source';

const KIND = 'escalation_configs';

/** The policies that a receiver's entries name, whether there are such policies or not. */
export function readPolicies(receiver: Readonly<Record<string, unknown>>): readonly string[] {
  const entries = receiver[KIND];
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown) => {
    const policy = valueAt(entry, ['policy']);
    return typeof policy === 'string' ? [policy] : [];
  });
}

/**
 * Receivers that name a policy which `oncall.yml` does not define, or one twice.
 * @param known the names of the policies; null where that file cannot be read, which is told elsewhere
 */
export function policyFaults(
  source: Source,
  receivers: readonly Receiver[],
  known: readonly string[] | null,
): readonly Fault[] {
  const written = valueAt(source.value, ['receivers']);
  return (Array.isArray(written) ? written : []).flatMap((receiver: unknown, at) => {
    const found = receivers.find(({ name }) => name === valueAt(receiver, ['name']));
    return (found?.policies ?? []).flatMap((policy, index, all): readonly Fault[] => {
      const path = ['receivers', at, KIND, index, 'policy'];
      const name = JSON.stringify(policy);
      if (all.indexOf(policy) < index) return [faultAt(source, path, `escalation policy ${name} is there twice`)];
      if (known === null || known.includes(policy)) return [];
      const hint = suggestion(policy, known);
      return [faultAt(source, path, `escalation policy ${name} is not defined in oncall.yml: ${hint}`)];
    });
  });
}
