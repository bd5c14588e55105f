import { InOrder } from '../../platform/errors/refused-when.decorator.js';
import { peopleRefusals } from '../people.refusals.js';
import { IsBoolean, IsIn } from 'class-validator';
import { Clearable, LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type SupportNeedKind, supportNeedKinds } from './support-need.rules.js';

/** How far it goes; the fields that both writing and changing may leave out. */
@InOrder('from', 'to', peopleRefusals.support_need_period)
class SupportNeedReach {
  /** Whether the facilitators of what I take part in may read it. Default: false. */
  @Omittable() @IsBoolean() shareWithFacilitators?: boolean;
  /** From which day on it holds. Default: today. @example 2027-01-04 */
  @Omittable() @LocalDate() from?: string;
  /** Its last day, if it has one. @example 2027-06-30 */
  @Clearable() @LocalDate() to?: string | null;
}

/** Changes to what helps me; what is left out stays, null clears. */
export class SupportNeedChange extends SupportNeedReach {
  /** What it is about. */
  @Omittable() @IsIn(supportNeedKinds) kind?: SupportNeedKind;
  /** What helps, in my own words. No diagnosis is needed. At most 1,000 characters. @example "A seat near the door" */
  @Omittable() @PlainText(1000, { lines: true }) text?: string;
}

/** Something that helps me to take part. */
export class SupportNeedBody extends SupportNeedReach {
  /** What it is about. */
  @IsIn(supportNeedKinds) kind: SupportNeedKind;
  /** What helps, in my own words. No diagnosis is needed. At most 1,000 characters. @example "A seat near the door" */
  @PlainText(1000, { lines: true }) text: string;
}

export const supportNeedActs = ['change', 'remove'] as const;

/** Something that helps me to take part. Only I see it, and facilitators where I share it. */
export class SupportNeedDto {
  /** Id of the support need. */
  id: string;
  /** What it is about. */
  @IsIn(supportNeedKinds) kind: SupportNeedKind;
  /** What helps, in my own words. */
  text: string;
  /** Whether the words can no longer be opened, because storage damaged them; writing them anew mends it. */
  damaged: boolean;
  /** Whether the facilitators of what I take part in may read it. */
  shareWithFacilitators: boolean;
  /** From which day on it holds. */
  from: string;
  /** Its last day. */
  to: string | null;
  /** What I may do with it: `change`, `remove`. */
  @IsIn(supportNeedActs, { each: true }) can: (typeof supportNeedActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** What helps me, oldest first. */
export class SupportNeedPage extends PageOf(SupportNeedDto) {}
