import type { Log } from './log.js';

/** Whoever runs the college hears once at the start where application and database disagree; it stops nothing. */
export async function writeTimeZoneLines(
  log: Log,
  compare: () => Promise<{ differences: readonly { timeZone: string; firstDay: string }[] }>,
): Promise<void> {
  try {
    for (const { timeZone, firstDay } of (await compare()).differences)
      log.warn(
        { timeZone, firstDay },
        'application and database disagree about the clocks here from this day on: one has older time zone data, and ' +
          'what is planned follows the database',
      );
  } catch (error) {
    log.warn({ error: String(error) }, 'the time zones of application and database could not be compared');
  }
}
