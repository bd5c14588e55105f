import { IsIn } from 'class-validator';
import { PageOf } from '../platform/http/pagination.js';
import {
  type CertificateKind,
  certificateKinds,
  type CertificateState,
  certificateStates,
  type Verification,
  verifications,
} from './certificate.rules.js';

/** One line of a certificate. */
export class CertificateFactDto {
  /** What it is about. @example Hours */
  label: string;
  /** What it says. @example "3 hours 30 minutes" */
  value: string;
}

export const certificateActs = ['print', 'reissue'] as const;

/** A certificate as it was issued. With `Accept: application/pdf` the same, ready to print. */
export class CertificateDto {
  /** Id of the certificate. */
  id: string;
  /** What it certifies. */
  @IsIn(certificateKinds) kind: CertificateKind;
  /** Its number, as printed. @example A-2026-7K3M-9QXD */
  number: string;
  /** Whether it stands, was replaced by a newer one, or was withdrawn. */
  @IsIn(certificateStates) state: CertificateState;
  /** The name on it, as it was on the day of issue. */
  namePrinted: string;
  /** The title on it, as it was on the day of issue. */
  title: string;
  /** Its further lines. */
  facts: CertificateFactDto[];
  /** Who issued it. */
  providerName: string;
  /** Date on it. @example 2026-11-22 */
  issuedOn: string;
  /** When it was issued (RFC 3339, UTC). */
  issuedAt: string;
  /** When it was replaced or withdrawn (RFC 3339, UTC). */
  endedAt: string | null;
  /** SHA-256 of what is printed, in hexadecimal. */
  contentHash: string;
  /**
   * The public page on which anybody who holds the paper can check it; null while the keys of the college that open it are
   * out of reach.
   */
  verifyUrl: string | null;
  /** What you may do with it now. */
  @IsIn(certificateActs, { each: true }) can: (typeof certificateActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** My certificates, newest first. */
export class CertificatePage extends PageOf(CertificateDto) {}

/** Whether a printed certificate is good. */
export class VerificationDto {
  /** `valid`; or `expired`, `suspended`, `inactive`, `revoked`, `superseded` by a newer one, `withdrawn`. */
  @IsIn(verifications) status: Verification;
}
