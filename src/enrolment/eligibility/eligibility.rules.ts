import { dateAt } from '../../platform/calendar.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { type AppError, refuse, unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import { hasDateToCome } from '../../sessions/runs/run.rules.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import type { Outcome } from '../seats/seat.rules.js';

/** What a run asks of anybody who wants to enrol. */
export interface RunConditions {
  state: 'draft' | 'open' | 'finished' | 'cancelled';
  bookingOpensAt: Date | null;
  bookingClosesAt: Date | null;
  lastEnd: Date | null;
  timeZone: string;
  minimumAge: number | null;
  waitlistOn: boolean;
  /** Null for a drop-in or a run without a term. */
  termMaxRuns: number | null;
}

/** What the college knows of the person that matters here, and nothing else (BR-59, 66). */
export interface LearnerFacts {
  registrationActive: boolean;
  /** Whether they have paused it or left; then nothing else about it matters (BR-192). */
  registrationAway: boolean;
  /** Whether they took back that the college may book for them (BR-142). */
  consentWithdrawn: boolean;
  registrationMissing: readonly UnmetGate[];
  /** In full years on the day of the first session (BR-185). */
  age: number | null;
  /** Conditions of the course that they do not meet, in the words of the prospectus (BR-20). */
  unmetConditions: readonly string[];
  /** Their live enrolment on this run. */
  enrolledAs: string | null;
  /** Whether they are asked or have agreed to facilitate this run, and not only to watch it. */
  facilitatesHere: boolean;
  /** Confirmed and offered, on other runs of the same term. */
  placesInTerm: number;
  clashes: readonly Clash[];
}

/** A session of another run that the person has a place on, at the same time. */
export interface Clash {
  runId: string;
  courseTitle: string;
  startsAt: string;
}

export interface Wish {
  now: Date;
  /** What enrolling would lead to. */
  outcome: Outcome;
  timeClashConfirmed: boolean;
}

type Code =
  keyof typeof enrolmentRefusals | typeof platformRefusals.consent_withdrawn | typeof platformRefusals.own_record;

/** One rule that is not met. */
export interface Unmet {
  code: Code;
  values?: Record<string, string | number>;
  items?: readonly UnmetGate[];
  extensions?: Record<string, unknown>;
}

/**
 * Every rule that keeps this person from this run now, the most basic first (BR-40 to BR-47, 209). Empty: they may enrol.
 */
export function unmet(run: RunConditions, learner: LearnerFacts, { now, outcome, timeClashConfirmed }: Wish): Unmet[] {
  const takesPlace = outcome === 'confirmed';
  const failing: (Unmet | false)[] = [
    ...bookingGates(run, now),
    learner.enrolledAs !== null && {
      code: enrolmentRefusals.already_enrolled,
      extensions: { enrolmentId: learner.enrolledAs },
    },
    learner.facilitatesHere && { code: enrolmentRefusals.facilitates_this_run },
    learner.consentWithdrawn && { code: platformRefusals.consent_withdrawn },
    registrationGate(learner),
    tooYoung(run, learner),
    ...learner.unmetConditions.map((condition): Unmet => ({
      code: enrolmentRefusals.condition_not_met,
      values: { condition },
    })),
    outcome === 'waitlisted' && !run.waitlistOn && { code: enrolmentRefusals.run_full },
    takesPlace &&
      exceedsTerm(run, learner) && { code: enrolmentRefusals.term_limit, values: { most: run.termMaxRuns ?? 0 } },
    !timeClashConfirmed &&
      learner.clashes.length > 0 && { code: enrolmentRefusals.time_clash, extensions: { clashes: learner.clashes } },
  ];
  return failing.filter((rule) => rule !== false);
}

/**
 * What keeps somebody who was offered a place or has asked for one from going on: what is judged again at that moment
 * (BR-44, 46, 47, 182, 185, 209, 225). The limits of term and time are those of a place, not of waiting for one.
 */
export function unmetWhenTaking(
  run: RunConditions,
  learner: LearnerFacts,
  { now, outcome, timeClashConfirmed }: Wish,
): Unmet[] {
  const takesPlace = outcome === 'confirmed';
  const failing: (Unmet | false)[] = [
    ...runGates(run, now),
    learner.facilitatesHere && { code: enrolmentRefusals.facilitates_this_run },
    learner.consentWithdrawn && { code: platformRefusals.consent_withdrawn },
    tooYoung(run, learner),
    takesPlace &&
      exceedsTerm(run, learner) && { code: enrolmentRefusals.term_limit, values: { most: run.termMaxRuns ?? 0 } },
    takesPlace &&
      !timeClashConfirmed &&
      learner.clashes.length > 0 && { code: enrolmentRefusals.time_clash, extensions: { clashes: learner.clashes } },
  ];
  return failing.filter((rule) => rule !== false);
}

/**
 * The refusal for the first rule, with its parts and all the others listed. Unlike `refuseUnmet` it does not list the
 * first again.
 */
export function refusalFor([first, ...others]: readonly [Unmet, ...Unmet[]]): AppError {
  const errors = [...(first.items ?? []), ...others.flatMap(unmetWords)];
  return refuse(first.code, {
    ...(first.values && { values: first.values }),
    ...(first.extensions && { extensions: first.extensions }),
    ...(errors.length > 0 && { errors }),
  });
}

/** A rule in words, followed by its parts. */
export const unmetWords = ({ code, values, items = [] }: Unmet): UnmetGate[] => [
  unmetCondition(code, values),
  ...items,
];

function registrationGate({ registrationActive, registrationAway, registrationMissing }: LearnerFacts): Unmet | false {
  if (registrationMissing.length > 0 && !registrationAway)
    return { code: enrolmentRefusals.registration_incomplete, items: registrationMissing };
  return !registrationActive && { code: enrolmentRefusals.registration_not_active };
}

const tooYoung = ({ minimumAge }: RunConditions, { age }: LearnerFacts): Unmet | false =>
  minimumAge !== null &&
  age !== null &&
  age < minimumAge && { code: enrolmentRefusals.below_minimum_age, values: { age: minimumAge } };

const exceedsTerm = ({ termMaxRuns }: RunConditions, { placesInTerm }: LearnerFacts): boolean =>
  termMaxRuns !== null && placesInTerm >= termMaxRuns;

/** Whether anybody can have a place on it: it is open, and has a date to come (BR-225). */
function runGates(run: RunConditions, now: Date): Unmet[] {
  const codes = {
    draft: enrolmentRefusals.run_not_open,
    open: undefined,
    finished: enrolmentRefusals.run_over,
    cancelled: enrolmentRefusals.run_cancelled,
  } as const;
  const code = codes[run.state] ?? (hasDateToCome(run, now) ? undefined : enrolmentRefusals.no_date_to_come);
  return code === undefined ? [] : [{ code }];
}

function bookingGates(run: RunConditions, now: Date): Unmet[] {
  const gates = runGates(run, now);
  if (gates.length > 0) return gates;
  if (run.bookingOpensAt !== null && now < run.bookingOpensAt) {
    return [{ code: enrolmentRefusals.booking_not_open, values: { day: dateAt(run.bookingOpensAt, run.timeZone) } }];
  }
  return run.bookingClosesAt !== null && run.bookingClosesAt <= now ? [{ code: enrolmentRefusals.booking_closed }] : [];
}
