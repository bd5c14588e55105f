import { IsString, Length } from 'class-validator';
import { StrongPassword } from '../account/account-fields.js';
import { Digits, NewPassword } from '../../platform/http/typed-fields.js';

/** The card, and a password of my own. */
@StrongPassword('password', 'signInNumber')
export class FirstPasswordBody {
  /** The number on the card. @example 4821093755 */
  @Digits(10) signInNumber: string;
  /** The code on the card. */
  @IsString() @Length(6, 40) code: string;
  /** My password: at least 12 characters, at most 256. */
  @NewPassword() password: string;
}
