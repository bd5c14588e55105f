import { platformRefusals } from '../errors/platform.refusals.js';
import type { Actor } from '../actor.js';
import { refuse } from '../errors/refusal.js';
import { aMinute } from '../calendar.js';

const minutes = 10;

/**
 * For acts that somebody at a borrowed or unlocked device must not do: 401 `sign_in_again` unless the person proved who
 * they are within ten minutes. Its header says what is asked for, and nothing ends by it (BR-240).
 */
export function requireRecentSignIn({ authenticatedAt }: Pick<Actor, 'authenticatedAt'>, now: Date): void {
  if (now.getTime() - authenticatedAt.getTime() <= minutes * aMinute) return;
  throw refuse(platformRefusals.sign_in_again, {
    values: { minutes },
    headers: { 'www-authenticate': `Bearer error="insufficient_user_authentication", max_age="${minutes * 60}"` },
  });
}
