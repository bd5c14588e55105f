import type { Actor } from '../../platform/actor.js';
import type { MeDto } from './me.dto.js';
import type { Profile } from './profile.service.js';
import type { RegistrationDto } from '../registration/registration.dto.js';
import type { RegistrationView } from '../registration/registration.service.js';

export const presentMe = ({ person, asks }: Profile, actor: Actor): MeDto => ({
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
  asks: asks.map(({ code, message }) => ({ code, message })),
  version: person.version,
});

export const presentRegistration = ({ registration, dateOfBirth, missing }: RegistrationView): RegistrationDto => ({
  state: registration?.state ?? 'draft',
  eligibilityBasis: registration?.eligibilityBasis ?? null,
  dateOfBirth,
  charterVersionAccepted: registration?.charterVersion ?? null,
  charterLanguage: registration?.charterLanguage ?? null,
  residenceArea: registration?.residenceArea ?? null,
  heardFrom: registration?.heardFrom ?? null,
  welcomeConversationWanted: (registration?.welcomeConversationAskedAt ?? null) !== null,
  missing: missing.map(({ code, message }) => ({ code, message })),
  version: registration?.version ?? 0,
});
