import { IsIn, IsInt } from 'class-validator';
import { type WishKind, wishKinds } from '../college/wish.rules.js';
import { Named } from '../platform/names/named.decorator.js';
import type { NamedRunDto } from '../platform/names/named.dto.js';

/** A session of today. */
export class TodaysSessionDto {
  /** The session. */
  id: string;
  /** Its run. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
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

/** People who wait for a place on a run. */
export class TodaysWaitlistDto {
  /** The run. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
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

/** What needs somebody's attention today. Ids and counts only; what is behind them has routes of its own. */
export class TodayDto {
  /** Today at the college. */
  date: string;
  /** The college's zone. */
  timeZone: string;
  /** Today's sessions, the first one first; at most 200. */
  sessions: TodaysSessionDto[];
  /**
   * Open runs with sessions to come that lack an accepted peer or a second facilitator, or whose peer's certification
   * needs looking at.
   */
  runsAtRisk: TodaysIdsDto;
  /** Runs that people wait for, the longest queues first; at most 100. */
  waitlists: TodaysWaitlistDto[];
  /** Welfare follow-ups that are due by the end of today. */
  welfareFollowUpsDue: TodaysIdsDto;
  /** Certifications whose last period ends within the days of notice, or ended and can still be renewed. */
  certificationsDue: TodaysIdsDto;
  /** Claims of continuing education that wait for a decision, the oldest first. */
  ceClaimsWaiting: TodaysIdsDto;
  /** Rosters for accreditors that were begun and not posted. */
  ceRostersOpen: TodaysIdsDto;
  /** A line for each kind of wish, my own not counted; empty for those who are no coordinators. */
  wishes: TodaysWishesDto[];
}
