import { decideBooking } from '../../src/enrolment/booking/booking.rules.js';
import {
  unmetWords,
  type LearnerFacts,
  refusalFor,
  type RunConditions,
  unmet,
  unmetWhenTaking,
} from '../../src/enrolment/eligibility/eligibility.rules.js';

const now = new Date('2027-03-01T12:00:00Z');
const before = new Date('2027-02-01T12:00:00Z');
const after = new Date('2027-04-01T12:00:00Z');

const run: RunConditions = {
  state: 'open',
  bookingOpensAt: before,
  bookingClosesAt: null,
  lastEnd: after,
  timeZone: 'Pacific/Kiritimati',
  minimumAge: null,
  waitlistOn: true,
  termMaxRuns: 3,
};
const learner: LearnerFacts = {
  registrationActive: true,
  registrationAway: false,
  consentWithdrawn: false,
  registrationMissing: [],
  age: 40,
  unmetConditions: [],
  enrolledAs: null,
  facilitatesHere: false,
  placesInTerm: 0,
  clashes: [],
};
const wish = { now, outcome: 'confirmed', timeClashConfirmed: false } as const;
const missingContact = { code: 'safe_contact_missing', message: 'Please say how we may reach you.' } as const;
const clash = { runId: 'other', courseTitle: 'Other', startsAt: '2027-03-02T10:00:00Z' };

const codes = (
  ofRun: Partial<RunConditions>,
  ofLearner: Partial<LearnerFacts>,
  ofWish: Partial<Parameters<typeof unmet>[2]> = {},
) => unmet({ ...run, ...ofRun }, { ...learner, ...ofLearner }, { ...wish, ...ofWish }).map(({ code }) => code);

test.each<[string, Partial<RunConditions>, Partial<LearnerFacts>, Partial<Parameters<typeof unmet>[2]>, string[]]>([
  ['a registered learner may enrol', {}, {}, {}, []],
  ['a run in preparation is not open', { state: 'draft' }, {}, {}, ['run_not_open']],
  ['a finished run is over', { state: 'finished' }, {}, {}, ['run_over']],
  ['a cancelled run does not take place', { state: 'cancelled' }, {}, {}, ['run_cancelled']],
  ['booking opens later', { bookingOpensAt: after }, {}, {}, ['booking_not_open']],
  ['booking opens at this instant', { bookingOpensAt: now }, {}, {}, []],
  ['booking closed at this instant', { bookingClosesAt: now }, {}, {}, ['booking_closed']],
  ['nothing is booked after the last session', { lastEnd: now, bookingClosesAt: after }, {}, {}, ['no_date_to_come']],
  ['nothing is booked without any date (BR-225)', { lastEnd: null }, {}, {}, ['no_date_to_come']],
  ['a learner is on the run already', {}, { enrolledAs: 'id' }, {}, ['already_enrolled']],
  ['whoever facilitates it does not learn on it', {}, { facilitatesHere: true }, {}, ['facilitates_this_run']],
  [
    'something is missing in the registration',
    {},
    { registrationMissing: [missingContact] },
    {},
    ['registration_incomplete'],
  ],
  ['the registration rests', {}, { registrationActive: false }, {}, ['registration_not_active']],
  ['too young for this course', { minimumAge: 60 }, { age: 59 }, {}, ['below_minimum_age']],
  ['old enough on the day', { minimumAge: 60 }, { age: 60 }, {}, []],
  ['full, and no waiting list', { waitlistOn: false }, {}, { outcome: 'waitlisted' }, ['run_full']],
  ['full, with a waiting list', {}, {}, { outcome: 'waitlisted' }, []],
  ['three places in the term are used', {}, { placesInTerm: 3 }, {}, ['term_limit']],
  ['waiting does not count against the term', {}, { placesInTerm: 3 }, { outcome: 'waitlisted' }, []],
  ['a run without a term has no limit', { termMaxRuns: null }, { placesInTerm: 9 }, {}, []],
  ['two courses meet at once', {}, { clashes: [clash] }, {}, ['time_clash']],
  ['and the learner wants both', {}, { clashes: [clash] }, { timeClashConfirmed: true }, []],
  [
    'everything at once is listed',
    { minimumAge: 60 },
    { placesInTerm: 3, clashes: [clash] },
    {},
    ['below_minimum_age', 'term_limit', 'time_clash'],
  ],
])('%s', (_, ofRun, ofLearner, ofWish, expected) => {
  expect(codes(ofRun, ofLearner, ofWish)).toEqual(expected);
});

test('accepting judges the limit of the term and of time, and again what may have changed, but not the registration', () => {
  const taking = (facts: Partial<LearnerFacts>, timeClashConfirmed = false, conditions: Partial<RunConditions> = {}) =>
    unmetWhenTaking({ ...run, ...conditions }, { ...learner, ...facts }, { ...wish, timeClashConfirmed }).map(
      ({ code }) => code,
    );
  expect(taking({ consentWithdrawn: true })).toEqual(['consent_withdrawn']);
  expect(taking({ age: 17 }, false, { minimumAge: 18 })).toEqual(['below_minimum_age']);
  expect(taking({}, false, { lastEnd: null })).toEqual(['no_date_to_come']);
  expect(taking({ placesInTerm: 3, clashes: [clash] })).toEqual(['term_limit', 'time_clash']);
  expect(taking({ clashes: [clash] }, true)).toEqual([]);
  expect(taking({ facilitatesHere: true })).toEqual(['facilitates_this_run']);
  expect(taking({ registrationMissing: [missingContact], enrolledAs: 'this' })).toEqual([]);
});

test('a refusal names the first rule and lists every other one in plain words', () => {
  const [first, ...others] = unmet(
    { ...run, minimumAge: 60 },
    { ...learner, registrationMissing: [missingContact] },
    wish,
  );
  if (!first) throw new Error('expected a refusal');
  const refusal = refusalFor([first, ...others]);
  expect(refusal.code).toBe('registration_incomplete');
  expect(refusal.details.errors?.map(({ code }) => code)).toEqual(['safe_contact_missing', 'below_minimum_age']);
  expect(unmetWords(first).map(({ code }) => code)).toEqual(['registration_incomplete', 'safe_contact_missing']);
});

test('the day on which booking opens is the day where the course takes place', () => {
  const [first] = unmet({ ...run, bookingOpensAt: new Date('2027-03-31T20:00:00Z') }, learner, wish);
  expect(first?.values).toEqual({ day: '2027-04-01' });
});

test('in a list, each person is decided on the places that those before left, and refused ones take none', () => {
  const facts = new Map<string, LearnerFacts>([
    ['a', learner],
    ['b', { ...learner, enrolledAs: 'id' }],
    ['c', learner],
    ['d', learner],
  ]);
  const decisions = decideBooking(
    { ...run, approvalNeeded: false },
    { capacity: 2, taken: 0, waiting: false },
    ['a', 'b', 'nobody', 'c', 'd'],
    facts,
    { now, byStaff: true, timeClashConfirmed: false },
  );
  expect(decisions.map((decision) => ('outcome' in decision ? decision.outcome : decision.refused[0].code))).toEqual([
    'confirmed',
    'already_enrolled',
    'person_unknown',
    'confirmed',
    'waitlisted',
  ]);
});
