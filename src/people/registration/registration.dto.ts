import { IsBoolean, IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import {
  eligibilityBases,
  type EligibilityBasis,
  registrationStates,
  type RegistrationState,
} from './registration.rules.js';

/**
 * What the college asks, once. There is no field for a diagnosis, a referral or a payment, and never will be (BR-41,
 * BR-45).
 */
export class RegistrationBody {
  /** In which way I come to the college, in my own view. @example lived_experience */
  @Omittable() @IsIn(eligibilityBases) eligibilityBasis?: EligibilityBasis;

  /** My date of birth; used for minimum ages and never shown to others. @example 1990-04-12 */
  @Omittable() @LocalDate() dateOfBirth?: string;

  /** The version of the college's charter that I have read and accept. @example 1 */
  @Omittable() @IsInt() @Min(1) @Max(9999) charterVersionAccepted?: number;

  /** In which language I have read it. Left out: the one in which it was written first. @example en-CA */
  @Omittable() @Matches(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,4}$/) charterLanguage?: string;

  /** Roughly where I live, if I like to say. At most 100 characters. */
  @IsOptional() @PlainText(100) residenceArea?: string | null;

  /** How I heard of the college, if I like to say. At most 100 characters. */
  @IsOptional() @PlainText(100) heardFrom?: string | null;

  /**
   * Whether I would like a welcome conversation. Offered, never a condition (BR-42). What comes of it is told under
   * `/me/wishes`.
   */
  @Omittable() @IsBoolean() welcomeConversationWanted?: boolean;
}

/** Coming back after a pause, or after leaving. */
export class ComingBackBody {
  /** The current version of the charter, if I have not accepted it before. @example 1 */
  @Omittable() @IsInt() @Min(1) @Max(9999) charterVersionAccepted?: number;

  /** In which language I have read it. Left out: the one in which it was written first. @example en-CA */
  @Omittable() @Matches(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,4}$/) charterLanguage?: string;
}

/** My registration with the college. */
export class RegistrationDto {
  /** `draft` until nothing is missing; then `active`. `paused` or `left` until I come back. */
  @IsIn(registrationStates) state: RegistrationState;
  /** In which way I come to the college. */
  @IsIn(eligibilityBases) eligibilityBasis: EligibilityBasis | null;
  /** My date of birth. */
  dateOfBirth: string | null;
  /** The version of the charter that I accepted. */
  charterVersionAccepted: number | null;
  /** In which language I accepted it; null where it had no words yet. */
  charterLanguage: string | null;
  /** Roughly where I live. */
  residenceArea: string | null;
  /** How I heard of the college. */
  heardFrom: string | null;
  /** Whether I would like a welcome conversation. */
  welcomeConversationWanted: boolean;
  /** What still keeps the registration from being active, each with a plain sentence. */
  missing: UnmetDto[];
  /** Rises with each change; 0 before the first. */
  version: number;
}
