import {
  ArrayMaxSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import type { Key } from '../../catalogues/catalogues.js';
import { LocalTime, PlainText } from '../../platform/http/dto.js';
import { Nested, NestedList } from '../../platform/http/nested-fields.js';
import { TelephoneNumber } from '../../platform/http/typed-fields.js';
import { messageHabits, type MessageHabit } from './safe-contact.rules.js';

const laterThanFrom = ({ from, to }: SafeHours) => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(to) && to > from;

/**
 * A span of the day, in the college's time zone, in which contact is safe. A night is two spans, before and after
 * 24:00.
 */
export class SafeHours {
  /** First safe minute, `HH:MM`. @example 09:00 */
  @LocalTime() from: string;

  /** End of the safe time, `HH:MM` or `24:00`, later than `from`. @example 17:00 */
  @ValidateBy(
    { name: 'laterThanFrom', validator: { validate: (_, rest) => laterThanFrom(rest?.object as SafeHours) } },
    { message: 'fields.end_of_hours' satisfies Key },
  )
  to: string;

  /** Days of the week, 1 for Monday to 7 for Sunday. Left out: every day. @example [1, 2, 3, 4, 5] */
  @IsOptional()
  @ArrayMaxSize(7)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  days?: number[];
}

/** A way of reaching a person that the account itself knows. */
export class SafeChannel {
  /** Whether this way is safe. Never assumed: absent means no. */
  @IsBoolean() allowed: boolean;

  /** When it is safe, in the college's time zone; empty means at any hour. At most 14 spans. */
  @IsOptional() @NestedList(() => SafeHours, 14) safeHours?: SafeHours[];
}

/** A way on which a person of the college reaches me. */
export class SafeLine extends SafeChannel {
  /** Address. Needed where the way is allowed. At most 300 characters. */
  @ValidateIf((line: SafeLine) => line.allowed || line.value !== undefined)
  @PlainText(300, { lines: true })
  value?: string;

  /** What may be left behind: nothing, something vague, or a normal message. Left out: nothing. */
  @IsOptional() @IsIn(messageHabits) leaveMessage?: MessageHabit;

  /** Who else may answer or open, in the person's own words. At most 300 characters. */
  @IsOptional() @PlainText(300) whoMayAnswer?: string;
}

/** A number that can be called or written to. */
export class SafeNumber extends SafeLine {
  /** Number, with country code where it helps. Needed where the way is allowed. @example "+1 555 0100" */
  @ValidateIf((line: SafeLine) => line.allowed || line.value !== undefined)
  @TelephoneNumber()
  declare value?: string;
}

/** Messages inside this service. Nothing is sent out: they wait until the person signs in, so they need no hours. */
export class InAppChannel {
  /** Whether messages may wait here. Never assumed: absent means no. */
  @IsBoolean() allowed: boolean;
}

/** Every way of contact; a channel that is not named is not safe. */
export class SafeChannels {
  /** E-mail to the address of the account. */
  @IsOptional() @Nested(() => SafeChannel) email?: SafeChannel;
  /** Text message. */
  @IsOptional() @Nested(() => SafeNumber) sms?: SafeNumber;
  /** Telephone call. */
  @IsOptional() @Nested(() => SafeNumber) phone?: SafeNumber;
  /** Letter. */
  @IsOptional() @Nested(() => SafeLine) post?: SafeLine;
  /** Message inside this service only. */
  @IsOptional() @Nested(() => InAppChannel) inApp?: InAppChannel;
}
