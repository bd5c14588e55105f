import { IsIn, IsString, MaxLength } from 'class-validator';
import { deliveryModes, type DeliveryMode } from '../../courses/versions/course-version.rules.js';
import { ContentWarning, Outcome } from '../../courses/versions/content.dto.js';
import { IsIdField, LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { TitledQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { placeWords, type PlaceWord } from '../../sessions/runs/run.rules.js';

export const bookingWords = ['not open yet', 'open', 'closed'] as const;

/** What to look for; every filter that is left out lets everything through. */
export class ProspectusQuery extends TitledQuery {
  /**
   * Words that title, topic or description shall contain, or that begin words of the title or are spelled much like
   * them. At most 200 characters.
   * @example boundaries family
   */
  @Omittable() @PlainText(200) text?: string;
  /** Only runs of this term. */
  @Omittable() @IsIdField() termId?: string;
  /** Only runs in this mode. */
  @Omittable() @IsIn(deliveryModes) mode?: DeliveryMode;
  /** Only courses on this topic. @example boundaries */
  @Omittable() @IsString() @MaxLength(40) topic?: string;
  /** Only courses for this audience, or for everybody. @example young_adults */
  @Omittable() @IsString() @MaxLength(40) audience?: string;
  /** Only runs with a session on this day or later, as the day is called there. @example 2027-01-01 */
  @Omittable() @LocalDate() from?: string;
  /** Only runs with a session on this day or earlier, as the day is called there. @example 2027-03-31 */
  @Omittable() @LocalDate() to?: string;
}

/** When the course meets. */
export class ProspectusSession {
  /** Id of the session. */
  id: string;
  /** What it is called. */
  title: string | null;
  /** Start (RFC 3339, UTC). */
  startsAt: string;
  /** End (RFC 3339, UTC). */
  endsAt: string;
  /** The zone of the place (IANA). */
  timeZone: string;
  /** Start as the clock on the wall says. @example 2027-01-12T10:00 */
  localStart: string;
  /** End as the clock on the wall says. */
  localEnd: string;
  /** Where, when it is not where the run usually meets. */
  venueName: string | null;
}

/** Where the course meets. */
export class ProspectusVenue {
  /** What it is called. */
  name: string;
  /** Where it is. */
  address: string;
  /** What makes it easy to be there. */
  accessFeatures: string[];
  /** More about getting there and being there. */
  accessNotes: string | null;
}

/** Who may come. Never depends on a diagnosis. */
export class ProspectusEligibility {
  /** Years from which on people may come. */
  minimumAge: number;
  /** Further conditions in plain words; usually none. */
  conditions: string[];
}

/** The term of a run. */
export class ProspectusTerm {
  /** Id of the term. */
  id: string;
  /** What it is called. */
  name: string;
}

/** A run that is on: what it is, for whom, when and where (BR-18). */
export class ProspectusItem {
  /** Id of the run, to enrol on. */
  runId: string;
  /** Id of the published version. */
  versionId: string;
  /** Id of the course. */
  courseId: string;
  /** What the course is called. */
  title: string;
  /** Its topic. */
  topic: string;
  /** For whom it is meant; empty for everybody. */
  audience: string[];
  /** The strand of the prospectus. */
  strand: string | null;
  /** What it is about. */
  summary: string;
  /** For whom it is pitched. */
  levelText: string | null;
  /** What people take away. */
  outcomes: Outcome[];
  /** What to expect in the room. */
  whatToExpect: string;
  /** What may be hard to hear; empty when there is nothing. */
  contentWarnings: ContentWarning[];
  /** What everybody may skip or sit out. */
  whatYouCanSkip: string;
  /** Who may come. */
  eligibility: ProspectusEligibility;
  /** Whether it costs nothing. */
  freeOfCharge: boolean;
  /** Whether people with lived and with learned experience made it together and both signed it. */
  coProduced: boolean;
  /** Who made it, exactly as each of them wishes to be credited. */
  coProducedBy: string[];
  /** In which way it meets. */
  @IsIn(deliveryModes) mode: DeliveryMode;
  /** Its term. */
  term: ProspectusTerm | null;
  /** Where it meets; null for an online course. */
  venue: ProspectusVenue | null;
  /** When it meets: its published sessions, in order. */
  sessions: ProspectusSession[];
  /** How many places were left at the last full hour, in words. */
  @IsIn(placeWords) places: PlaceWord;
  /** Whether one can enrol now. */
  @IsIn(bookingWords) booking: (typeof bookingWords)[number];
  /** When enrolling opens (RFC 3339, UTC); null when it has no such day. */
  bookingOpensAt: string | null;
  /** When enrolling closes (RFC 3339, UTC); null for the end of the last session. */
  bookingClosesAt: string | null;
  /** Whether the college confirms each enrolment. */
  approvalNeeded: boolean;
}

/** What is on, the soonest first. */
export class ProspectusPage extends PageOf(ProspectusItem) {}
