import {
  type ClockReading,
  differenceInWords,
  mostDifferenceMs,
  surelyAheadMs,
} from '../platform/health/clock-difference.rules.js';
import type { Lack } from '../platform/health/readiness.js';

/** All that one statement on the API's own pool finds out. */
export interface DatabaseFacts {
  readOnly: boolean;
  /** Tables for which row-level security does not hold. */
  open: string[];
  migrations: string[];
  clocks: ClockReading;
}

/** What keeps the API from working on this database, as its process sees it. */
export function lacksOf({ readOnly, open, migrations, clocks }: DatabaseFacts, known: readonly string[]): Lack[] {
  const lacks: Lack[] = [];
  const lack = (code: string, says: string) => lacks.push({ code, says });
  if (readOnly) lack('read_only', 'the database may only be read. Name the server that takes changes');
  if (open.length > 0)
    lack('row_security', `row-level security does not hold here for ${open.join(', ')}. Start again to hear why`);
  const newer = migrations.find((name) => !known.includes(name));
  const older = known.find((name) => !migrations.includes(name));
  if (newer !== undefined)
    lack(
      'schema',
      `the database is newer than this program (it has ${newer}). Start the program that brought it there`,
    );
  else if (older !== undefined)
    lack(
      'schema',
      `the database is older than this program (it lacks ${older}). Start again, which brings it to this form`,
    );
  const ahead = surelyAheadMs(clocks);
  if (Math.abs(ahead) > mostDifferenceMs) lack('clock', differenceInWords(ahead));
  return lacks;
}
