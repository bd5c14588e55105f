import type { Act, ActKind } from '../due-process/due-process.rules.js';
import { type Chain } from './expiry.rules.js';
import type { Grade } from '../schemes/scheme.rules.js';
import { dayAfter, daysLater } from '../../platform/calendar.js';

export const waysToVerify = ['number', 'link'] as const;

/** Where a period came from: recorded from an external body, or how the college granted it. */
export const periodKinds = ['recorded', 'first', 'extension', 'renewal', 'reinstatement'] as const;
export type PeriodKind = (typeof periodKinds)[number];

export const certificationStates = [
  'recorded',
  'upcoming',
  'active',
  'renewal_open',
  'renewal_submitted',
  'expired_in_grace',
  'lapsed',
  'reinstatement_review',
  'suspended',
  'inactive',
  'revoked',
  'surrendered',
] as const;
export type CertificationState = (typeof certificationStates)[number];

export interface Period {
  validFrom: string;
  validThrough: string;
  grade: Grade;
  /** What nobody has verified does not count (BR-104). */
  verified: boolean;
  windowDays: number;
  graceDays: number;
  /** Months by which it can be extended, once (BR-91). */
  extensionMonths?: number;
}

/** A request to renew, or after a lapse to be reinstated. */
export interface RenewalRequest {
  submittedOn: string;
  decidedOn: string | null;
}

/** Everything that decides where a certification stands. Rows are only ever added to it. */
export interface History {
  periods: Period[];
  renewals: RenewalRequest[];
  acts: Act[];
}

/** In these states somebody may facilitate (BR-22). */
const facilitating: readonly CertificationState[] = ['active', 'renewal_open', 'renewal_submitted'];

/** By its dates, a renewal can be handed in (BR-96, BR-97). */
export const renewable: readonly CertificationState[] = ['renewal_open', 'expired_in_grace'];

/** In these states it is there to be suspended, rested or given back. */
export const inForceOrResting: readonly CertificationState[] = [
  'upcoming',
  ...facilitating,
  'expired_in_grace',
  'suspended',
  'inactive',
];

/**
 * Where a certification stands on a day: a pure function of its history and the terms of its periods, so that no job
 * has to have run (I-38). A revocation that an appeal overturned counts as if it had never been (BR-94).
 */
export function statusOn(history: History, day: string): CertificationState {
  const periods = countedPeriods(history);
  if (periods.length === 0) return 'recorded';
  const ended = endsOf(history).findLast(({ from }) => from <= day);
  if (ended) return ended.state;
  const current = periods.find((period) => covers(period, day));
  const last = periods.findLast(({ validThrough: through }) => through < day);
  if (!current && !last) return 'upcoming';
  const inGrace = !current && last !== undefined && day <= daysLater(last.validThrough, last.graceDays);
  const during = (pauses: Pause[]): boolean =>
    (current !== undefined || inGrace) &&
    pauses.some(({ from, through }) => from <= day && (through === null || day <= through));
  if (during(suspensionsOf(history))) return 'suspended';
  if (during(restsOf(history))) return 'inactive';
  const pending = history.renewals.some(
    ({ submittedOn, decidedOn }) => submittedOn <= day && (decidedOn === null || decidedOn > day),
  );
  if (current) return currentState(current, periods, day, pending);
  if (inGrace) return 'expired_in_grace';
  return pending ? 'reinstatement_review' : 'lapsed';
}

/**
 * Where its dates put it, whoever or whatever keeps it from counting: a suspension or a rest stops the work and not the
 * clock, so that it can be renewed meanwhile and is still there when the pause is over (BR-96).
 */
export const statusByDates = (history: History, day: string): CertificationState =>
  statusOn({ ...history, acts: history.acts.filter(({ kind }) => !pauses.includes(kind)) }, day);

function currentState(current: Period, periods: Period[], day: string, pending: boolean): CertificationState {
  if (periods.some(({ validFrom }) => validFrom === dayAfter(current.validThrough))) return 'active';
  if (pending) return 'renewal_submitted';
  return day >= windowOpensOn(current) ? 'renewal_open' : 'active';
}

/**
 * The first day on which a renewal may be handed in (BR-96); a provisional period is open for it from its first day
 * (BR-91).
 */
