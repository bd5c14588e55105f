import { partsFor, planParts, type PlanTies, stageOf, viewerOf } from '../../src/outcomes/plans/learning-plan.rules.js';

const ties: PlanTies = { learnerId: 'eve', advisorId: 'ada', advisorState: 'accepted', sharedParts: [], closed: false };

test.each<[string, string, Partial<PlanTies>, boolean, string | undefined]>([
  ['the learner', 'eve', {}, false, 'learner'],
  ['the learner of a closed plan', 'eve', { closed: true }, false, 'learner'],
  ['the advisor', 'ada', {}, false, 'advisor'],
  ['the advisor of a closed plan', 'ada', { closed: true }, false, undefined],
  ['somebody asked', 'ada', { advisorState: 'asked' }, false, 'asked_advisor'],
  ['somebody who said no', 'ada', { advisorState: 'declined' }, false, undefined],
  ['a facilitator with shared parts', 'ben', { sharedParts: ['goals'] }, false, 'reader'],
  ['an administrator', 'mo', {}, true, 'administrator'],
  ['an administrator who advises', 'ada', {}, true, 'advisor'],
  ['anybody else', 'fay', {}, false, undefined],
])('%s (BR-71)', (_, id, more, isAdministrator, expected) =>
  expect(viewerOf({ id, isAdministrator }, { ...ties, ...more })).toBe(expected),
);

test('the learner and the advisor see all parts, a reader those shared, the others none', () => {
  expect(partsFor('learner', [])).toEqual(planParts);
  expect(partsFor('advisor', [])).toEqual(planParts);
  expect(partsFor('reader', ['goals'])).toEqual(['goals']);
  expect([partsFor('administrator', ['goals']), partsFor('asked_advisor', ['goals'])]).toEqual([[], []]);
});

test.each([
  [[], 0, 1],
  [[{ state: 'proposed', baselineLevel: -1 }], 0, 2],
  [[{ state: 'active', baselineLevel: null }], 0, 3],
  [[{ state: 'active', baselineLevel: -1 }], 1, 4],
  [[{ state: 'achieved', baselineLevel: -1 }], 2, 5],
] as const)('goals %j and %i reviews are stage %i', (goals, reviews, stage) =>
  expect(stageOf(goals, reviews)).toBe(stage),
);
