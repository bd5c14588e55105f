import { IsIn, IsString, Length } from 'class-validator';

export const secondFactorStates = ['off', 'awaiting_confirmation', 'on'] as const;
export type SecondFactorState = (typeof secondFactorStates)[number];

/** My second factor: an authenticator app, and codes for the day on which it is lost. */
export class SecondFactorDto {
  /** Whether signing in asks for a code. */
  @IsIn(secondFactorStates) state: SecondFactorState;
  /** Whether my roles need one here. */
  required: boolean;
  /** Since when it is on (RFC 3339, UTC). */
  confirmedAt: string | null;
  /** How many recovery codes are left. When there are none, make new ones before the app is lost. */
  recoveryCodesLeft: number;
}

/** What an authenticator app needs; shown until the first code confirms it. */
export class SecondFactorSetupDto {
  /** The secret, to type into the app. @example JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP */
  secret: string;
  /** The same as an address, to show as a QR code. */
  uri: string;
}

/** A code. */
export class SecondFactorCodeBody {
  /** The six digits that the app shows now. @example 123456 */
  @IsString() @Length(6, 40) code: string;
}

/** Recovery codes; they are shown this once. */
export class RecoveryCodesDto {
  /** Each works once in place of the app. Keep them on paper. */
  recoveryCodes: string[];
}