export const windowOpensOn = ({ grade, validFrom, validThrough: through, windowDays }: Period): string => {
  const opens = daysLater(through, -windowDays);
  return grade === 'provisional' || opens < validFrom ? validFrom : opens;
};

/**
 * The last day up to which somebody may facilitate without a gap, counted from `day` (BR-22); null when not on that
 * day. Grace counts only where the college says so (BR-97).
 */
export function validThrough(history: History, day: string, graceCounts: boolean): string | null {
  let through: string | null = null;
  for (const period of countedPeriods(history)) {
    const last = graceCounts ? daysLater(period.validThrough, period.graceDays) : period.validThrough;
    if (through === null ? period.validFrom <= day && last >= day : period.validFrom <= dayAfter(through)) {
      if (through === null || last > through) through = last;
    }
  }
  const blocks = [
    ...suspensionsOf(history),
    ...restsOf(history),
    ...endsOf(history).map(({ from }) => ({ from, through: null })),
  ];
  if (through === null || blocks.some(({ from, through: until }) => from <= day && (until === null || until >= day)))
    return null;
  for (const { from } of blocks) if (from > day && from <= through) through = daysLater(from, -1);
  return through;
}

export const mayFacilitate = (state: CertificationState, graceCounts: boolean): boolean =>
  facilitating.includes(state) || (graceCounts && state === 'expired_in_grace');

/**
 * The gapless run of periods that a renewal would follow; its full periods alone say from where months are counted.
 * Null before the first one.
 */
export function chainBefore({ periods }: Pick<History, 'periods'>): Chain | null {
  return [...periods].sort(byStart).reduce<Chain | null>((chain, { grade, validFrom, validThrough: through }) => {
    if (grade === 'provisional') return { anchor: dayAfter(through), through };
    const follows = chain !== null && validFrom === dayAfter(chain.through);
    return { anchor: follows ? chain.anchor : validFrom, through };
  }, null);
}

const countedPeriods = ({ periods }: History): Period[] => periods.filter(({ verified }) => verified).sort(byStart);
const covers = ({ validFrom, validThrough: through }: Period, day: string): boolean =>
  validFrom <= day && day <= through;
const byStart = (a: Period, b: Period): number => a.validFrom.localeCompare(b.validFrom);

/** From when it ended for good: revoked and not restored, or given back by its holder. */
function endsOf({ acts }: History): { from: string; state: CertificationState }[] {
  const overturned = new Set(
    acts
      .filter(({ kind }) => kind === 'overturned')
      .map(({ aboutId }) => acts.find(({ id }) => id === aboutId)?.aboutId),
  );
  return acts
    .filter(({ id, kind }) => (kind === 'revoked' && !overturned.has(id)) || kind === 'surrendered')
    .map(({ kind, fromOn, on }) => ({
      from: fromOn ?? on,
      state: kind === 'revoked' ? ('revoked' as const) : ('surrendered' as const),
    }))
    .sort((a, b) => a.from.localeCompare(b.from));
}

/** A stretch in which it does not count: first and last day, an early end counted; null for no end. */
interface Pause {
  id: string;
  from: string;
  through: string | null;
}

const pauses: readonly ActKind[] = ['suspended', 'interim_suspended', 'inactivated'];

export const suspensionsOf = (history: Pick<History, 'acts'>): Pause[] =>
  pausesOf(history, ['suspended', 'interim_suspended'], 'suspension_lifted');

/** When its holder lets it rest. */
export const restsOf = (history: Pick<History, 'acts'>): Pause[] => pausesOf(history, ['inactivated'], 'reactivated');
export const openRest = (history: Pick<History, 'acts'>): Pause | undefined =>
  restsOf(history).find(({ through }) => through === null);

const pausesOf = ({ acts }: Pick<History, 'acts'>, begins: ActKind[], ends: ActKind): Pause[] =>
  acts
    .filter(({ kind }) => begins.includes(kind))
    .map(({ id, fromOn, untilOn, on }) => {
      const ended = acts.find(({ kind, aboutId }) => kind === ends && aboutId === id);
      const endedThrough = ended ? daysLater(ended.fromOn ?? ended.on, -1) : null;
      return {
        id,
        from: fromOn ?? on,
        through: endedThrough !== null && (untilOn === null || endedThrough < untilOn) ? endedThrough : untilOn,
      };
    })
    .filter(({ from, through }) => through === null || through >= from);
