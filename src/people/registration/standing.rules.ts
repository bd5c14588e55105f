import { dateAt } from '../../platform/calendar.js';
import type { UnmetGate } from '../../platform/errors/refusal.js';
import { ageOn, type EligibilityBasis, isAway, missingForRegistration } from './registration.rules.js';
import type { StandingRow } from './standing.sql.js';

/** Whether somebody may book, as far as their registration goes. */
export interface RegistrationStatus {
  active: boolean;
  /** Whether they have paused it or left (BR-192). */
  away: boolean;
  /** Whether they took back that the college may book for them (BR-142). */
  consentWithdrawn: boolean;
  missing: UnmetGate[];
  /** In full years on that day at the college; null while nothing is known. */
  ageAt: (instant: Date) => number | null;
  residenceArea: string | null;
  eligibilityBasis: EligibilityBasis | null;
}

/** How somebody stands at this instant. */
export function standingOf(row: StandingRow, now: Date): RegistrationStatus {
  const { residenceArea, eligibilityBasis, consentWithdrawn, timeZone } = row;
  return {
    active: row.state === 'active',
    away: isAway(row.state),
    consentWithdrawn,
    missing: missingForRegistration(row, {
      charterVersion: row.currentCharter,
      minimumAge: row.minimumAge,
      today: dateAt(now, timeZone),
    }),
    ageAt: (instant) => (row.dateOfBirth === null ? null : ageOn(row.dateOfBirth, dateAt(instant, timeZone))),
    residenceArea,
    eligibilityBasis,
  };
}
