import { Policy } from '../../college/policy.dto.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Person } from '../account/person.entity.js';
import { hasWithdrawnSql } from '../consents/consent.sql.js';
import { Registration } from './registration.entity.js';
import type { RegistrationState } from './registration.rules.js';

/** What somebody's standing is judged by. */
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
