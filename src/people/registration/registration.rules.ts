import { Temporal } from 'temporal-polyfill';
import { unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import { peopleRefusals } from '../people.refusals.js';

export const eligibilityBases = ['lived_experience', 'supporter', 'staff', 'volunteer', 'public'] as const;
export type EligibilityBasis = (typeof eligibilityBases)[number];

/** What somebody had said who now says something else; before they were registered nobody had counted it (BR-195). */
export const basisSaidBefore = (
  { activatedAt, eligibilityBasis }: { activatedAt: Date | null; eligibilityBasis: EligibilityBasis | null },
  now: EligibilityBasis | undefined,
): EligibilityBasis | undefined =>
  activatedAt && eligibilityBasis && now !== undefined && now !== eligibilityBasis ? eligibilityBasis : undefined;

export const registrationStates = ['draft', 'active', 'paused', 'left', 'erased'] as const;
export type RegistrationState = (typeof registrationStates)[number];

/** Moves of a registration (`src/people/rules.md`). */
export const registrationMoves = {
  draft: ['active', 'left', 'erased'],
  active: ['paused', 'left', 'erased'],
  paused: ['active', 'draft', 'left', 'erased'],
  left: ['active', 'draft', 'erased'],
  erased: [],
} as const satisfies Record<RegistrationState, readonly RegistrationState[]>;

/** Somebody in one of these is left alone until they come back, and cannot be booked (BR-192). */
export const awayStates = ['paused', 'left'] as const satisfies readonly RegistrationState[];
export type Away = (typeof awayStates)[number];

export const isAway = (state: RegistrationState | null): boolean => awayStates.some((away) => away === state);

/** Nobody comes back without the charter that stands now; whatever else is missing can follow (BR-192). */
export const charterGates = (missing: readonly UnmetGate[]): UnmetGate[] =>
  missing.filter(({ code }) => code === peopleRefusals.charter_not_accepted);

/** What coming back leads to. */
export const stateAfterReturn = (missing: readonly UnmetGate[]): 'active' | 'draft' =>
  missing.length === 0 ? 'active' : 'draft';

export interface RegistrationFacts {
  eligibilityBasis: EligibilityBasis | null;
  charterVersion: number | null;
  dateOfBirth: string | null;
  hasSafeContact: boolean;
  hasChosenName: boolean;
}

export interface RegistrationPolicy {
  charterVersion: number;
  minimumAge: number;
  today: string;
}

/**
 * Everything that still keeps a registration from being active (BR-40, 42, 43, 159). Never a diagnosis: no such fact
 * exists (BR-41).
 */
export function missingForRegistration(facts: RegistrationFacts, terms: RegistrationPolicy): UnmetGate[] {
  const missing: UnmetGate[] = [];
  if (!facts.hasChosenName) missing.push(unmetCondition(peopleRefusals.chosen_name_missing));
  if (facts.eligibilityBasis === null) missing.push(unmetCondition(peopleRefusals.eligibility_basis_missing));
  if (facts.charterVersion !== terms.charterVersion)
    missing.push(unmetCondition(peopleRefusals.charter_not_accepted, { version: terms.charterVersion }));
  if (!facts.hasSafeContact) missing.push(unmetCondition(peopleRefusals.safe_contact_missing));
  if (facts.dateOfBirth === null) missing.push(unmetCondition(peopleRefusals.date_of_birth_missing));
  else if (ageOn(facts.dateOfBirth, terms.today) < terms.minimumAge)
    missing.push(unmetCondition(peopleRefusals.below_college_minimum_age, { age: terms.minimumAge }));
  return missing;
}

/** Full years between two dates (`YYYY-MM-DD`); somebody born on 29 February turns older on 1 March in other years. */
export function ageOn(dateOfBirth: string, today: string): number {
  const born = Temporal.PlainDate.from(dateOfBirth);
  const on = Temporal.PlainDate.from(today);
  const hadBirthday = on.month > born.month || (on.month === born.month && on.day >= born.day);
  return on.year - born.year - (hadBirthday ? 0 : 1);
}
