import {
  type CertificationState,
  chainBefore,
  type History,
  openRest,
  type Period,
  statusByDates,
  statusOn,
  suspensionsOf,
  validThrough,
  windowOpensOn,
} from '../certifications/certification.rules.js';
import { answerTo } from '../due-process/due-process.rules.js';
import { nextValidity, type RenewalRule } from '../certifications/expiry.rules.js';
import { dayAfter, daysLater, monthsThrough } from '../../platform/calendar.js';

export const choices = [
  'renew',
  'renew_late',
  'ask_for_extension',
  'ask_for_reinstatement',
  'apply_anew',
  'wait_for_decision',
  'appeal',
  'wait_for_suspension_to_end',
  'reactivate',
  'do_nothing',
] as const;
export type Choice = (typeof choices)[number];

export interface Prospect {
  choice: Choice;
  from: string;
  by: string | null;
  leadsTo: CertificationState;
  leadsToOn: string;
  validThrough: string | null;
}

/** The period that counts on a day: the one that runs, else the last one before it, else the first one after it. */
export const periodOn = ({ periods }: History, day: string): Period | undefined =>
  periods.find(({ validFrom, validThrough: through }) => validFrom <= day && day <= through) ??
  periods.findLast(({ validThrough: through }) => through < day) ??
  periods[0];

/**
 * What can be done from a day on, and what each leads to. A pure function of history and terms, like the status itself.
 */
export function prospects(history: History, terms: RenewalRule | null, day: string): Prospect[] {
  const period = periodOn(history, day);
  const state = statusOn(history, day);
  if (!period) return [];
  const renewed = renewing(history, terms, period, statusByDates(history, day), day).map((prospect) => ({
    ...prospect,
    leadsTo: asFarAsPaused(history, prospect),
  }));
  return [...renewed, ...dueProcess(history, state, day), ...nothing(history, period, state, day)].sort((a, b) =>
    a.from.localeCompare(b.from),
  );
}

/** What is renewed during a suspension or a rest counts once that is over. */
function asFarAsPaused(history: History, { leadsTo, leadsToOn }: Prospect): CertificationState {
  const then = statusOn(history, leadsToOn);
  return leadsTo === 'active' && (then === 'suspended' || then === 'inactive') ? then : leadsTo;
}

function renewing(
  history: History,
  terms: RenewalRule | null,
  period: Period,
  state: CertificationState,
  day: string,
): Prospect[] {
  if (!terms) return [];
  const on = (completedOn: string): string => nextValidity(terms, completedOn, chainBefore(history)).validThrough;
  const later = (one: string, other: string): string => (one > other ? one : other);
  const expired = dayAfter(period.validThrough);
  const graceEnds = daysLater(period.validThrough, period.graceDays);
  switch (state) {
    case 'active':
    case 'upcoming':
    case 'renewal_open': {
      if (history.periods.at(-1) !== period) return [];
      const from = later(windowOpensOn(period), day);
      const inTime: Prospect = {
        choice: 'renew',
        from,
        by: period.validThrough,
        leadsTo: 'active',
        leadsToOn: from,
        validThrough: on(from),
      };
      const late: Prospect = {
        choice: 'renew_late',
        from: expired,
        by: graceEnds,
        leadsTo: 'active',
        leadsToOn: expired,
        validThrough: on(expired),
      };
      return [inTime, ...(period.graceDays > 0 ? [late] : []), ...extending(period, day)];
    }
    case 'expired_in_grace':
      return [
        { choice: 'renew_late', from: day, by: graceEnds, leadsTo: 'active', leadsToOn: day, validThrough: on(day) },
      ];
    case 'lapsed':
      return [
        {
          choice: 'ask_for_reinstatement',
          from: day,
          by: null,
          leadsTo: 'reinstatement_review',
          leadsToOn: day,
          validThrough: null,
        },
        { choice: 'apply_anew', from: day, by: null, leadsTo: 'active', leadsToOn: day, validThrough: null },
      ];
    case 'renewal_submitted':
    case 'reinstatement_review':
      return [
        {
          choice: 'wait_for_decision',
          from: day,
          by: null,
          leadsTo: 'active',
          leadsToOn: day,
          validThrough: on(state === 'renewal_submitted' ? submittedOn(history, day) : day),
        },
      ];
    case 'revoked':
    case 'surrendered':
      return [{ choice: 'apply_anew', from: day, by: null, leadsTo: 'active', leadsToOn: day, validThrough: null }];
    default:
      return [];
  }
}

/** A provisional certificate is extended once, by somebody of the college (BR-91). */
function extending({ validThrough: through, extensionMonths = 0 }: Period, day: string): Prospect[] {
  if (extensionMonths === 0) return [];
  return [
    {
      choice: 'ask_for_extension',
      from: day,
      by: through,
      leadsTo: 'active',
      leadsToOn: day,
      validThrough: monthsThrough(dayAfter(through), extensionMonths),
    },
  ];
}

function dueProcess(history: History, state: CertificationState, day: string): Prospect[] {
  if (state === 'suspended') {
    const until = suspensionsOf(history)
      .filter(({ from, through }) => from <= day && (through === null || day <= through))
      .map(({ through }) => through)
      .sort()
      .at(-1);
    if (!until) return [];
    const after = dayAfter(until);
    return [
      {
        choice: 'wait_for_suspension_to_end',
        from: day,
        by: until,
        leadsTo: statusOn(history, after),
        leadsToOn: after,
        validThrough: validThrough(history, after, false),
      },
    ];
  }
  if (state === 'inactive') {
    const awake = { ...history, acts: history.acts.filter(({ id }) => id !== openRest(history)?.id) };
    return [
      {
        choice: 'reactivate',
        from: day,
        by: null,
        leadsTo: statusOn(awake, day),
        leadsToOn: day,
        validThrough: validThrough(awake, day, false),
      },
    ];
  }
  const revoked = history.acts.findLast(({ kind }) => kind === 'revoked');
  if (
    state !== 'revoked' ||
    !revoked?.answerBy ||
    day > revoked.answerBy ||
    answerTo(history.acts, revoked.id, 'appealed')
  )
    return [];
  const restored = { ...history, acts: history.acts.filter((act) => act !== revoked) };
  return [
    {
      choice: 'appeal',
      from: day,
      by: revoked.answerBy,
      leadsTo: statusOn(restored, day),
      leadsToOn: revoked.fromOn ?? revoked.on,
      validThrough: validThrough(restored, day, false),
    },
  ];
}

/** What happens by itself at the next date that matters. */
function nothing(
  history: History,
  { validThrough: through, graceDays }: Period,
  state: CertificationState,
  day: string,
): Prospect[] {
  const dates = [dayAfter(through), dayAfter(daysLater(through, graceDays))].filter((date) => date > day);
  const next = dates.find((date) => statusOn(history, date) !== state);
  return next
    ? [
        {
          choice: 'do_nothing',
          from: day,
          by: null,
          leadsTo: statusOn(history, next),
          leadsToOn: next,
          validThrough: null,
        },
      ]
    : [];
}

const submittedOn = ({ renewals }: History, day: string): string =>
  renewals.findLast(({ decidedOn }) => decidedOn === null)?.submittedOn ?? day;
