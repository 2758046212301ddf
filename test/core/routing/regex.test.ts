import { compilePattern, provideRegexEngine, RegexEngineMissing } from '../../../core/routing/regex';

test('what is plain needs no engine', () => {
  expect(compilePattern('web|api')('api')).toBe(true);
});

test('what is not plain says that its engine is missing, and is answered once it is there', () => {
  // Prepare
  const ask = () => compilePattern('(?i)web')('WEB');
  expect(ask).toThrow(RegexEngineMissing);

  // Act
  provideRegexEngine(() => (text) => text.toLowerCase() === 'web');

  // Assess
  expect(ask()).toBe(true);
});
