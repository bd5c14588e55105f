import type { StateTable } from '../../platform/states/state-table.js';
import type { SafeChannels, SafeHours, SafeLine } from './safe-channels.dto.js';
import { messageHabits } from './safe-contact.rules.js';

/** A whole preference, without when it was said. */
export interface Preference {
  channels: SafeChannels;
  discreet: boolean;
  learnerWillInitiate: boolean;
  /** Whether a letter may open the way to a new password. */
  resetByEmail: boolean;
}

/** What holds while somebody has said nothing. */
export const nothingSaid: Preference = { channels: {}, discreet: true, learnerWillInitiate: false, resetByEmail: true };

/** No more than the preference, of a version of it. */
export const preferenceIn = ({ channels, discreet, learnerWillInitiate, resetByEmail }: Preference): Preference => ({
  channels,
  discreet,
  learnerWillInitiate,
  resetByEmail,
});

export const contactChangeKinds = ['safe_contact', 'email'] as const;
export type ContactChangeKind = (typeof contactChangeKinds)[number];

export const contactChangeStates = ['waiting', 'agreed', 'done', 'dropped'] as const;
export type ContactChangeState = (typeof contactChangeStates)[number];

/** Agreed: a new address still has to be confirmed from there. */
export const contactChangeMoves = {
  waiting: ['agreed', 'dropped'],
  agreed: ['done', 'dropped'],
  done: [],
  dropped: [],
} as const satisfies StateTable<ContactChangeState>;

/**
 * How a change is confirmed: by a code in an e-mail to the old address, inside the service with a recent sign-in, or in
 * person.
 */
export const confirmationWays = ['email', 'in_app', 'in_person'] as const;
export type ConfirmationWay = (typeof confirmationWays)[number];

export const mostTries = 5;
/** For so long a change waits, and a code or a link is good. */
export const waitsForDays = 7;
export const codeForHours = 24;
export const linkForMinutes = 20;

/**
 * The ways that reach out. A message inside the service waits until the person signs in, so allowing it widens nothing.
 */
export const reachingOut = ['email', 'sms', 'phone', 'post'] as const;
export type ReachingOut = (typeof reachingOut)[number];
const weekMinutes = 7 * 1440;

/** Whether the second preference allows anything that the first did not (BR-149). */
export function widens(before: Preference, after: Preference): boolean {
  if (before.discreet && !after.discreet) return true;
  if (before.learnerWillInitiate && !after.learnerWillInitiate) return true;
  if (!before.resetByEmail && after.resetByEmail) return true;
  return reachingOut.some((name) => channelWidens(before.channels[name], after.channels[name]));
}

/** What both preferences allow: it can take effect at once, and nothing goes out that either of them calls unsafe. */
export function narrowed(before: Preference, after: Preference): Preference {
  const channels: SafeChannels = { ...(after.channels.inApp && { inApp: after.channels.inApp }) };
  for (const name of reachingOut) {
    const both = channelInBoth(before.channels[name], after.channels[name]);
    if (both) Object.assign(channels, { [name]: both });
  }
  return {
    channels,
    discreet: before.discreet || after.discreet,
    learnerWillInitiate: before.learnerWillInitiate || after.learnerWillInitiate,
    resetByEmail: before.resetByEmail && after.resetByEmail,
  };
}

/** Whether both preferences allow the same, however they are written down. */
export const allowsTheSame = (one: Preference, other: Preference): boolean =>
  !widens(one, other) &&
  !widens(other, one) &&
  (one.channels.inApp?.allowed ?? false) === (other.channels.inApp?.allowed ?? false);

/**
 * The strongest way that was safe before and still is; somebody who never said anything confirms by signing in. While
 * they are away no e-mail goes out, and no weaker way stands for it (BR-192).
 */
