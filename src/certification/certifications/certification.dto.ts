import { IsIn } from 'class-validator';
import { IsIdField, Omittable } from '../../platform/http/dto.js';
import { LongListQuery, recordedOrders, type RecordedOrder } from '../../platform/http/page-query.dto.js';
import { CountedPageOf } from '../../platform/http/pagination.js';
import { type CertificationAction, certificationActions } from './certification.policy.js';
import { certificationStates, type CertificationState, type PeriodKind, periodKinds } from './certification.rules.js';
import { type Grade, grades, type Issuer, issuers, tracks, type Track } from '../schemes/scheme.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** A stretch of time for which a certification is valid. It is never edited. */
export class PeriodDto {
  /** Id of the period. */
  id: string;
  /** Where it came from. */
  @IsIn(periodKinds) kind: PeriodKind;
  /** Provisional or full. */
  @IsIn(grades) grade: Grade;
  /** First day of validity. */
  validFrom: string;
  /** Last day of validity. */
  validThrough: string;
  /** The set under which the college granted it; null for an external one. */
  requirementSetId: string | null;
  /** From which day on continuing education counts for the next renewal; null for an external one. */
  cycleStart: string | null;
  /** Whether it was renewed after the one before had ended (BR-97). */
  late: boolean;
  /** When somebody else checked or granted it (RFC 3339, UTC); null while it does not count. */
  verifiedAt: string | null;
}

/** A certification with every period it ever had. */
export class CertificationDto {
  /** Id of the certification. */
  id: string;
  /** Whose it is. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** The scheme. */
  schemeId: string;
  /** Name of the scheme. */
  schemeName: string;
  /** Who issues it. */
  @IsIn(issuers) issuer: Issuer;
  /** What it certifies for. */
  @IsIn(tracks) track: Track;
  /** Number on the certificate. */
  number: string;
  /** Page of the public register that shows it. */
  registerLink: string | null;
  /** Periods, oldest first. */
  periods: PeriodDto[];
  /** Where it stands today; dates and history alone decide. */
  @IsIn(certificationStates) state: CertificationState;
  /** Last day on which its holder may facilitate without a gap from today on. */
  validThrough: string | null;
  /** What I may do with it now. */
  @IsIn(certificationActions, { each: true }) can: CertificationAction[];
  /** Rises with each change. */
  version: number;
}

/** Certifications, recorded last first. */
export class CertificationPage extends CountedPageOf(CertificationDto) {}

/** Which certifications to list. */
export class CertificationQuery extends LongListQuery {
  /** Only those of this person; those who are not staff see their own only. */
  @Omittable() @IsIdField() personId?: string;
  /** By when they were recorded. */
  @Omittable() @IsIn(recordedOrders) sort: RecordedOrder = 'newest';
}
