import { Temporal } from 'temporal-polyfill';
import type { SafeChannels, SafeHours } from './safe-channels.dto.js';
import { aDay, dateAt } from '../../platform/calendar.js';

export const contactChannels = ['email', 'sms', 'phone', 'post', 'inApp'] as const;
export type ContactChannel = (typeof contactChannels)[number];

export const messageHabits = ['none', 'vague', 'normal'] as const;
export type MessageHabit = (typeof messageHabits)[number];

export interface Confirmed {
  confirmedAt: Date;
  /** A restore of the database came after it (BR-191). */
  awaitsOwner: boolean;
}

export interface ContactPolicy {
  /** After so many days the person is asked again. */
  contactRecheckDays: number;
  /** After so many days, unconfirmed, only messages inside the service are used. */
  contactStaleDays: number;
}

/** Whether the person should be asked again, and whether only messages inside the service are left (BR-148, 191). */
export function freshness(
  said: Confirmed | null,
  terms: ContactPolicy,
  now: Date,
): { confirmationDue: boolean; onlyInApp: boolean } {
  const days = said === null ? 0 : (now.getTime() - said.confirmedAt.getTime()) / aDay;
  return {
    confirmationDue: said === null || said.awaitsOwner || days >= terms.contactRecheckDays,
    onlyInApp: said?.awaitsOwner === true || days >= terms.contactStaleDays,
  };
}

/**
 * The ways that may be used today: those that the person allowed, and of an old preference only the one inside the
 * service (BR-143, 148).
 */
export function usableChannels(channels: SafeChannels, onlyInApp: boolean): SafeChannels {
  const usable = Object.entries(channels).filter(
    ([name, way]) => way?.allowed === true && (name === 'inApp' || !onlyInApp),
  );
  return Object.fromEntries(usable);
}

/**
 * The next safe instant from `now` on, which is `now` itself within the hours; null when no hour of the coming week is
 * safe (BR-144).
 */
export function nextSafe(hours: readonly SafeHours[] | undefined, now: Date, timeZone: string): Date | null {
  if (hours === undefined || hours.length === 0) return now;
  const today = Temporal.PlainDate.from(dateAt(now, timeZone));
  const at = (day: Temporal.PlainDate, time: string) =>
    (time === '24:00'
      ? day.add({ days: 1 }).toZonedDateTime(timeZone)
      : day.toZonedDateTime({ timeZone, plainTime: time })
    ).epochMilliseconds;
  let next = Infinity;
  // Eight days: today's later hours, and those of this weekday that have passed today.
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = today.add({ days: ahead });
    for (const { from, to, days } of hours) {
      if (days !== undefined && !days.includes(day.dayOfWeek)) continue;
      if (at(day, to) > now.getTime()) next = Math.min(next, Math.max(at(day, from), now.getTime()));
    }
  }
  return next === Infinity ? null : new Date(next);
}
