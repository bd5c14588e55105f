import { createHash } from 'node:crypto';
import { aMinute } from '../calendar.js';
import { instant } from '../database/sql.js';
import { columnsOf } from '../database/tables.js';
import { Seal } from './seal.entity.js';
import type { SealedLog } from './sealed-log.js';

/** A seal as it goes into the hash of the next, with its instants as text. */
export interface Link extends Omit<Seal, 'log' | 'through' | 'sealedAt'> {
  through: string;
  sealedAt: string;
}

/** What the first seal follows. */
export const beginning = '0'.repeat(64);

/** More than the ten minutes by which two servers' clocks may differ, and than any transaction lives beside. */
const slackMinutes = 15;

/** A row of `seal l` as a {@link Link}. */
export const linkColumns = `
  ${columnsOf(Seal, 'l', 'number', 'previous', 'hash', 'covers')}, ${instant('l.through')} as through,
  ${instant('l.sealed_at')} as "sealedAt"`;

/** A row `t` as it was sealed before rows had numbers. */
const unnumbered = ({ columns }: SealedLog): string => `json_build_array(${columns})::text`;
const numbered = ({ columns }: SealedLog): string => `json_build_array(${columns}, t.number)::text`;
const sha256 = (text: string): string => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;

/** The hash of a row `t` with all that it says. */
export const rowHash = (log: SealedLog): string => sha256(numbered(log));

/**
 * Whether a row `t` is not what was sealed as `s`. A process of an earlier version sealed rows without their numbers;
 * what was sealed with one is not taken for the other.
 */
export const isChanged = (log: SealedLog): string =>
  `s.hash <> ${sha256(numbered(log))} and s.hash <> ${sha256(unnumbered(log))}`;

/** What a seal covers of a row: what stays of it when it goes. */
export const leafOf = ({ id, at, hash }: { id: string; at: Date; hash: string }): string =>
  `${id} ${at.toISOString()} ${hash}`;

/** The same of `sealed s`; of an event that was sealed before there was a hash of each, the event `t` itself. */
export const keptLeaf = (log: SealedLog): string =>
  `case when s.hash is null then ${unnumbered(log)} else concat_ws(' ', s.row_id, ${instant('s.at')}, s.hash) end`;

/** The hash of a seal over what it covers, in the order of the ids. */
export function hashOf(
  { number, previous, covers, through, sealedAt }: Omit<Link, 'hash'>,
  leaves: readonly string[],
): string {
  const hash = createHash('sha256').update(JSON.stringify([number, previous, covers, through, sealedAt]));
  for (const leaf of leaves) hash.update('\n').update(leaf);
  return hash.digest('hex');
}

/**
 * What was written before this instant can be sealed no more: honest rows that commit late are not that late. Null:
 * there is no seal yet.
 */
export function sealedPast(last: Pick<Link, 'through'> | undefined, now: Date): Date | null {
  // A clock that once ran ahead must not hold up what comes after it was put right.
  return last ? new Date(Math.min(Date.parse(last.through), now.getTime()) - slackMinutes * aMinute) : null;
}

/**
 * Up to which number nothing can be sealed any more: whoever writes gets a number first and commits soon after, so what
 * no seal has seen yet has a higher one than everything that was sealed long before. Rows that never got one have 0.
 */
export class NumberedPast {
  private recent: { sealedAt: string; highest: bigint }[] = [];
  private settled = 0n;

  /** Of what is sealed at this instant; the seals before it were added in their order. */
  until(sealedAt: string): bigint {
    const last = this.recent.at(-1)?.sealedAt ?? sealedAt;
    const past = Math.min(Date.parse(sealedAt), Date.parse(last)) - slackMinutes * aMinute;
    const isPast = (seal: { sealedAt: string }) => Date.parse(seal.sealedAt) < past;
    for (const { highest } of this.recent.filter(isPast)) if (highest > this.settled) this.settled = highest;
    this.recent = this.recent.filter((seal) => !isPast(seal));
    return this.settled;
  }

  add(sealedAt: string, highest: string | null): void {
    this.recent.push({ sealedAt, highest: BigInt(highest ?? 0) });
  }
}

/** The line that is kept of a seal outside the database; those of events have had no name from the beginning. */
export const anchorOf = (log: SealedLog, { number, hash }: Pick<Link, 'number' | 'hash'>): string =>
  `${nameInAnchors(log)}${number} ${hash}`;

/** The hashes that were kept outside of the seals over this log, by number. */
export function anchorsIn(text: string, log: SealedLog): Map<number, string> {
  const lines = text.matchAll(new RegExp(`^${nameInAnchors(log)}(\\d+) ([0-9a-f]{64})$`, 'gm'));
  return new Map(Array.from(lines, ([, number, hash = '']) => [Number(number), hash]));
}

const nameInAnchors = ({ log }: SealedLog): string => (log === 'event' ? '' : `${log} `);