export function wayToConfirm(
  before: SafeChannels | null,
  now: SafeChannels,
  canMail: boolean,
  away: boolean,
): ConfirmationWay {
  if (before === null) return 'in_app';
  if (canMail && before.email?.allowed && now.email?.allowed) return away ? 'in_person' : 'email';
  return before.inApp?.allowed && now.inApp?.allowed ? 'in_app' : 'in_person';
}

/** Without the nulls that mean "left out". */
export const tidied = (channels: SafeChannels): SafeChannels =>
  JSON.parse(JSON.stringify(channels, (_, value: unknown) => (value === null ? undefined : value))) as SafeChannels;

function channelWidens(before: SafeLine | undefined, after: SafeLine | undefined): boolean {
  if (!after?.allowed) return false;
  if (!before?.allowed || before.value !== after.value) return true;
  if (habit(after) > habit(before)) return true;
  if (after.whoMayAnswer !== undefined && after.whoMayAnswer !== before.whoMayAnswer) return true;
  const [was, is] = [minutesOf(before.safeHours), minutesOf(after.safeHours)];
  return is.some((safe, minute) => safe === 1 && was[minute] === 0);
}

/**
 * One way as far as both the old and the new wish allow it. Hours are compared as a week of minutes, 1 where it is
 * safe, because either side may give any number of spans on any days:
 *
 * ```
 *            Mon 08:00      10:00      12:00      14:00
 *   before   ......|111111111111111111111|...........    08:00 to 12:00
 *   after    .................|111111111111111111111|    10:00 to 14:00
 *   both     .................|1111111111|...........    10:00 to 12:00: safe in both, minute by minute
 * ```
 *
 * Nothing in common, another address or a way that was closed before: closed until the change is confirmed.
 */
function channelInBoth(before: SafeLine | undefined, after: SafeLine | undefined): SafeLine | undefined {
  if (!channelWidens(before, after) || after === undefined) return after;
  const [was, is] = [minutesOf(before?.safeHours), minutesOf(after.safeHours)];
  const both = is.map((safe, minute) => safe & (was[minute] ?? 0));
  if (!before?.allowed || before.value !== after.value || !both.includes(1)) return { ...before, allowed: false };
  const { value, whoMayAnswer } = after;
  return {
    allowed: true,
    ...(value !== undefined && { value }),
    ...(both.includes(0) && { safeHours: hoursOf(both) }),
    ...((after.leaveMessage ?? before.leaveMessage) && {
      leaveMessage: messageHabits[Math.min(habit(before), habit(after))],
    }),
    ...(whoMayAnswer !== undefined && whoMayAnswer === before.whoMayAnswer && { whoMayAnswer }),
  };
}

const habit = ({ leaveMessage = 'none' }: SafeLine): number => messageHabits.indexOf(leaveMessage);

/** One number for each minute of a week from Monday on: 1 where it is safe. */
function minutesOf(hours: readonly SafeHours[] | undefined): Uint8Array {
  const minutes = new Uint8Array(weekMinutes);
  if (hours === undefined || hours.length === 0) return minutes.fill(1);
  for (const { from, to, days = [1, 2, 3, 4, 5, 6, 7] } of hours) {
    for (const day of days) minutes.fill(1, (day - 1) * 1440 + clock(from), (day - 1) * 1440 + clock(to));
  }
  return minutes;
}

/** The same the other way round. */
function hoursOf(minutes: Uint8Array): SafeHours[] {
  const days = new Map<string, number[]>();
  for (let day = 1; day <= 7; day++) {
    for (let minute = 0; minute < 1440;) {
      const start = (day - 1) * 1440;
      if (minutes[start + minute] !== 1) {
        minute++;
        continue;
      }
      const from = minute;
      while (minute < 1440 && minutes[start + minute] === 1) minute++;
      const span = `${told(from)} ${told(minute)}`;
      days.set(span, [...(days.get(span) ?? []), day]);
    }
  }
  return [...days].map(([span, on]) => {
    const [from = '', to = ''] = span.split(' ');
    return { from, to, days: on };
  });
}

const clock = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const told = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
