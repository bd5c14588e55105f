import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsUrl } from 'class-validator';
import { IsIdField, LocalDate, Omittable, PlainText } from '../platform/http/dto.js';
import { PageQuery } from '../platform/http/page-query.dto.js';
import { PageOf } from '../platform/http/pagination.js';
import { certificationStates, type CertificationState, grades, type Grade, issuers, peerTracks, tracks, type Track, waysToVerify } from './certification.rules.js';

/** A scheme under which people are certified. */
export class SchemeBody {
  /** Name of the scheme. At most 200 characters. @example National peer supporter */
  @PlainText(200) name: string;
  /** Who issues it. Only external schemes can be added by hand. @example external */
  @IsIn(['external']) issuer: 'external';
  /** Name of the issuing body. At most 200 characters. */
  @PlainText(200) issuerName: string;
  /** What it certifies for. @example mh_peer */
  @IsIn(tracks) track: Track;
}

/** A scheme under which people are certified. */
export class SchemeDto {
  /** Id of the scheme. */
  id: string;
  /** Name of the scheme. */
  name: string;
  /** Who issues it. */
  @IsIn(issuers) issuer: (typeof issuers)[number];
  /** Name of the issuing body; null for the college itself. */
  issuerName: string | null;
  /** What it certifies for. */
  @IsIn(tracks) track: Track;
  /** Rises with each change. */
  version: number;
}

/** Schemes by name. */
export class SchemePage extends PageOf(SchemeDto) {}

/** Which schemes to list. */
export class SchemeQuery extends PageQuery {}

/** A stretch of time for which a certification is valid. */
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

/** A stretch of time for which a certification is valid. */
export class PeriodDto {
  /** Id of the period. */
  id: string;
  /** Provisional or full. */
  @IsIn(grades) grade: Grade;
  /** First day of validity. */
  validFrom: string;
  /** Last day of validity. */
  validThrough: string;
  /** When somebody else checked it (RFC 3339, UTC); null while it does not count. */
  verifiedAt: string | null;
}

/** A certification with every period it ever had. */
export class CertificationDto {
  /** Id of the certification. */
  id: string;
  /** Whose it is. */
  personId: string;
  /** The scheme. */
  schemeId: string;
  /** Name of the scheme. */
  schemeName: string;
  /** What it certifies for. */
  @IsIn(tracks) track: Track;
  /** Number on the certificate. */
  number: string;
  /** Page of the public register that shows it. */
  registerLink: string | null;
  /** Periods, oldest first. */
  periods: PeriodDto[];
  /** Where it stands today; dates and verification alone decide. */
  @IsIn(certificationStates) state: CertificationState;
  /** Last day on which it is valid without a gap from today on. */
  validThrough: string | null;
  /** What you may do with it now: `renew`, `verify`. */
  can: string[];
  /** Rises with each change. */
  version: number;
}

/** Certifications, recorded last first. */
export class CertificationPage extends PageOf(CertificationDto) {}

/** Which certifications to list. */
export class CertificationQuery extends PageQuery {
  /** Only those of this person; those who are not coordinators see their own only. */
  @Omittable() @IsIdField() personId?: string;
}

/** The tracks in which a peer may facilitate a course. */
export class PeerTracksBody {
  /** Empty: every peer track will do. */
  @IsArray() @ArrayMaxSize(3) @ArrayUnique() @IsIn(peerTracks, { each: true }) tracks: (typeof peerTracks)[number][];
}

/** The tracks in which a peer may facilitate a course. */
export class PeerTracksDto {
  /** Empty: every peer track will do. */
  @IsIn(peerTracks, { each: true }) tracks: (typeof peerTracks)[number][];
}
