import { createHash } from 'node:crypto';
import { instant } from '../database/sql.js';
import { aMinute } from '../calendar.js';
import { columnsOf } from '../database/tables.js';
import { EventSeal } from './event.entity.js';

/** A seal as it goes into the hash of the next, with its instants as text. */
export interface Seal extends Omit<EventSeal, 'through' | 'sealedAt'> {
  through: string;
  sealedAt: string;
}

/** What the first seal follows. */
export const beginning = '0'.repeat(64);

/** No transaction lives longer, and no two servers' clocks are further apart. */
const slackMinutes = 15;

/** A row of `event_seal l` as a {@link Seal}. */
export const sealColumns = `
  ${columnsOf(EventSeal, 'l', 'number', 'previous', 'hash', 'events')}, ${instant('l.through')} as through,
  ${instant('l.sealed_at')} as "sealedAt"`;

/** An event `e`, written in the one way in which it is sealed. */
export const sealedForm = `json_build_array(e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.actor_id, e.request_id, e.type, e.subject_id, e.person_id,
  e.from_state, e.to_state, e.refs)::text`;

/** The hash of a seal over its events, which stand in the order of their ids. */
export function hashOf(
  { number, previous, events, through, sealedAt }: Omit<Seal, 'hash'>,
  forms: readonly string[],
): string {
  const hash = createHash('sha256').update(JSON.stringify([number, previous, events, through, sealedAt]));
  for (const form of forms) hash.update('\n').update(form);
  return hash.digest('hex');
}

/**
 * What happened before this instant can be sealed no more: honest events that commit late are not that late. Null:
 * there is no seal yet.
 */
export function sealedPast(last: Pick<Seal, 'through'> | undefined, now: Date): Date | null {
  // A clock that once ran ahead must not hold up what comes after it was put right.
  return last ? new Date(Math.min(Date.parse(last.through), now.getTime()) - slackMinutes * aMinute) : null;
}
