import { ArrayMinSize, IsIn, IsInt, Max, Min } from 'class-validator';
import { Instant, IsIdList, Omittable, PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type ContributionRole, contributionRoles } from './contributor.rules.js';

/** A meeting of the co-production group, recorded after it was held. */
export class MeetingBody {
  /** When it began (RFC 3339). @example 2026-11-03T14:00:00Z */
  @Instant() heldAt: string;
  /** How long it took. @example 90 */
  @IsInt() @Min(1) @Max(1440) minutes: number;
  /** Ids of the contributions (not of the people) that were present; at most 50. */
  @IsIdList(50) @ArrayMinSize(1) attendeeIds: string[];
  /** What was decided. At most 5,000 characters. */
  @PlainText(5000, { lines: true }) decisions: string;
  /** What somebody saw differently; it stays on record. At most 5,000 characters. */
  @Omittable() @PlainText(5000, { lines: true }) dissentNote?: string;
}

/** Somebody who was present. */
export class Attendee {
  /** Id of the contribution. */
  contributorId: string;
  /** What they bring. */
  @IsIn(contributionRoles) contributionRole: ContributionRole;
}

/** A meeting of the co-production group. It stays as it was recorded. */
export class MeetingDto {
  /** Id of the meeting. */
  id: string;
  /** The version that it was about. */
  versionId: string;
  /** When it began (RFC 3339, UTC). */
  heldAt: string;
  /** How long it took. */
  minutes: number;
  /** Who was present. */
  attendees: Attendee[];
  /** What was decided. */
  decisions: string;
  /** What somebody saw differently. */
  dissentNote: string | null;
  /** Who recorded it. */
  recordedBy: string;
  /** When it was recorded (RFC 3339, UTC). */
  recordedAt: string;
}

/** Meetings of a version, oldest first. */
export class MeetingPage extends PageOf(MeetingDto) {}
