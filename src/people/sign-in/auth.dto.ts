import { Transform } from 'class-transformer';
import { IsBoolean, IsEmail, IsIn, IsString, Length, MaxLength, ValidateIf } from 'class-validator';
import { Omittable, PlainText } from '../../platform/http/dto.js';
import { canonicalEmail, canonicalNewEmail } from '../../platform/text/email-address.rules.js';
import { StrongPassword, UsableEmail } from '../account/account-fields.js';
import { joinedDigits, NewPassword, Password } from '../../platform/http/typed-fields.js';

/** A wish to join. */
@UsableEmail(canonicalNewEmail)
export class SignUpBody {
  /** My e-mail address. @example robin@example.org */
  @IsString() @MaxLength(254) email: string;
  /** The name that everybody here shall use for me. At most 100 characters. @example Robin */
  @PlainText(100) chosenName: string;
}

/** The code from a message, and the password that I choose. */
@StrongPassword('password')
export class CodeAndPasswordBody {
  /** The code from the message; works once, for 20 minutes. */
  @IsString() @Length(20, 100) code: string;
  /**
   * At least 12 characters, at most 256; any characters. A sentence of your own is a good one.
   * @example "seven quiet herons by the river"
   */
  @NewPassword() password: string;
}

/** Where to send a code for a new password. */
@UsableEmail(canonicalEmail)
export class PasswordResetBody {
  /** The e-mail address of the account. @example robin@example.org */
  @IsString() @MaxLength(254) email: string;
}

const signInNumber = /^\d{10}$/;

/** Which account is meant. */
export class AccountBody {
  /**
   * The e-mail address of the account, or the number on the card of somebody without one.
   * @example learner@demo.example
   */
  @Transform(({ value }: { value: unknown }) => joinedDigits(value))
  @ValidateIf((_, value: unknown) => typeof value !== 'string' || !signInNumber.test(value))
  @IsEmail({ allow_utf8_local_part: true, require_tld: false })
  email: string;
}

/** Address and password. */
export class SignInBody extends AccountBody {
  /** The password. @example "a calm place to learn" */
  @Password() password: string;
  /**
   * The six digits of the authenticator app, or a recovery code; asked for once a second factor is on.
   */
  @Omittable() @IsString() @Length(6, 40) code?: string;
  /** A name for this device, for the list of my sign-ins. At most 100 characters. @example "Library computer" */
  @Omittable() @PlainText(100) device?: string;
  /**
   * Whether others use this computer too: then the sign-in ends after 15 minutes without a request and within an hour,
   * and there is no refresh token.
   */
  @Omittable() @IsBoolean() sharedComputer?: boolean;
  /**
   * The token that an earlier sign-in gave this device: with it I get in while others use up the tries of my account.
   * A browser that keeps it as a cookie sends it by itself.
   */
  @Omittable() @IsString() @Length(1, 100) deviceToken?: string;
  /** Whether a new device token comes in the answer or as a cookie that no script can read. Default: body. */
  @Omittable() @IsIn(['body', 'cookie']) deviceTokenIn?: 'body' | 'cookie';
}

/** How to sign out. */
export class SignOutBody {
  /** Whether this device is forgotten too: its device token ends. Default: false. */
  @Omittable() @IsBoolean() forgetDevice?: boolean;
}

/** A refresh token. */
export class RefreshBody {
  /** The refresh token of the last answer. */
  @IsString() @Length(20, 100) refreshToken: string;
}

/** Password, and the second factor where it is on. */
export class ProofBody {
  /** My password. @example "a calm place to learn" */
  @Password() password: string;
  /** The six digits of the authenticator app, or a recovery code. @example 123456 */
  @Omittable() @IsString() @Length(6, 40) code?: string;
}

/** A new access token. */
export class AccessTokenDto {
  /** JWT for the `Authorization: Bearer` header. */
  accessToken: string;
  /** Seconds until the access token ends. @example 600 */
  accessTokenSeconds: number;
}

/** What a signed-in client keeps. */
export class TokensDto extends AccessTokenDto {
  /** For `POST /auth/refresh`, once; null at a shared computer. */
  refreshToken: string | null;
}

/** What signing in gives besides. */
export class SignInTokensDto extends TokensDto {
  /**
   * For the next sign-in from this device, within 90 days; it opens nothing without the password. Null when the one that
   * was shown stays good, at a shared computer, and when it is set as a cookie.
   */
  deviceToken: string | null;
}

/** The same words for everybody, whether or not the address is known here. */
export class MessageSentDto {
  /** What to do next. */
  message: string;
}

/** A public key (RFC 7517, RFC 8037). */
export class KeyDto {
  /** Its family. @example OKP */
  kty: string;
  /** Its curve. @example Ed25519 */
  crv: string;
  /** The key itself, in base64url. */
  x: string;
  /** Its name, as tokens say it. */
  kid: string;
  /** What signs with it. @example EdDSA */
  alg: string;
  /** What it is for. @example sig */
  use: string;
}

/** A set of public keys. */
export class KeySetDto {
  /** The keys: the first one signs at present, the second will next, and further ones signed lately. */
  keys: KeyDto[];
}
