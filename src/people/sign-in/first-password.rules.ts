import { peopleRefusals } from '../people.refusals.js';
/** Somebody for whom staff would make a card. */
export interface CardHolder {
  hasEmail: boolean;
  hasPassword: boolean;
  /** Holds a role besides learner. */
  isStaff: boolean;
}

/**
 * Why no card is made: whoever has an address or more rights than a learner has another way in, and a forgotten
 * password is replaced only for somebody who was recognised.
 */
export function cardRefusal(
  { hasEmail, hasPassword, isStaff }: CardHolder,
  identityChecked: boolean,
): 'account_in_use' | 'identity_not_checked' | undefined {
  if (hasEmail || isStaff) return peopleRefusals.account_in_use;
  return hasPassword && !identityChecked ? peopleRefusals.identity_not_checked : undefined;
}
