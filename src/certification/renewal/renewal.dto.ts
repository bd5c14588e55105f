import { IsIn, Matches } from 'class-validator';
import { IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { PageOf } from '../../platform/http/pagination.js';

/** One line of an award in my ledger. */
export class CreditClaim {
  /** Id of the award. */
  @IsIdField() awardId: string;
  /** The category in which it stands there. */
  @Matches(/^[a-z][a-z0-9_]{0,63}$/) category: string;
}

/** A request to renew, or after a lapse to be reinstated. */
export class RenewalBody {
  /** The code of ethics that I sign anew: the one in force now (BR-98). @example 1 */
  @PlainText(20) codeOfEthicsVersion: string;
  /** Which credits I put forward. Default: everything in my ledger for this cycle. */
  @Omittable()
  @NestedList(() => CreditClaim, 200)
  credits?: CreditClaim[];
}

/** What a request to renew came to. */
export class RenewalDecisionBody {
  /** `accepted`: a period is added. `returned`: with what is missing. */
  @IsIn(['accepted', 'returned']) outcome: 'accepted' | 'returned';
  /** Why; needed when it is returned. At most 2,000 characters. */
  @Omittable() @PlainText(2000, { lines: true }) reasons?: string;
}

/** A credit that a renewal stands on. */
export class RenewalCreditDto {
  /** Id of the award. */
  awardId: string;
  /** Its category. */
  category: string;
  /** Minutes. */
  minutes: number;
  /** The day on which they were earned. */
  creditedOn: string;
}

/** A request to renew. */
export class RenewalDto {
  /** Id of the request. */
  id: string;
  /** Before a lapse or after it. */
  @IsIn(['renewal', 'reinstatement']) kind: 'renewal' | 'reinstatement';
  /** The set that it is judged by: the one in force when it was handed in. */
  requirementSetId: string;
  /** From this day on credits counted. */
  cycleStart: string;
  /** The day on which it was handed in. */
  submittedOn: string;
  /** Whether that was after the expiry (BR-97). */
  late: boolean;
  /** The code of ethics that was signed. */
  codeOfEthicsVersion: string;
  /** The credits that it stands on. */
  credits: RenewalCreditDto[];
  /** What it came to; null while nobody has decided. */
  @IsIn(['accepted', 'returned', null]) outcome: 'accepted' | 'returned' | null;
  /** Why. */
  reasons: string | null;
  /** The day of the decision. */
  decidedOn: string | null;
}

/** Requests to renew, oldest first. */
export class RenewalPage extends PageOf(RenewalDto) {}
