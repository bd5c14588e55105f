import type { OpenAPIObject } from '@nestjs/swagger';
import { describedRoutes } from '../support/samples.js';
import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, aDraftRun, anOpenRun, aSession, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
let admin: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
  admin = await aPerson(college, { roles: ['administrator'] });
});
afterAll(() => college.close());

const aVenue = async (timeZone: string): Promise<string> => {
  const venue = await cast.casey.post('/venues', {
    name: 'Another place',
    address: '2 River Street',
    timeZone,
    accessFeatures: ['step_free'],
    capacity: 20,
  });
  expect(venue.status).toBe(201);
  return String(venue.body.id);
};

/** Every body with a time zone, by its schema in the document. */
const takers: Record<string, (timeZone: unknown) => Promise<{ status: number; body: Record<string, unknown> }>> = {
  CollegeChange: async (timeZone) =>
    admin.patch('/college', { timeZone }, { 'if-match': (await admin.get('/college')).headers['etag'] ?? '' }),
  VenueBody: (timeZone) => cast.casey.post('/venues', { name: 'A', address: 'B', capacity: 5, timeZone }),
  RunBody: (timeZone) =>
    cast.casey.post('/runs', { versionId: cast.versionId, mode: 'in_person', venueId: cast.venueId, timeZone }),
};

test('every place where a time zone is taken is walked here', async () => {
  const document = (await college.http.get('/openapi.json')).body as OpenAPIObject;
  const schemas = (document.components?.schemas ?? {}) as Record<string, { properties?: object }>;
  const bodies = new Set<string>();
  const follow = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/#\/components\/schemas\/(\w+)/g))
      if (!bodies.has(name)) follow(schemas[bodies.add(name) && name]);
  };
  for (const { operation } of describedRoutes(document)) follow(operation.requestBody ?? {});
  const taking = [...bodies].filter((name) =>
    Object.keys(schemas[name]?.properties ?? {}).some((field) => /zone/i.test(field)),
  );
  expect(taking.sort()).toEqual(Object.keys(takers).sort());
  const parameters = describedRoutes(document).flatMap(({ operation }) => operation.parameters ?? []);
  expect(parameters.filter((parameter) => 'name' in parameter && /zone/i.test(parameter.name))).toEqual([]);
});

