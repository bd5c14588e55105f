import { createHmac, timingSafeEqual } from 'node:crypto';
import { aMinute, later } from '../../platform/calendar.js';

/** How long one code is shown. The one before is good as well, since typing takes time. */
export const codeSeconds = 60;

/**
 * The six digits for a session and a step of time: an HMAC of both, cut short as RFC 4226 does it. Worth nothing
 * elsewhere or later (I-27).
 */
export function checkInCode(secret: Buffer, sessionId: string, step: number): string {
  const digest = createHmac('sha256', secret).update(`${sessionId} ${step}`).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export const stepAt = (now: Date): number => Math.floor(now.getTime() / (codeSeconds * 1000));

/** Whether a code is the present one of this session, or the one before. */
export function isCurrentCode(secret: Buffer, sessionId: string, now: Date, given: string): boolean {
  const step = stepAt(now);
  return [step, step - 1].map((each) => equal(checkInCode(secret, sessionId, each), given)).includes(true);
}

/** When check-in is open: from the grace before the start until the end. */
export const checkInWindow = (
  { startsAt, duration }: { startsAt: Date; duration: number },
  graceMinutes: number,
): { opensAt: Date; closesAt: Date } => ({
  opensAt: later(startsAt, -graceMinutes * aMinute),
  closesAt: later(startsAt, duration * aMinute),
});

const equal = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
