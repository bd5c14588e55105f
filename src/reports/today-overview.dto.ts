import { IsIn, IsInt } from 'class-validator';
import { type WishKind, wishKinds } from '../college/wish.rules.js';

/** A session of today. */
export class TodaysSessionDto {
  /** The session. */
  id: string;
  /** Its run. */
  runId: string;
  /** Title of the course. */
  courseTitle: string;
  /** Title of the session. */
  title: string;
  /** Where it stands. */
  @IsIn(['draft', 'published', 'delivered', 'cancelled']) state: string;
  /** When it starts (RFC 3339, UTC). */
  startsAt: string;
  /** When it ends (RFC 3339, UTC). */
  endsAt: string;
  /** IANA zone of the place. */
  timeZone: string;
  /** Wall time at the place. */
  localStart: string;
  /** Wall time at the place. */
  localEnd: string;
  /** Places that are taken. */
  @IsInt() placesTaken: number;
}

/** How many, and the first hundred of them. */
export class TodaysIdsDto {
  /** How many there are. */
  @IsInt() count: number;
  /** Ids of the first hundred, the most urgent first. */
  ids: string[];
}

/** A run that needs somebody. */
export class TodaysRunDto {
  /** The run. */
  id: string;
  /** Title of the course. */
  courseTitle: string;
}

/** How many runs, and the first hundred of them. */
export class TodaysRunsDto {
  /** How many there are. */
  @IsInt() count: number;
  /** The first hundred, the next one first. */
  runs: TodaysRunDto[];
}

/** People who wait for a place on a run. */
export class TodaysWaitlistDto {
  /** The run. */
  runId: string;
  /** Title of the course. */
  courseTitle: string;
  /** How many wait. */
  @IsInt() waiting: number;
  /** How many hold an offer that they can still accept. */
  @IsInt() offered: number;
}

/** What people asked for and nobody has answered yet; the tasks behind it stand under `/staff-tasks`. */
export class TodaysWishesDto {
  /** What they asked for. */
  @IsIn(wishKinds) kind: WishKind;
  /** How many wait for an answer. */
  @IsInt() open: number;
  /** How many of them should have it by now. */
  @IsInt() overdue: number;
}

/**
 * What needs somebody's attention today: titles, ids and counts, and nobody's name. What is behind them has routes of its
 * own, and what its reader may not open there is left out here.
 */
export class TodayDto {
  /** Today at the college. */
  date: string;
  /** The college's zone. */
  timeZone: string;
  /** Today's sessions, the first one first; at most 200. */
  sessions: TodaysSessionDto[];
  /**
   * Of the 200 open runs with sessions to come that begin first, those that lack an accepted peer or a second
   * facilitator, or whose peer's certification needs looking at. Any others are tasks of staff.
   */
  runsAtRisk: TodaysRunsDto;
  /** Runs that people wait for, the longest queues first; at most 100. For coordinators, empty for others. */
  waitlists: TodaysWaitlistDto[];
  /** Welfare follow-ups that are due by the end of today. For coordinators, none for others. */
  welfareFollowUpsDue: TodaysIdsDto;
  /** Certifications whose last period ends within the days of notice, or ended and can still be renewed. */
  certificationsDue: TodaysIdsDto;
  /** Claims of continuing education that wait for a decision, the oldest first. For administrators, none for others. */
  ceClaimsWaiting: TodaysIdsDto;
  /** Rosters for accreditors that were begun and not posted. For administrators, none for others. */
  ceRostersOpen: TodaysIdsDto;
  /** A line for each kind of wish, my own not counted; empty for those who are no coordinators. */
  wishes: TodaysWishesDto[];
}
