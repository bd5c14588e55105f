import type { Policy } from '../../college/policy.dto.js';
import type { Actor } from '../../platform/actor.js';
import type { UnmetGate } from '../../platform/errors/refusal.js';
import type { UnmetDto } from '../../platform/http/unmet.dto.js';
import type { RegistrationDto } from '../registration/registration.dto.js';
import type { Registration } from '../registration/registration.entity.js';
import type { RegistrationState } from '../registration/registration.rules.js';
import type { MeDto } from './me.dto.js';
import type { Person } from './person.entity.js';

/** A person with their registration and what the college asks of both; of the registration null where there is none. */
export interface StandingRow
  extends
    Pick<Person, 'id' | 'chosenName' | 'pronouns' | 'email' | 'signInNumber' | 'languages' | 'dateOfBirth'>,
    Pick<Registration, 'eligibilityBasis' | 'charterVersion' | 'charterLanguage' | 'residenceArea' | 'heardFrom'>,
    Pick<Registration, 'welcomeConversationAskedAt'> {
  personVersion: number;
  state: RegistrationState | null;
  registrationVersion: number | null;
  contactConfirmedAt: Date | null;
  contactAwaitsOwner: boolean | null;
  currentCharter: number;
  timeZone: string;
  policy: Partial<Policy>;
}

export const presentMe = (person: StandingRow, asks: readonly UnmetGate[], actor: Actor): MeDto => ({
  id: person.id,
  chosenName: person.chosenName,
  pronouns: person.pronouns,
  email: person.email,
  signInNumber: person.signInNumber,
  languages: person.languages,
  closedAfterCard: actor.afterCard && {
    since: actor.afterCard.since.toISOString(),
    until: actor.afterCard.until?.toISOString() ?? null,
  },
  roles: [...actor.roles].sort(),
  asks: asks.map(told),
  version: person.personVersion,
});

export const presentRegistration = (row: StandingRow, missing: readonly UnmetGate[]): RegistrationDto => ({
  state: row.state ?? 'draft',
  eligibilityBasis: row.eligibilityBasis,
  dateOfBirth: row.dateOfBirth,
  charterVersionAccepted: row.charterVersion,
  charterLanguage: row.charterLanguage,
  residenceArea: row.residenceArea,
  heardFrom: row.heardFrom,
  welcomeConversationWanted: row.welcomeConversationAskedAt !== null,
  missing: missing.map(told),
  version: row.registrationVersion ?? 0,
});

const told = ({ code, message }: UnmetGate): UnmetDto => ({ code, message });
