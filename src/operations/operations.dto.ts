import { IsInt } from 'class-validator';
import { LocalDate } from '../platform/http/dto.js';

/** One promise of the system, checked. */
export class InvariantDto {
  /** Stable name. @example enrolment.places_within_capacity */
  code: string;
  /** The promise, in plain words. */
  says: string;
  /** How many things break it; 0 is as it should be. */
  @IsInt() violations: number;
  /** Ids of up to ten of them. */
  examples: string[];
  /** Why it could not be checked, as a code of the database (SQLSTATE) or `failed`; null when it was. @example 57014 */
  notChecked: string | null;
}

/** Every promise that can be checked by looking. */
export class InvariantReportDto {
  /** When it was checked (RFC 3339, UTC). */
  checkedAt: string;
  /** Whether every promise was checked and holds. */
  holds: boolean;
  /** One row per promise. */
  invariants: InvariantDto[];
}

/** A time zone of which the application and the database do not say the same. */
export class TimeZoneDifferenceDto {
  /** IANA name of the zone. */
  timeZone: string;
  /** The first day from now on for which they differ. */
  @LocalDate() firstDay: string;
}

/** Whether both lists of time zones say the same of the zones in use. What is planned follows the database. */
export class TimeZoneReportDto {
  /** When they were compared (RFC 3339, UTC). */
  checkedAt: string;
  /** Whether they say the same for the next two years. */
  agrees: boolean;
  /** One row per zone of which they differ. */
  differences: TimeZoneDifferenceDto[];
}
