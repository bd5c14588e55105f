import { aMinute } from '../platform/calendar.js';
import {
  type ClockReading,
  differenceInWords,
  mostDifferenceMs,
  surelyAheadMs,
} from '../platform/health/clock-difference.rules.js';
import type { Lack } from '../platform/health/readiness.js';
import { lostSettings, type Settings, whatIsLost } from './api-session.rules.js';

/** All that one statement on the API's own pool finds out. */
export interface DatabaseFacts {
  readOnly: boolean;
  /** Tables for which row-level security does not hold. */
  open: string[];
  migrations: string[];
  /** For how long this process has seen migrations that it does not know. */
  newerForMs: number;
  clocks: ClockReading;
  settings: Settings;
}

/**
 * For how long a program goes on beside a newer one that has brought the database to its form: a deploy replaces the
 * processes one after the other, and migrations leave what the program from before needs.
 */
export const deployMinutes = 15;

/** A migration that this program does not know. */
export const newerMigration = (migrations: readonly string[], known: readonly string[]): string | undefined =>
  migrations.find((name) => !known.includes(name));

/** What keeps the API from working on this database, as its process sees it. */
export function lacksOf(
  { readOnly, open, migrations, newerForMs, clocks, settings }: DatabaseFacts,
  known: readonly string[],
  promised: Settings,
): Lack[] {
  const lacks: Lack[] = [];
  const lack = (code: string, says: string) => lacks.push({ code, says });
  if (readOnly) lack('read_only', 'the database may only be read. Name the server that takes changes');
  if (open.length > 0)
    lack('row_security', `row-level security does not hold here for ${open.join(', ')}. Start again to hear why`);
  const newer = newerMigration(migrations, known);
  const lost = lostSettings(settings, promised);
  // A newer program may have given the login others.
  if (newer === undefined && lost.length > 0)
    lack('settings', `${whatIsLost(settings, lost)} Start again, which gives them anew or says what to run`);
  const older = known.find((name) => !migrations.includes(name));
  if (newer !== undefined && newerForMs > deployMinutes * aMinute)
    lack(
      'schema',
      `the database is newer than this program (it has ${newer}). Start the program that brought it there`,
    );
  if (older !== undefined)
    lack(
      'schema',
      `the database is older than this program (it lacks ${older}). Start again, which brings it to this form`,
    );
  const ahead = surelyAheadMs(clocks);
  if (Math.abs(ahead) > mostDifferenceMs) lack('clock', differenceInWords(ahead));
  return lacks;
}
