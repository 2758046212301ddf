import type { Labels } from '../../../core/alert/alert';
import { compileMatcher } from '../../../core/routing/matcher';
import { matcher } from './routes';
import '../../../core/routing/re2';

test.each<[string, Labels, boolean]>([
  ['team=db', { team: 'db' }, true],
  ['team=db', { team: 'DB' }, false],
  ['team=db', {}, false],
  ['team=', {}, true],
  ['team=', { team: '' }, true],
  ['team!=db', {}, true],
  ['team!=', {}, false],
  ['team=~d|b', { team: 'd' }, true],
  ['team=~d|b', { team: 'db' }, false],
  ['team=~d.', { team: 'db' }, true],
  ['team=~.*', {}, true],
  ['team=~.+', {}, false],
  ['team=~a.b', { team: 'a\nb' }, false],
  ['team=~(?s)a.b', { team: 'a\nb' }, true],
  ['team=~(?i)DB', { team: 'db' }, true],
  ['team!~d.', { team: 'db' }, false],
  ['team!~d.', {}, true],
  ['constructor=', {}, true],
  ['constructor=~.+', {}, false],
])('%s on %j is %s', (text, labels, holds) => {
  expect(compileMatcher(matcher(text))(labels)).toBe(holds);
});

test('an expression that holds a backtracking engine for seconds is answered at once', () => {
  // Prepare
  const holds = compileMatcher(matcher('name=~(a+)+b'));

  // Act
  const answer = holds({ name: 'a'.repeat(5_000) });

  // Assess
  expect(answer).toBe(false);
});

test('an expression that is none throws', () => {
  expect(() => compileMatcher(matcher('team=~a['))).toThrow('missing closing ]');
});
