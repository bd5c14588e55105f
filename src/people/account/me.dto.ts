import { ArrayMaxSize, IsIn, Matches } from 'class-validator';
import { Clearable, Omittable, PlainText } from '../../platform/http/dto.js';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import { roles, type Role } from '../../platform/actor.js';

/** Changes to my profile; what is left out stays, null clears. */
export class MeChange {
  /** The name that everybody here uses for me. At most 100 characters. @example Robin */
  @Omittable() @PlainText(100) chosenName?: string;
  /** My pronouns. At most 40 characters. @example they/them */
  @Clearable() @PlainText(40) pronouns?: string | null;
  /** Languages that I like to be addressed in, best first, as BCP 47 tags. At most 10. @example ["en", "fr"] */
  @Omittable() @ArrayMaxSize(10) @Matches(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/, { each: true }) languages?: string[];
}

/** What a sign-in with a password from a card does not open. */
export class ClosedAfterCardDto {
  /** What was written before is closed (RFC 3339, UTC). */
  since: string;
  /** From when on it is open (RFC 3339, UTC); null while that is not known. */
  until: string | null;
}

/** My own profile. */
export class MeDto {
  /** My id. */
  id: string;
  /** The name that everybody here uses for me. */
  chosenName: string | null;
  /** My pronouns. */
  pronouns: string | null;
  /** The e-mail address of my account. Only I see it. */
  email: string | null;
  /** The number that I sign in with instead of an address, if staff gave me one. */
  signInNumber: string | null;
  /** Languages that I like to be addressed in. */
  languages: string[];
  /**
   * Set while I am signed in with a password from a card that opens nothing of earlier: what was written before `since` is
   * closed, until a day or, without one, until some days after I was told. What is closed answers 403 `closed_after_card`.
   */
  closedAfterCard: ClosedAfterCardDto | null;
  /** What I am at the college. */
  @IsIn(roles, { each: true }) roles: Role[];
  /**
   * What I am asked to look at: to say a name, or whether it is still safe to reach me as I said. Nothing waits for it
   * but for `second_factor_required`: until then staff get no further than to setting one up.
   */
  asks: UnmetDto[];
  /** Rises with each change. */
  version: number;
}