const taken = [
  ['America/Edmonton', 'America/Edmonton'],
  ['america/toronto', 'America/Toronto'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['ASIA/KOLKATA', 'Asia/Kolkata'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['america/argentina/buenos_aires', 'America/Argentina/Buenos_Aires'],
  ['Australia/ACT', 'Australia/Sydney'],
  ['Pacific/Truk', 'Pacific/Chuuk'],
  ['utc', 'UTC'],
];

const refused: [unknown, string][] = [
  ...[
    'EST',
    'cet',
    'PST',
    'IST',
    'BST',
    'CST',
    'JST',
    'NST',
    'ACT',
    'VST',
    'MET',
    'WET',
    'EST5EDT',
    'PST8PDT',
    'GMT',
  ].map((name): [string, string] => [name, 'a city of your region']),
  ...[
    'Etc/GMT+5',
    '+05:30',
    '-0700',
    'UTC+2',
    'W. Europe Standard Time',
    'Mars/Olympus',
    'Europe',
    '',
    'x'.repeat(4000),
  ].map((name): [string, string] => [name, 'a city of your region']),
  ['US/Eastern', 'write America/New_York'],
  ['US/Pacific-New', 'write America/Los_Angeles'],
  ['Canada/Mountain', 'write America/Edmonton'],
  ['Brazil/East', 'write America/Sao_Paulo'],
  ['Chile/Continental', 'write America/Santiago'],
  ['Mexico/General', 'write America/Mexico_City'],
  ['Cuba', 'write America/Havana'],
  ['Egypt', 'write Africa/Cairo'],
  ['GB', 'write Europe/London'],
  ['NZ', 'write Pacific/Auckland'],
  ['Etc/UTC', 'write UTC'],
  ['Zulu', 'write UTC'],
  [5, 'a city of your region'],
  [['Europe/London'], 'a city of your region'],
];

test.each(Object.keys(takers))('%s keeps the name of a place as IANA spells it now (BR-178)', async (schema) => {
  for (const [typed, kept] of taken) {
    const answer = await takers[schema]?.(typed);
    expect({ typed, timeZone: answer?.body['timeZone'] }).toEqual({ typed, timeZone: kept });
  }
});

test.each(Object.keys(takers))(
  '%s refuses what is no place, and says what to write instead (BR-178)',
  async (schema) => {
    for (const [typed, told] of refused) {
      const answer = await takers[schema]?.(typed);
      expect({ typed, status: answer?.status, errors: answer?.body['errors'] }).toEqual({
        typed,
        status: 400,
        errors: [{ pointer: '/timeZone', code: 'not_a_time_zone', message: expect.stringContaining(told) }],
      });
    }
  },
);

test('each place that the application knows is one for the database, under the name that is kept', async () => {
  const { timeZoneNamed } = await import('../../src/platform/time-zone.rules.js');
  const kept = Intl.supportedValuesOf('timeZone').map((name) => String(timeZoneNamed(name)));
  const known: { name: string }[] = await college.sql.query('select name from pg_timezone_names');
  expect(kept.filter((name) => !known.some((each) => each.name === name))).toEqual([]);
  expect(kept.filter((name) => timeZoneNamed(name) !== name)).toEqual([]);
});

test.each([
  ['college', 'update college set time_zone = $1'],
  ['venue', 'update venue set time_zone = $1'],
  [
    'run',
    `insert into run (id, version_id, mode, cohort_minimum, time_zone, capacity, created_at)
    select gen_random_uuid(), version_id, mode, cohort_minimum, $1, capacity, created_at from run limit 1`,
  ],
])('the database refuses a zone that it does not know, or that is no place: %s', async (_, statement) => {
  await aDraftRun(cast);
  for (const name of ['Europe/Nowhere', 'EST', 'US/Eastern', 'Etc/UTC'])
    await expect(college.sql.query(statement, [name])).rejects.toMatchObject({ constraint: 'time_zone_known' });
});

describe('a session with a venue of its own', () => {
  let toronto: string;
  beforeAll(async () => {
    toronto = await aVenue('America/Toronto');
  });

  test('is planned on the wall of that venue (BR-178)', async () => {
    const run = await aDraftRun(cast);
    const session = await aSession(cast.casey, run, '2027-02-01T10:00', { venueId: toronto });
    expect((await cast.casey.get(`/sessions/${session}`)).body).toMatchObject({
      timeZone: 'America/Toronto',
      localStart: '2027-02-01T10:00',
      startsAt: '2027-02-01T15:00:00.000Z',
    });
  });

  test('keeps its hour on the wall when a draft goes there and back, and as a series', async () => {
    const run = await aDraftRun(cast);
    const session = await aSession(cast.casey, run, '2027-02-02T10:00');
    const move = async (wish: object) =>
      (
        await cast.casey.patch(`/sessions/${session}`, wish, {
          'if-match': (await cast.casey.get(`/sessions/${session}`)).headers['etag'] ?? '',
        })
      ).body;
    expect(await move({ venueId: toronto })).toMatchObject({
      timeZone: 'America/Toronto',
      localStart: '2027-02-02T10:00',
      startsAt: '2027-02-02T15:00:00.000Z',
      endsAt: '2027-02-02T17:00:00.000Z',
    });
    expect(await move({ title: 'Another title' })).toMatchObject({ startsAt: '2027-02-02T15:00:00.000Z' });
    expect(await move({ venueId: null })).toMatchObject({
      timeZone: 'America/Edmonton',
      startsAt: '2027-02-02T17:00:00.000Z',
    });
    const series = await cast.casey.post(`/runs/${run}/session-series`, {
      firstDate: '2027-03-01',
      startTime: '10:00',
      endTime: '12:00',
      count: 2,
      venueId: toronto,
      plannedContactMinutes: 90,
    });
    expect(series.status).toBe(201);
    const planned = (await cast.casey.get(`/runs/${run}/sessions`)).body.items.slice(1);
    expect(planned).toMatchObject([{ startsAt: '2027-03-01T15:00:00.000Z' }, { startsAt: '2027-03-08T15:00:00.000Z' }]);
    const changed = await cast.casey.patch(
      `/session-series/${series.body.id}`,
      { venueId: null },
      { 'if-match': series.headers['etag'] ?? '' },
    );
    expect(changed.status).toBe(200);
    expect((await cast.casey.get(`/runs/${run}/sessions`)).body.items.slice(1)).toMatchObject([
      { timeZone: 'America/Edmonton', startsAt: '2027-03-01T17:00:00.000Z' },
      { timeZone: 'America/Edmonton', startsAt: '2027-03-08T17:00:00.000Z' },
    ]);
  });

  test('a published one that moves there is told in the time of that place, where it is not the college’s', async () => {
    await takers['CollegeChange']?.('America/Edmonton');
    const {
      id: run,
      sessionIds: [session = ''],
    } = await anOpenRun(cast, ['2027-02-03T10:00']);
    const learner = await aLearner(college);
    const said = await learner.put('/me/safe-contact', {
      channels: { inApp: { allowed: true } },
    });
    expect(said.status).toBe(200);
    expect((await learner.post(`/runs/${run}/enrolments`, {})).status).toBe(201);
    const moved = await cast.ben.post(`/sessions/${session}/rescheduling`, {
      localStart: '2027-02-03T10:00',
      localEnd: '2027-02-03T12:00',
      venueId: toronto,
    });
    expect(moved.body).toMatchObject({ timeZone: 'America/Toronto', startsAt: '2027-02-03T15:00:00.000Z' });
    college.clock.moveTo('2027-02-02T16:00:00Z');
    await college.sql.query(`select graphile_worker.add_job('remind-of-sessions')`);
    await college.deliver();
    const [reminder] = (await learner.get('/me/messages')).body.items.filter(
      ({ kind }: { kind: string }) => kind === 'session_reminder',
    );
    expect(reminder.text).toMatch(/3 February at 10:00( a\.m\.)? Eastern Time/);
    expect(reminder.text).not.toContain('Toronto');
    college.clock.moveTo('2027-01-04T12:00:00Z');
  });

  test('a run follows its venue into another zone only until sessions are planned there', async () => {
    const run = await aDraftRun(cast);
    const change = async (venueId: string) =>
      cast.casey.patch(
        `/runs/${run}`,
        { venueId },
        { 'if-match': (await cast.casey.get(`/runs/${run}`)).headers['etag'] ?? '' },
      );
    expect((await change(toronto)).body).toMatchObject({ timeZone: 'America/Toronto' });
    expect((await change(cast.venueId)).body).toMatchObject({ timeZone: 'America/Edmonton' });
    await aSession(cast.casey, run, '2027-02-04T10:00');
    expect((await change(toronto)).body).toMatchObject({ status: 422, code: 'venue_in_another_zone' });
    expect((await change(await aVenue('America/Edmonton'))).status).toBe(200);
  });
});

test('operators see from which day on application and database disagree, and nobody else does', async () => {
  college.clock.moveTo('2027-01-04T12:00:00Z');
  // Node and PostgreSQL may have data of different years.
  const { agrees, differences } = (await admin.get('/operations/time-zones')).body;
  expect(agrees).toBe(differences.length === 0);
  expect(differences).not.toContainEqual(expect.objectContaining({ timeZone: 'Europe/Nowhere' }));
  await college.sql.query('alter table venue disable trigger venue_time_zone');
  // Known to neither list as a place, as is whatever only one of them has.
  await college.sql.query(`update venue set time_zone = 'Europe/Nowhere' where name = 'A' and time_zone = 'UTC'`);
  await college.sql.query('alter table venue enable trigger venue_time_zone');
  const differing = (await admin.get('/operations/time-zones')).body;
  expect(differing.agrees).toBe(false);
  expect(differing.differences).toHaveLength(differences.length + 1);
  expect(differing.differences).toEqual(
    expect.arrayContaining([...differences, { timeZone: 'Europe/Nowhere', firstDay: '2027-01-04' }]),
  );
  expect((await cast.casey.get('/operations/time-zones')).status).toBe(403);
});
