import { conflictOf, faultOf } from '../../../core/oncall/override';
import { at, override } from './schedules';

const existing = override({ id: 'old', person: 'dan', replaces: 'alice' });

test.each([
  ['the same person twice', override({ id: 'new', person: 'dan' }), true],
  ['the same person replaced twice', override({ id: 'new', person: 'bob', replaces: 'alice' }), true],
  ['whoever takes over is replaced', override({ id: 'new', replaces: 'dan' }), true],
  ['whoever is replaced is added', override({ id: 'new', person: 'alice' }), true],
  ['other people', override({ id: 'new', person: 'erin', replaces: 'bob' }), false],
  ['another schedule', override({ id: 'new', schedule: 'other', person: 'dan' }), false],
  ['after it', override({ id: 'new', person: 'dan', from: existing.to, to: existing.to + 1 }), false],
  ['before it', override({ id: 'new', person: 'dan', from: existing.from - 1, to: existing.from }), false],
  ['itself', existing, false],
])('%s', (_what, wanted, isConflict) => {
  expect(conflictOf(wanted, [existing])).toBe(isConflict ? existing : null);
});

test.each([
  [override({ person: 'dan', replaces: 'alice' }), null],
  [override({ person: 'dan' }), null],
  [override({ replaces: 'dan' }), null],
  [override(), 'name a person, whom it replaces, or both'],
  [override({ person: 'dan', replaces: 'dan' }), 'dan cannot replace themselves'],
  [override({ person: 'dan', to: at('2026-01-06T00:00:00Z') }), 'ends before it begins'],
])('%j is refused for: %s', (one, fault) => {
  expect(faultOf(one)).toBe(fault);
});
