import { Type } from 'class-transformer';
import { ArrayMaxSize, IsBoolean, IsIn, IsOptional, Matches, ValidateNested } from 'class-validator';
import { PlainText } from '../platform/http/dto.js';

export const contactChannels = ['email', 'sms', 'phone', 'post', 'inApp'] as const;
export type ContactChannel = (typeof contactChannels)[number];
export const messageHabits = ['none', 'vague', 'normal'] as const;

/** Hours of the day, in the college's time zone, at which contact is safe. */
export class SafeHours {
  /** First safe minute, `HH:MM`. @example 09:00 */
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/) from: string;

  /** End of the safe time, `HH:MM`, later than `from`. @example 17:00 */
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/) to: string;
}

/** One way of reaching a person. */
export class SafeChannel {
  /** Whether this way is safe. Never assumed: absent means no. */
  @IsBoolean() allowed: boolean;

  /** Number or address, where the account does not know it. At most 300 characters. @example +1 555 0100 */
  @IsOptional() @PlainText(300) value?: string;

  /** When it is safe, in the college's time zone; empty means at any hour. At most 14 spans. */
  @IsOptional() @ArrayMaxSize(14) @ValidateNested({ each: true }) @Type(() => SafeHours) safeHours?: SafeHours[];

  /** What may be left on a machine: nothing, something vague, or a normal message. */
  @IsOptional() @IsIn(messageHabits) leaveMessage?: (typeof messageHabits)[number];

  /** Who else may answer, in the person's own words. At most 300 characters. */
  @IsOptional() @PlainText(300) whoMayAnswer?: string;
}

/** Every way of contact; a channel that is not named is not safe. */
export class SafeChannels {
  /** E-mail to the address of the account. */
  @IsOptional() @ValidateNested() @Type(() => SafeChannel) email?: SafeChannel;
  /** Text message. */
  @IsOptional() @ValidateNested() @Type(() => SafeChannel) sms?: SafeChannel;
  /** Telephone call. */
  @IsOptional() @ValidateNested() @Type(() => SafeChannel) phone?: SafeChannel;
  /** Letter. */
  @IsOptional() @ValidateNested() @Type(() => SafeChannel) post?: SafeChannel;
  /** Message inside this service only. */
  @IsOptional() @ValidateNested() @Type(() => SafeChannel) inApp?: SafeChannel;
}

/** How a person may safely be reached. The whole preference is replaced by each PUT. */
export class SafeContactBody {
  /** Which ways are safe. */
  @ValidateNested() @Type(() => SafeChannels) channels: SafeChannels;

  /** Whether messages must give nothing away on a shared screen. Default: true. */
  @IsOptional() @IsBoolean() discreet?: boolean;

  /** Whether the person always makes the first step; then nothing is sent but what they asked for in the service. Default: false. */
  @IsOptional() @IsBoolean() learnerWillInitiate?: boolean;
}

/** How I may safely be reached, as it stands. */
export class SafeContactDto {
  /** Which ways are safe. */
  channels: SafeChannels;
  /** Whether messages give nothing away on a shared screen. */
  discreet: boolean;
  /** Whether I always make the first step. */
  learnerWillInitiate: boolean;
  /** When I last confirmed this (RFC 3339, UTC). */
  confirmedAt: string | null;
  /** Rises with each change; 0 while nothing has been said yet. */
  version: number;
}
