import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { isIndependent, lastRunnableDay } from '../../src/courses/approval/approval.rules.js';
import { differences } from '../../src/courses/versions/comparison.rules.js';
import {
  blankContent,
  type Content,
  contentFields,
  contentHash,
  edited,
  signedFields,
} from '../../src/courses/versions/content.rules.js';
import { areEligible, unmetConditions } from '../../src/courses/catalogue/eligibility.rules.js';
import { missingSignOffs, signedPair, type SignOffFact } from '../../src/courses/approval/sign-off.rules.js';
import { versionActionsFor } from '../../src/courses/versions/course-version.policy.js';
import { nextSemver, versionStates } from '../../src/courses/versions/course-version.rules.js';

const blank = blankContent({ capacityDefault: 12, cohortMinimum: 4, maxLearnersPerFacilitator: 10 });

const text = fc.string({ minLength: 1, maxLength: 20 }).map((words) => `a${words}b`);
const signedContent = fc.record({
  outcomes: fc.array(fc.record({ text, chime: fc.constantFrom('hope' as const, 'meaning' as const) }), {
    maxLength: 3,
  }),
  sessionPlans: fc.array(
    fc.record({
      order: fc.integer({ min: 1, max: 20 }),
      title: text,
      minutesContact: fc.integer({ min: 1, max: 600 }),
      minutesBreak: fc.integer({ min: 0, max: 60 }),
      activities: fc.array(
        fc.record({
          kind: fc.constant('talk' as const),
          minutes: fc.integer({ min: 1, max: 90 }),
          allowableForCeu: fc.boolean(),
          skippable: fc.boolean(),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 3 },
  ),
  materials: fc.array(fc.record({ title: text, format: text, url: fc.constant('https://example.org/a') }), {
    maxLength: 2,
  }),
  contentWarnings: fc.option(
    fc.array(fc.record({ code: fc.constantFrom('loss', 'family'), words: text }), { maxLength: 2 }),
  ),
  categoryMinutes: fc.array(
    fc.record({ category: fc.constantFrom('ethics', 'peer'), minutes: fc.integer({ min: 0, max: 600 }) }),
    { maxLength: 2 },
  ),
});

describe('the content hash', () => {
  const shuffled = (value: unknown): unknown => {
    if (typeof value === 'string') return `  ${value.replaceAll(' ', ' \n ')}\t`;
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, part]) => [name, shuffled(part)]),
    );
  };

  const tidy = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (_, part: unknown) =>
      typeof part === 'string' ? part.normalize('NFC').replace(/\s+/gu, ' ').trim() : part,
    );

  test('does not depend on the order of fields or on white space', () => {
    fc.assert(
      fc.property(signedContent, (content) => {
        expect(contentHash(shuffled(content) as typeof content)).toBe(contentHash(content));
      }),
    );
  });

  test('differs whenever something signed differs', () => {
    fc.assert(
      fc.property(signedContent, signedContent, (one, other) => {
        expect(contentHash(one) === contentHash(other)).toBe(isDeepStrictEqual(tidy(one), tidy(other)));
      }),
    );
    expect(contentHash({ ...blank, contentWarnings: [] })).not.toBe(contentHash(blank));
  });

  test('covers exactly outcomes, session plans, materials, warnings and minutes of continuing education (BR-4)', () => {
    const other: Content = {
      summary: 'x',
      levelText: 'x',
      outcomes: [{ text: 'x', chime: 'hope' }],
      sessionPlans: [{ order: 1, title: 'x', minutesContact: 1, minutesBreak: 0, activities: [] }],
      materials: [{ title: 'x', format: 'x' }],
      contentWarnings: [],
      categoryMinutes: [{ category: 'x', minutes: 1 }],
      whatToExpect: 'x',
      whatYouCanSkip: 'x',
      minimumAge: 1,
      eligibilityRules: [{ type: 'area', values: ['x'], words: 'x' }],
      deliveryModes: ['online'],
      capacityDefault: 1,
      cohortMinimum: 1,
      maxLearnersPerFacilitator: 1,
      feeCents: 1,
    };
    const covered = contentFields.filter(
      (field) => contentHash({ ...blank, [field]: other[field] }) !== contentHash(blank),
    );
    expect(covered.sort()).toEqual([...signedFields].sort());
  });
});

test('an edit leaves what it does not name, clears with null, and numbers the sessions in their order', () => {
  const plan = (order: number, title: string) => ({
    order,
    title,
    minutesContact: 60,
    minutesBreak: 0,
    activities: [],
  });
  const next = edited(
    { ...blank, summary: 'Kept.', minimumAge: 16 },
    { minimumAge: null, sessionPlans: [plan(7, 'Last'), plan(2, 'First')] },
  );
  expect(next).toMatchObject({
    summary: 'Kept.',
    minimumAge: null,
    sessionPlans: [
      { order: 1, title: 'First' },
      { order: 2, title: 'Last' },
    ],
  });
});

