import { certificationRefusals } from '../certification.refusals.js';
import { InOrder } from '../../platform/errors/refused-when.decorator.js';
import { IsIn, IsUrl } from 'class-validator';
import { IsIdField, LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { waysToVerify } from './certification.rules.js';
import { type Grade, grades } from '../schemes/scheme.rules.js';

/** A stretch of time for which an external certification is valid. */
@InOrder('validFrom', 'validThrough', certificationRefusals.period_ends_before_start)
export class PeriodBody {
  /** Provisional or full. @example full */
  @IsIn(grades) grade: Grade;
  /** First day of validity. @example 2026-05-01 */
  @LocalDate() validFrom: string;
  /** Last day of validity. @example 2028-04-30 */
  @LocalDate() validThrough: string;
}

/** An external certification to record. It counts only once somebody else has verified it (BR-104). */
export class CertificationBody extends PeriodBody {
  /** Whose it is; only coordinators record for somebody else. Default: mine. */
  @Omittable() @IsIdField() personId?: string;
  /** The scheme. */
  @IsIdField() schemeId: string;
  /** Number on the certificate. At most 100 characters. */
  @PlainText(100) number: string;
  /** Page of the public register that shows it. */
  @Omittable() @IsUrl({ protocols: ['https'], require_protocol: true }) @PlainText(300) registerLink?: string;
}

/** How a period was checked. */
export class VerificationBody {
  /** By its number with the issuing body, or by the link to its register. @example number */
  @IsIn(waysToVerify) how: (typeof waysToVerify)[number];
}
