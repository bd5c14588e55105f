import type { UnmetDto } from '../../platform/http/unmet.dto.js';
import { peopleRefusals } from '../people.refusals.js';
import type { RegistrationDto } from '../registration/registration.dto.js';
import { isAway } from '../registration/registration.rules.js';
import type { MeDto } from './me.dto.js';

/**
 * Everything that somebody is asked, each once: of their account, and of a registration that they began. Whoever paused or
 * left is asked nothing for it until they come back (BR-192), and whoever has said nothing of safe contact need not confirm it.
 */
export function askedOf(
  { asks }: Pick<MeDto, 'asks'>,
  registration: Pick<RegistrationDto, 'state' | 'missing' | 'version'>,
): UnmetDto[] {
  const begun = registration.version > 0 && !isAway(registration.state);
  const missing = begun ? registration.missing : [];
  const says = new Set(missing.map(({ code }) => code));
  const doubled = (code: string) =>
    says.has(code) || (code === peopleRefusals.safe_contact_due && says.has(peopleRefusals.safe_contact_missing));
  return [...asks.filter(({ code }) => !doubled(code)), ...missing];
}