describe('two sign-offs', () => {
  const fact = (asRole: 'lived' | 'learned', personId: string, contentHashed = 'now', live = true): SignOffFact => ({
    id: `${asRole}-${personId}`,
    asRole,
    personId,
    contentHash: contentHashed,
    live,
  });
  const codes = (signOffs: SignOffFact[]) => missingSignOffs(signOffs, 'now').map(({ code }) => code);

  test.each<[string, SignOffFact[], string[]]>([
    ['none at all', [], ['signoff_missing', 'signoff_missing']],
    ['one of each, by two people', [fact('lived', 'ada'), fact('learned', 'ben')], []],
    ['only the learned one', [fact('learned', 'ben')], ['signoff_missing']],
    ['both by one person', [fact('lived', 'ada'), fact('learned', 'ada')], ['signoff_same_person']],
    ['one person twice, and a second one', [fact('lived', 'ada'), fact('learned', 'ada'), fact('learned', 'ben')], []],
    ['one that an edit made void', [fact('lived', 'ada', 'before', false), fact('learned', 'ben')], ['signoff_stale']],
    ['one on earlier content', [fact('lived', 'ada', 'before'), fact('learned', 'ben')], ['signoff_stale']],
    ['one that was withdrawn', [fact('lived', 'ada', 'now', false), fact('learned', 'ben')], ['signoff_missing']],
  ])('%s', (_, signOffs, expected) => {
    expect(codes(signOffs)).toEqual(expected);
    expect(signedPair(signOffs, 'now') === undefined).toBe(expected.length > 0);
  });
});

test('a comparison names each place where two texts differ, and nothing else', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => expect(differences(value, structuredClone(value))).toEqual([])));
  const before = { title: 'A', plans: [{ minutes: 60 }, { minutes: 30 }], warnings: null };
  const after = { title: 'A', plans: [{ minutes: 45 }], warnings: [] };
  expect(differences(before, after)).toEqual([
    { field: '/plans/0/minutes', before: 60, after: 45 },
    { field: '/plans/1', before: { minutes: 30 }, after: null },
    { field: '/warnings', before: null, after: [] },
  ]);
});

test.each([
  [[], '1.0.0'],
  [['1.0.0'], '1.1.0'],
  [['1.9.0', '1.10.3', '1.2.0'], '1.11.0'],
  [['2.0.0', '1.99.0'], '2.1.0'],
])('after %j comes %s', (taken, next) => {
  expect(nextSemver(taken)).toBe(next);
});

test.each([
  ['age', true],
  ['area', true],
  ['eligibility_basis', true],
  ['prior_course', true],
  ['diagnosis', false],
  ['condition', false],
  ['Age', false],
])('eligibility may depend on %s: %s (BR-20)', (type, allowed) => {
  expect(areEligible([{ type, values: ['x'], words: 'x' }])).toBe(allowed);
});

test('a reviewer is independent with lived experience and without a part in the group (BR-6)', () => {
  expect(isIndependent([{ personId: 'dee', livedExperience: true }], ['ada'])).toBe(true);
  expect(isIndependent([{ personId: 'ada', livedExperience: true }], ['ada'])).toBe(false);
  expect(
    isIndependent(
      [
        { personId: 'dee', livedExperience: false },
        { personId: 'ada', livedExperience: true },
      ],
      ['ada'],
    ),
  ).toBe(false);
});

test('reviews fall due by the calendar (BR-11)', () => {
  expect(lastRunnableDay('2026-12-15', 60)).toBe('2027-02-13');
});

test('outsiders may do nothing with a version, in whatever state it is', () => {
  for (const state of versionStates)
    expect(
      versionActionsFor({ state, staff: false, roles: [], invited: false, proposer: false, signed: false }),
    ).toEqual([]);
});

const somebody = { age: 20, area: 'North', eligibilityBasis: 'supporter', completedCourseIds: ['c1'] };
test.each([
  ['age', ['16-25'], []],
  ['age', ['21-'], ['w']],
  ['age', ['-20'], []],
  ['age', ['young'], ['w']],
  ['area', [' north '], []],
  ['area', [' Nörth '], []],
  ['area', ['South', 'East'], ['w']],
  ['eligibility_basis', ['staff', 'supporter'], []],
  ['eligibility_basis', ['staff'], ['w']],
  ['prior_course', ['c1'], []],
  ['prior_course', ['c2'], ['w']],
])('the condition %s %j leaves %j open', (type, values, open) =>
  expect(unmetConditions([{ type, values, words: 'w' }], somebody)).toEqual(open),
);

test('somebody who has said nothing meets no condition', () => {
  const nobody = { age: null, area: null, eligibilityBasis: null, completedCourseIds: [] };
  const rules = ['age', 'area', 'eligibility_basis', 'prior_course'].map((type) => ({
    type,
    values: ['16-25'],
    words: type,
  }));
  expect(unmetConditions(rules, nobody)).toHaveLength(4);
});
