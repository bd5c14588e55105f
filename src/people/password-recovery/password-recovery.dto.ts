import { IsString, Length } from 'class-validator';
import { NewPassword } from '../../platform/http/typed-fields.js';
import { StrongPassword } from '../account/account-fields.js';
import { AccountBody } from '../sign-in/auth.dto.js';

/** A code from paper, and the new password. */
@StrongPassword('password', 'email')
export class PasswordRecoveryBody extends AccountBody {
  /** One of my codes for a new password; works once. */
  @IsString() @Length(6, 40) code: string;
  /** The new password: at least 12 characters, at most 256. */
  @NewPassword() password: string;
}

/** Codes for a new password; they are shown this once. */
export class PasswordRecoveryCodesDto {
  /** Each sets a new password once, without e-mail. Keep them on paper, where nobody else looks. */
  recoveryCodes: string[];
}
