import { Policy } from '../../college/policy.dto.js';
import { dateAt } from '../../platform/calendar.js';
import { columnsOf } from '../../platform/database/tables.js';
import type { UnmetGate } from '../../platform/errors/refusal.js';
import { Person } from '../account/person.entity.js';
import { hasWithdrawnSql } from '../consents/consent.sql.js';
import { Registration } from './registration.entity.js';
import {
  ageOn,
  type EligibilityBasis,
  isAway,
  missingForRegistration,
  type RegistrationState,
} from './registration.rules.js';

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

/** What it is judged by. */
export interface StandingRow
  extends
    Pick<Person, 'id' | 'dateOfBirth'>,
    Pick<Registration, 'eligibilityBasis' | 'residenceArea' | 'charterVersion'> {
  state: RegistrationState | null;
  hasSafeContact: boolean;
  hasChosenName: boolean;
  consentWithdrawn: boolean;
  currentCharter: number;
  minimumAge: number;
  timeZone: string;
}

/** One row for each of these people who is known; `ids` is SQL for a list of ids. */
export const standingsSql = (ids: string): string => `
  select ${columnsOf(Person, 'p', 'id', 'dateOfBirth')},
    ${columnsOf(Registration, 'r', 'state', 'eligibilityBasis', 'residenceArea', 'charterVersion')},
    exists (select from safe_contact s where s.person_id = p.id) as "hasSafeContact",
    p.chosen_name is not null as "hasChosenName",
    ${hasWithdrawnSql('p.id', 'registration_processing')} as "consentWithdrawn",
    c.charter_version as "currentCharter", c.time_zone as "timeZone",
    coalesce((c.policy->>'registrationMinimumAge')::integer, ${new Policy().registrationMinimumAge}) as "minimumAge"
  from person p
  left join registration r on r.person_id = p.id
  cross join college c
  where p.id = any (${ids}::uuid[])`;

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
