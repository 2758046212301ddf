import fc from 'fast-check';
import { allOf, type Matcher } from '../../../core/routing/matcher';
import { matcherIndex } from '../../../core/routing/matcher-index';
import { matcher } from './routes';

const pick = (...values: string[]) => fc.constantFrom(...values); // few names and values: matches happen
const condition = fc
  .tuple(pick('a', 'b', 'c'), pick('=', '=', '!=', '=~', '!~'), pick('', '1', '2', '1|2', '1|', '(1|2)3', '.+', '1.*'))
  .map(([name, operator, value]): Matcher => matcher(`${name}${operator}${value}`));
const sets = fc.array(fc.array(condition, { maxLength: 3 }), { maxLength: 12 });
const labelSet = fc.record({ a: pick('', '1', '2', '13'), b: pick('1', '2') }, { requiredKeys: [] });

test('what holds is always found, in order, once', () => {
  const found = fc.property(sets, labelSet, (all, labels) => {
    const candidates = matcherIndex(all)(labels);
    const holding = all.flatMap((matchers, position) => (allOf(matchers)(labels) ? [position] : []));

    expect(candidates.filter((position) => allOf(all[position] ?? [])(labels))).toEqual(holding);
    expect(candidates).toEqual([...new Set(candidates)].sort((a, b) => a - b));
  });
  fc.assert(found, { numRuns: 2_000 });
});

test('of many sets only those that can hold are candidates', () => {
  // Prepare
  const all = Array.from({ length: 1_000 }, (_, at) => [matcher(`cluster=c-${at}`), matcher('service=~svc-(1|2|3)')]);

  // Act
  const candidates = matcherIndex(all)({ cluster: 'c-7', service: 'svc-1' });

  // Assess
  expect(candidates).toEqual([7]);
});
