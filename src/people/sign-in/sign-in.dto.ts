import { StrongPassword } from '../account/account-fields.js';
import { PageOf } from '../../platform/http/pagination.js';
import { NewPassword, Password } from '../../platform/http/typed-fields.js';

/** One device on which I am signed in. */
export class SignInDto {
  /** Id of the sign-in. */
  id: string;
  /** The name that I gave the device. */
  device: string | null;
  /** Whether I said that others use it too. */
  sharedComputer: boolean;
  /** Whether its device has a token that is still good. Ending the sign-in here ends the token too. */
  deviceRemembered: boolean;
  /** When I signed in there (RFC 3339, UTC). */
  startedAt: string;
  /** When it was last renewed. */
  lastUsedAt: string;
  /** When it ends at the latest. */
  expiresAt: string;
  /** Whether it is the one that asks. */
  current: boolean;
  /** Whether it was begun with a password that a card of the staff set; see `GET /me/password-cards`. */
  byCard: boolean;
}

/** Where I am signed in, last used first. */
export class SignInPage extends PageOf(SignInDto) {}

/** A new password for myself. */
@StrongPassword('newPassword')
export class PasswordChange {
  /** The password until now. */
  @Password() currentPassword: string;
  /** The new one: at least 12 characters, at most 256. */
  @NewPassword() newPassword: string;
}
