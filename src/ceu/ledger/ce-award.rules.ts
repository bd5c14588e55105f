import { unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import { type CategoryLines, spread, sumOf, wholeCourse, within } from '../approvals/category.rules.js';
import { allowableMinutes as minutesPlanned, type CreditedPlan } from '../approvals/allowable.rules.js';
import { ceuRefusals } from '../ceu.refusals.js';
import type { CreditRole } from './ce-credit.rules.js';
import { rounded, type RoundingRule } from '../approvals/rounding.rules.js';

export const partialCredits = ['actual', 'none'] as const;
export type PartialCredit = (typeof partialCredits)[number];

/** The rules of an approval as they were when somebody was first credited under it; an award keeps them. */
export interface CreditRule {
  rounding: RoundingRule;
  minimumMinutes: number;
  attendancePercent: number;
  partialCredit: PartialCredit;
  maxMinutesPerDay: number | null;
  categoryScope: string[];
  evaluationRequired: boolean;
  assessmentRequired: boolean;
  presenterMinutes: boolean;
  retentionYears: number;
}

/** One delivered session, and how much of it counts for the person. */
export interface SessionCredit {
  sessionId: string;
  /** The planned session of the course that it held; 0 for an extra meeting. */
  order: number;
  /** The day at the place where it was held. */
  on: string;
  /** What of it can count: activities that are allowable and were held, without breaks (BR-108, 177). */
  allowableMinutes: number;
  /** How much of that the person was there for; late arrival and early leaving already taken off (BR-111). */
  creditableMinutes: number;
  /** The mark in the register that this stands on (I-31). */
  markId?: string | null;
}

export interface CreditFacts {
  completed: boolean;
  role: CreditRole;
  sessions: readonly SessionCredit[];
  categoryMinutes: readonly { category: string; minutes: number }[];
  /** The sessions that the course plans: its categories are shares of all of it, however much was held. */
  plans: readonly CreditedPlan[];
  evaluation: boolean;
  assessment: boolean;
  /**
   * Orders of the sessions that this person was credited for presenting earlier in the cycle: each content counts once.
   */
  presentedBefore?: readonly number[];
}

export interface Credit {
  minutes: number;
  categories: CategoryLines;
  credits: number;
}

export type Decision = { credit: Credit; unmet: [] } | { credit: null; unmet: UnmetGate[] };

/**
 * What one run earns one person under one rule (BR-109 to BR-113): thresholds first, then minutes summed over all
 * sessions, then one rounding. Either credit, or everything that is missing for it.
 */
export function decideAward(rule: CreditRule, facts: CreditFacts): Decision {
  const unmet = facts.role === 'learner' ? unmetByLearner(rule, facts) : unmetByPresenter(rule, facts);
  if (unmet.length > 0) return { credit: null, unmet };
  const planned = facts.plans.reduce((sum, plan) => sum + minutesPlanned(plan), 0);
  const capped = cappedByDay(countedSessions(rule, facts), rule.maxMinutesPerDay);
  const categories =
    capped === 0 ? {} : within(spread(capped, wholeCourse(facts.categoryMinutes, planned)), rule.categoryScope);
  const minutes = sumOf(categories);
  const credits = rounded(rule.rounding, minutes);
  if (minutes < rule.minimumMinutes || credits === 0)
    return {
      credit: null,
      unmet: [unmetCondition(ceuRefusals.minutes_below_minimum, { minutes, minimum: rule.minimumMinutes })],
    };
  return { credit: { minutes, categories, credits }, unmet: [] };
}

function unmetByLearner(rule: CreditRule, { completed, sessions, evaluation, assessment }: CreditFacts): UnmetGate[] {
  const allowable = sessions.reduce((sum, { allowableMinutes }) => sum + allowableMinutes, 0);
  const attended = sessions.reduce((sum, { creditableMinutes }) => sum + creditableMinutes, 0);
  return [
    ...(completed ? [] : [unmetCondition(ceuRefusals.run_not_completed)]),
    ...(attended * 100 >= rule.attendancePercent * allowable
      ? []
      : [
          unmetCondition(ceuRefusals.attendance_below_threshold, {
            attended,
            allowable,
            percent: rule.attendancePercent,
          }),
        ]),
    ...(rule.evaluationRequired && !evaluation ? [unmetCondition(ceuRefusals.evaluation_missing)] : []),
    ...(rule.assessmentRequired && !assessment ? [unmetCondition(ceuRefusals.ce_assessment_missing)] : []),
  ];
}

/** Presenting is credited where the approval grants it; thresholds and tests are for learners. */
function unmetByPresenter(rule: CreditRule, { completed }: CreditFacts): UnmetGate[] {
  return [
    ...(completed ? [] : [unmetCondition(ceuRefusals.run_not_completed)]),
    ...(rule.presenterMinutes ? [] : [unmetCondition(ceuRefusals.presenter_minutes_not_granted)]),
  ];
}

/**
 * Above the threshold: the minutes that were really attended, or, where there is no partial credit, all of them
 * (BR-110).
 */
function countedSessions(
  rule: CreditRule,
  { role, sessions, presentedBefore = [] }: CreditFacts,
): { on: string; minutes: number }[] {
  if (role === 'presenter') {
    return sessions
      .filter(({ order, creditableMinutes }) => creditableMinutes > 0 && !presentedBefore.includes(order))
      .map(({ on, creditableMinutes }) => ({ on, minutes: creditableMinutes }));
  }
  return sessions.map(({ on, allowableMinutes, creditableMinutes }) => ({
    on,
    minutes: rule.partialCredit === 'none' ? allowableMinutes : creditableMinutes,
  }));
}

/** Minutes of one day count up to the cap; the excess is ignored (BR-112). */
export function cappedByDay(sessions: readonly { on: string; minutes: number }[], cap: number | null): number {
  const days = new Map<string, number>();
  for (const { on, minutes } of sessions) days.set(on, (days.get(on) ?? 0) + minutes);
  return [...days.values()].reduce((sum, minutes) => sum + Math.min(minutes, cap ?? minutes), 0);
}

/** Self-paced learning counts only when it was monitored, and only so many minutes a day (BR-112). */
export const selfPacedMinutes = (minutes: number, days: number, monitored: boolean, cap: number): number =>
  monitored ? Math.min(minutes, days * cap) : 0;

/** Until when a record of this year is kept: so many years after its end (BR-117). */
export const retainedUntil = (on: string, years: number): string =>
  `${String(Number(on.slice(0, 4)) + years).padStart(4, '0')}-12-31`;
