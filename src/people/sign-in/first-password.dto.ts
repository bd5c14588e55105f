import { IsBoolean, IsString, Length, Matches } from 'class-validator';
import { Omittable } from '../../platform/http/dto.js';

/** Whom the card is for. */
export class PasswordCardBody {
  /**
   * That I met the person and saw who they are. Needed for somebody who had a password and forgot it. Default: false.
   */
  @Omittable() @IsBoolean() identityChecked?: boolean;
}

/** What staff write on a card and hand over in person. */
export class FirstPasswordCodeDto {
  /** In place of an e-mail address when signing in; it stays. @example 4821093755 */
  signInNumber: string;
  /** Works once, with at most five tries. It is shown this once. */
  code: string;
  /** Until when the code works (RFC 3339, UTC). */
  expiresAt: string;
}

/** The card, and a password of my own. */
export class FirstPasswordBody {
  /** The number on the card. @example 4821093755 */
  @Matches(/^\d{10}$/) signInNumber: string;
  /** The code on the card. */
  @IsString() @Length(6, 40) code: string;
  /** My password: at least 12 characters, at most 256. */
  @IsString() @Length(12, 256) password: string;
}
