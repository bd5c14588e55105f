import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { AppError } from '../../src/platform/errors/refusal.js';
import { atTime, dateOf, instantOf, timeOf, wallAt } from '../../src/sessions/sessions/wall-time.rules.js';
import { daysLater } from '../../src/platform/calendar.js';

/**
 * Zones that change their clocks on different days, in the other half of the year, by half an hour, at midnight, and
 * never.
 */
const zones = ['America/Edmonton', 'Europe/London', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kolkata'];

const refusalOf = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('Nothing was refused');
};

test.each(zones)('a weekly 10:00 stays 10:00 on the wall for three years (%s)', (timeZone) => {
  let local = '2026-01-06T10:00';
  for (let week = 0; week < 157; week++, local = `${daysLater(dateOf(local), 7)}T${timeOf(local)}`) {
    const instant = instantOf({ local, timeZone });
    expect(wallAt(instant, timeZone)).toBe(local);
    expect(timeOf(wallAt(instant, timeZone))).toBe('10:00');
  }
});

test('any wall time of three years in any of the zones is shown by that wall again, or refused with two choices', () => {
  const outcome = (local: string, timeZone: string): string => {
    try {
      return wallAt(instantOf({ local, timeZone }), timeZone);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const choices = error.details.extensions?.['choices'] as unknown[];
      return ['local_time_skipped', 'local_time_repeated'].includes(error.code) && choices.length === 2
        ? local
        : error.code;
    }
  };
  const minutesOfThreeYears = fc.integer({ min: 0, max: 3 * 365 * 24 * 60 });
  fc.assert(
    fc.property(minutesOfThreeYears, fc.constantFrom(...zones), (minutes, timeZone) => {
      const local = new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString().slice(0, 16);
      return outcome(local, timeZone) === local;
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['America/Edmonton', '2027-03-14T02:30', ['2027-03-14T01:30', '2027-03-14T03:30']],
  ['Europe/London', '2027-03-28T01:30', ['2027-03-28T00:30', '2027-03-28T02:30']],
  ['Australia/Lord_Howe', '2026-10-04T02:15', ['2026-10-04T01:45', '2026-10-04T02:45']],
])('a time that the clocks skip in %s is refused with the nearest ones that exist', (timeZone, local, expected) => {
  const refusal = refusalOf(() => instantOf({ local, timeZone }));
  expect(refusal.code).toBe('local_time_skipped');
  const choices = refusal.details.extensions?.['choices'] as { local: string; instant: string }[];
  expect(choices.map((choice) => choice.local)).toEqual(expected);
  for (const choice of choices) expect(instantOf({ local: choice.local, timeZone }).toISOString()).toBe(choice.instant);
});

test.each([
  ['America/Edmonton', '2026-11-01T01:30', '2026-11-01T07:30:00.000Z', '2026-11-01T08:30:00.000Z'],
  ['Europe/London', '2027-10-31T01:30', '2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z'],
  ['Australia/Lord_Howe', '2027-04-04T01:45', '2027-04-03T14:45:00.000Z', '2027-04-03T15:15:00.000Z'],
])(
  'a time that the clocks show twice in %s needs a word about which one is meant',
  (timeZone, local, first, second) => {
    expect(refusalOf(() => instantOf({ local, timeZone })).code).toBe('local_time_repeated');
    expect(instantOf({ local, timeZone, occurrence: 'first' }).toISOString()).toBe(first);
    expect(instantOf({ local, timeZone, occurrence: 'second' }).toISOString()).toBe(second);
  },
);

test('another time of the same day keeps the day', () => {
  expect(atTime('2027-01-12T10:00', '13:30')).toBe('2027-01-12T13:30');
});

/** What another process, whose own clock stands in another zone, makes of weekly sessions late in the evening. */
function answersUnder(TZ: string): string {
  const script = `
    const { daysLater } = await import(${JSON.stringify(new URL('../../src/platform/calendar.js', import.meta.url).href)});
    const { dateOf, instantOf, timeOf, wallAt } = await import(${JSON.stringify(new URL('../../src/sessions/sessions/wall-time.rules.js', import.meta.url).href)});
    const answers = [];
    for (const timeZone of ${JSON.stringify(zones)})
      for (let local = '2026-01-06T23:30', week = 0; week < 157; week++, local = daysLater(dateOf(local), 7) + 'T' + timeOf(local)) {
        const instant = instantOf({ local, timeZone });
        answers.push(instant.toISOString() + wallAt(instant, timeZone));
      }
    console.log(answers.join());`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, NODE_OPTIONS: '', TZ },
    encoding: 'utf8',
  });
}

test('the clock of the server decides nothing', () => {
  const expected = answersUnder('UTC');
  for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kathmandu'])
    expect(answersUnder(zone)).toBe(expected);
});
