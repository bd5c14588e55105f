import { IsIn } from 'class-validator';
import { Omittable } from '../../platform/http/dto.js';

export const titleStyles = ['neutral', 'full'] as const;
export type TitleStyle = (typeof titleStyles)[number];

/** A new secret link; the one before stops working. */
export class CalendarFeedBody {
  /**
   * `neutral` shows no course, place or college, so that nobody learns anything from a shared screen. Default: neutral.
   */
  @Omittable() @IsIn(titleStyles) titles?: TitleStyle;
}

/** What the calendar shows. */
export class CalendarFeedChange {
  /** `neutral`, or `full` with course and place. */
  @IsIn(titleStyles) titles: TitleStyle;
}

export const calendarFeedActs = ['edit', 'revoke'] as const;

/** My private calendar feed, without its secret. */
export class CalendarFeedDto {
  /** Id of the feed. */
  id: string;
  /** What the calendar shows. */
  @IsIn(titleStyles) titles: TitleStyle;
  /** When the link was made (RFC 3339, UTC). */
  createdAt: string;
  /** When a calendar last fetched it (RFC 3339, UTC). */
  lastUsedAt: string | null;
  /** What you may do with it now: `edit`, `revoke`. */
  @IsIn(calendarFeedActs, { each: true }) can: (typeof calendarFeedActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** My private calendar feed with its secret link. */
export class CalendarFeedLinkDto extends CalendarFeedDto {
  /**
   * The secret link, shown this once; null when this answer repeats an earlier one. Whoever has it can read the
   * calendar.
   */
  link: string | null;
}
