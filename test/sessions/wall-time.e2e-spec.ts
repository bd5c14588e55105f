import { Database } from '../../src/platform/database/database.js';
import { AppError } from '../../src/platform/errors/refusal.js';
import { sameTimeWorkingDaysLater } from '../../src/attendance/welfare/welfare.queries.js';
import { instantsOn, type WallTime } from '../../src/sessions/sessions/wall-time.queries.js';
import { atTime, type Occurrence } from '../../src/sessions/sessions/wall-time.rules.js';
import { daysLater } from '../../src/platform/calendar.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let database: Database;
beforeAll(async () => {
  college = await openTestCollege();
  database = college.app.get(Database);
});
afterAll(() => college.close());

/**
 * Zones that change their clocks on different days, in the other half of the year, by half an hour, at midnight, and
 * never.
 */
const zones = ['America/Edmonton', 'Europe/London', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kolkata'];

const instants = (walls: WallTime[]): Promise<Date[]> => database.transaction((tx) => instantsOn(tx, walls));

const instantOf = async (local: string, timeZone: string, occurrence?: Occurrence): Promise<string> =>
  String((await instants([{ local, timeZone, occurrence }]))[0]?.toISOString());

const refusalOf = async (local: string, timeZone: string): Promise<AppError> => {
  const refusal: unknown = await instantOf(local, timeZone).catch((error: unknown) => error);
  if (refusal instanceof AppError) return refusal;
  throw new Error(`Nothing was refused: ${String(refusal)}`);
};

const wallAt = async (moments: readonly (Date | string)[], timeZone: string): Promise<string[]> => {
  const found: { local: string }[] = await college.sql.query(
    `select to_char(m at time zone $2, 'YYYY-MM-DD"T"HH24:MI') as local
    from unnest($1::timestamptz[]) with ordinality as u (m, place) order by place`,
    [moments, timeZone],
  );
  return found.map(({ local }) => local);
};

test.each(zones)('a weekly 10:00 stays 10:00 on the wall for three years (%s)', async (timeZone) => {
  const walls = Array.from({ length: 157 }, (_, week) => `${daysLater('2026-01-06', 7 * week)}T10:00`);
  expect(await wallAt(await instants(walls.map((local) => ({ local, timeZone }))), timeZone)).toEqual(walls);
});

test.each(zones)(
  'every half hour of three years is shown by the wall again, skipped or shown twice (%s)',
  async (zone) => {
    const odd: { skipped: number; repeated: number; wrong: number }[] = await college.sql.query(
      `select count(*) filter (where i.earlier < i.later and i.earlier at time zone $1 <> wall)::int as skipped,
      count(*) filter (where i.earlier < i.later and i.earlier at time zone $1 = wall and i.later at time zone $1 = wall)::int as repeated,
      count(*) filter (where i.earlier = i.later and i.earlier at time zone $1 <> wall or i.earlier > i.later)::int as wrong
    from generate_series(timestamp '2026-01-01 00:15', timestamp '2028-12-31', interval '30 minutes') wall
    cross join lateral wall_instants(wall, $1) i`,
      [zone],
    );
    const changes = { 'Australia/Lord_Howe': 1, 'Asia/Kolkata': 0 }[zone] ?? 2;
    expect(odd).toEqual([{ skipped: 3 * changes, repeated: 3 * changes, wrong: 0 }]);
  },
);

test.each([
  ['America/Edmonton', '2027-03-14T02:30', ['2027-03-14T01:30', '2027-03-14T03:30']],
  ['Europe/London', '2027-03-28T01:30', ['2027-03-28T00:30', '2027-03-28T02:30']],
  ['Australia/Lord_Howe', '2026-10-04T02:15', ['2026-10-04T01:45', '2026-10-04T02:45']],
])(
  'a time that the clocks skip in %s is refused with the nearest ones that exist',
  async (timeZone, local, expected) => {
    const refusal = await refusalOf(local, timeZone);
    expect(refusal.code).toBe('local_time_skipped');
    const choices = refusal.details.extensions?.['choices'] as { local: string; offset: string; instant: string }[];
    expect(choices.map((choice) => choice.local)).toEqual(expected);
    for (const choice of choices) {
      expect(await instantOf(choice.local, timeZone)).toBe(choice.instant);
      expect(new Date(`${choice.local}:00${choice.offset}`).toISOString()).toBe(choice.instant);
    }
  },
);

test.each([
  ['America/Edmonton', '2026-11-01T01:30', '2026-11-01T07:30:00.000Z', '2026-11-01T08:30:00.000Z'],
  ['Europe/London', '2027-10-31T01:30', '2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z'],
  ['Australia/Lord_Howe', '2027-04-04T01:45', '2027-04-03T14:45:00.000Z', '2027-04-03T15:15:00.000Z'],
])(
  'a time that the clocks show twice in %s needs a word about which one is meant',
  async (timeZone, local, first, second) => {
    expect((await refusalOf(local, timeZone)).code).toBe('local_time_repeated');
    expect(await instantOf(local, timeZone, 'first')).toBe(first);
    expect(await instantOf(local, timeZone, 'second')).toBe(second);
  },
);

test('another time of the same day keeps the day', () => {
  expect(atTime('2027-01-12T10:00', '13:30')).toBe('2027-01-12T13:30');
});

test('neither the clock of the server nor the zone of a connection decides anything', async () => {
  const ask = `
    select array_agg(i.earlier::timestamptz at time zone 'UTC' order by wall)::text as told
    from generate_series(timestamp '2026-01-06 23:30', timestamp '2028-12-31', interval '7 days') wall
    cross join lateral wall_instants(wall, 'America/Edmonton') i`;
  const answers: unknown[] = [];
  for (const zone of ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kathmandu'])
    answers.push(
      await college.sql.transaction(async (tx) => {
        await tx.query(`set local time zone '${zone}'`);
        const [answer]: { told: string }[] = await tx.query(ask);
        return answer?.told;
      }),
    );
  expect(new Set(answers).size).toBe(1);
});

test('what is due at a time of day is due at that time on the wall, over weekends, closure days and a change of the clocks', async () => {
  const at = async (text: string, days = 1, closed: string[] = []) =>
    (
      await database.transaction((tx) =>
        sameTimeWorkingDaysLater(tx, new Date(text), days, 'Europe/London', new Set(closed)),
      )
    ).toISOString();
  expect(await at('2027-03-03T10:00:00Z')).toBe('2027-03-04T10:00:00.000Z');
  expect(await at('2027-03-05T10:00:00Z')).toBe('2027-03-08T10:00:00.000Z');
  expect(await at('2027-03-05T10:00:00Z', 1, ['2027-03-08'])).toBe('2027-03-09T10:00:00.000Z');
  expect(await at('2027-03-26T10:00:00Z')).toBe('2027-03-29T09:00:00.000Z');
  // On the Sunday in between no wall shows half past one.
  expect(await at('2027-03-26T01:30:00Z', 2)).toBe('2027-03-30T00:30:00.000Z');
});
