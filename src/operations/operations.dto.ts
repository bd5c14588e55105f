import { IsInt } from 'class-validator';

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
