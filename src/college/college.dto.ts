import { ArrayMaxSize, IsBoolean, IsUrl } from 'class-validator';
import { Clearable, IsIdField, LocalDate, Omittable, PlainText, TimeZoneName } from '../platform/http/dto.js';
import { Nested, NestedList } from '../platform/http/nested-fields.js';
import { PageOf } from '../platform/http/pagination.js';
import { ShortListQuery } from '../platform/http/page-query.dto.js';
import { Policy, PolicyChange } from './policy.dto.js';

/** Where to find help at once; shown with every answer that a person in distress may read (BR-157). */
export class CrisisSignpost {
  /** Who helps. At most 100 characters. @example "Your local emergency number" */
  @PlainText(100) name: string;
  /**
   * When and how to reach them, in plain words. At most 300 characters.
   * @example "Call at any hour if anyone is in danger now."
   */
  @PlainText(300) how: string;
  /** Number to call. @example "555 0100" */
  @Clearable() @PlainText(40) phone?: string | null;
  /** Page to read. */
  @Clearable() @IsUrl({ protocols: ['https'], require_protocol: true }) @PlainText(2_084) url?: string | null;
}

/** What certificates and letters carry at their head and foot. */
export class Letterhead {
  /** Lines under the name: address, contact. At most 6 lines of 100 characters. */
  @Omittable() @ArrayMaxSize(6) @PlainText(100, { min: 0, each: true }) lines?: string[];
  /** Name of the person who signs. */
  @Clearable() @PlainText(100) signatory?: string | null;
  /** What that person is. */
  @Clearable() @PlainText(100) signatoryTitle?: string | null;
}

/** Changes to the college; what is left out stays. */
export class CollegeChange {
  /** Name of the college. At most 100 characters. */
  @Omittable() @PlainText(100) name?: string;
  /** IANA time zone in which the college lives. @example America/Edmonton */
  @Omittable() @TimeZoneName() timeZone?: string;
  /** Letterhead of certificates. */
  @Omittable() @Nested(() => Letterhead) letterhead?: Letterhead;
  /** At least one: an empty list is refused (BR-157). At most 10. */
  @Omittable()
  @NestedList(() => CrisisSignpost, 10, { min: 1 })
  crisisSignposts?: CrisisSignpost[];
  /** Whether courses are free of charge. While true, no fee can be set anywhere (BR-19). */
  @Omittable() @IsBoolean() freeOfCharge?: boolean;
  /** Policy numbers to change; the others stay. */
  @Omittable() @Nested(() => PolicyChange) policy?: PolicyChange;
}

/** The college and every setting that its rules read. */
export class CollegeDto {
  /** Id of the college. */
  id: string;
  /** Name of the college. */
  name: string;
  /** IANA time zone in which the college lives. */
  timeZone: string;
  /** Letterhead of certificates. */
  letterhead: Letterhead;
  /** Where to find help at once. Never empty. */
  crisisSignposts: CrisisSignpost[];
  /** The version of the charter that a registration has to accept; its words are at `GET /college/charter`. */
  charterVersion: number;
  /** Whether courses are free of charge. */
  freeOfCharge: boolean;
  /** Every policy number, with defaults filled in. */
  policy: Policy;
  /** Rises with each change. */
  version: number;
}

/** A day on which the college is closed; weekly series skip it. */
export class ClosureDayBody {
  /** The day. @example 2027-02-15 */
  @LocalDate() day: string;
  /** Why, in public words. At most 100 characters. @example "The roof is being mended" */
  @PlainText(100) reason: string;
}

/** A day on which the college is closed. */
export class ClosureDayDto extends ClosureDayBody {
  /** Id of the closure day. */
  @IsIdField() id: string;
  /** Rises with each change. */
  version: number;
}

/** From which day on to list closure days. */
export class ClosureDayQuery extends ShortListQuery {
  /** First day of the list. Default: all. @example 2027-01-01 */
  @Omittable() @LocalDate() from: string = '1900-01-01';
}

/** Closure days, oldest first. */
export class ClosureDayPage extends PageOf(ClosureDayDto) {}
