import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { Nested } from '../../platform/http/nested-fields.js';
import { NamedQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type Issuer, issuers, peerTracks, tracks, type Track } from './scheme.rules.js';
import { Requirements } from './requirements.dto.js';

/** A scheme under which people are certified. */
export class SchemeBody {
  /** Name of the scheme. At most 200 characters. @example "National peer supporter" */
  @PlainText(200) name: string;
  /** Who issues it; only administrators add schemes of the college itself. @example external */
  @IsIn(issuers) issuer: Issuer;
  /**
   * Name of the issuing body, of an external scheme. At most 200 characters.
   * @example "A made-up certification body"
   */
  @Omittable() @PlainText(200) issuerName?: string;
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
  @IsIn(issuers) issuer: Issuer;
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
export class SchemeQuery extends NamedQuery {}

/** What a scheme asks for, from a day on. Nothing that was handed in before changes with it. */
export class RequirementSetBody {
  /** First day on which it applies; today or later, and later than the one before. @example 2027-09-01 */
  @LocalDate() effectiveFrom: string;
  /** What is asked for. */
  @Nested(() => Requirements) terms: Requirements;
  /** Why, or on whose decision. At most 300 characters. */
  @Omittable() @PlainText(300) note?: string;
}

/** What a scheme asks for, from a day on. It is never edited; a later one takes its place. */
export class RequirementSetDto {
  /** Id of the set. */
  id: string;
  /** The scheme. */
  schemeId: string;
  /** Counts up within the scheme. */
  number: number;
  /** First day on which it applies. */
  effectiveFrom: string;
  /** Last day on which it applies; null while nothing follows it. */
  effectiveTo: string | null;
  /** What is asked for. */
  terms: Requirements;
  /** Why, or on whose decision. */
  note: string | null;
  /** When it was added (RFC 3339, UTC). */
  addedAt: string;
}

/** Every set that a scheme ever had, newest first. */
export class RequirementSetPage extends PageOf(RequirementSetDto) {}

/** Terms to start from when a college writes its own. */
export class SchemeExampleDto {
  /** Code of the example. */
  code: string;
  /** What it is, in short. */
  title: string;
  /** What it asks for, in words. */
  description: string;
  /** The terms, as they can be sent. */
  terms: Requirements;
}

/** Examples. */
export class SchemeExamplePage extends PageOf(SchemeExampleDto) {}

/** The tracks in which a peer may facilitate a course. */
export class PeerTracksBody {
  /** Empty: every peer track will do. */
  @IsArray() @ArrayMaxSize(3) @ArrayUnique() @IsIn(peerTracks, { each: true }) tracks: (typeof peerTracks)[number][];
}

/** The tracks in which a peer may facilitate a course. */
export class PeerTracksDto {
  /** Empty: every peer track will do. */
  @IsIn(peerTracks, { each: true }) tracks: (typeof peerTracks)[number][];
  /** Version of the course; rises with each change. */
  version: number;
}
