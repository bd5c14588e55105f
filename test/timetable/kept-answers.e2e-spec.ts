import type { DataSource } from 'typeorm';
import { ProspectusService } from '../../src/timetable/prospectus/prospectus.service.js';
import { expecting, aPublishedCourse, wholeContent } from '../courses/co-production.js';
import { aPerson, aPublishedVersion, aRun, aTerm, fromNow, someLearners } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { cloneDatabase } from '../support/database.js';

// Two processes on one database, as behind a balancer.
let here: TestCollege;
let there: TestCollege;
beforeAll(async () => {
  const database = await cloneDatabase();
  const settings = { PUBLIC_READS_PER_MINUTE: '1000000' };
  here = await openTestCollege({ database: { url: database.url, drop: async () => undefined }, settings });
  there = await openTestCollege({ database, settings: { ...settings, DATA_FOLDER: here.dataFolder } });
});
afterEach(() => here.sql.query(`update run set state = 'finished' where state = 'open'`));
afterAll(async () => {
  await here.close();
  await there.close();
});

const read = (from: TestCollege, path = '/prospectus') =>
  expecting(
    200,
    from.http.get(`/api/v1${path}`).then((r) => r),
  );
const items = async (from: TestCollege, query = '') => (await read(from, `/prospectus${query}`)).body.items;
const stamp = async (): Promise<string> => (await here.sql.query('select stamp from shown_stamp'))[0].stamp;

/** What a page says when it is made now. */
const fresh = async (limit: number, filters: object = {}) =>
  JSON.parse((await here.app.get(ProspectusService).page({ limit, ...filters })).textWith()).items;

/** Whatever of a college an outsider can see, each once. */
async function everythingShown() {
  const group = await aPublishedCourse(here, {
    ...wholeContent,
    minimumAge: 16,
    eligibilityRules: [{ type: 'area', values: ['north'], words: 'For people who live in the north.' }],
  });
  await expecting(
    200,
    group.ada.patch(`/contributors/${group.contributions.ada}`, { creditAs: { kind: 'name' } }, { 'If-Match': '"2"' }),
  );
  const termId = await aTerm(here);
  const run = await aRun(here, {
    versionId: group.versionId,
    mode: 'in_person',
    termId,
    capacity: 20,
    starts: [fromNow(here, { days: 3 }), fromNow(here, { days: 10 })],
  });
  const [venue, side] = await here.sql.query(
    `
      insert into venue (id, name, time_zone, address, access_features, access_notes, capacity)
      values
        (gen_random_uuid(), 'Harbour House', 'UTC', '1 Harbour Lane', '{step_free}', 'Ring twice.', 20),
        (gen_random_uuid(), 'Side Hall', 'UTC', '2 Harbour Lane', '{}', null, 20)
      returning id`,
  );
  await here.sql.query('update run set venue_id = $2 where id = $1', [run.id, venue.id]);
  await here.sql.query('update session set venue_id = $2 where id = $1', [run.sessionIds[1], side.id]);
  return { ...group, run, termId };
}

interface ShownColumn {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  checks: string | null;
}

const shownTables = [
  'run',
  'session',
  'course',
  'course_version',
  'contributor',
  'person',
  'term',
  'venue',
  'college',
] as const;

/** Told by the hour: of these the page shows what they were at the last full one (BR-211). */
const toldByTheHour = ['run.places_taken', 'run.told_from', 'run.told_taken', 'run.told_waiting'];

const columnsShown = async (sql: DataSource): Promise<ShownColumn[]> =>
  (
    await sql.query(
      `
        select c.relname as table, a.attname as column,
          format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type,
          not a.attnotnull as nullable,
          (
            select string_agg(pg_get_constraintdef(k.oid), ' ')
            from pg_constraint k
            where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey)
          ) as checks
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        join pg_type t on t.oid = a.atttypid
        where c.relname = any ($1)
        order by c.relname, a.attnum`,
      [shownTables],
    )
  ).filter(({ table, column }: ShownColumn) => column !== 'id' && !toldByTheHour.includes(`${table}.${column}`));

/** Other values of a column, as SQL; some of them a CHECK refuses. */
function otherValues({ column, type, nullable, checks }: ShownColumn): string[] {
  const name = `"${column}"`;
  const words = [...new Set([...(checks ?? '').matchAll(/'(\w+)'::text/g)].map(([, word = '']) => word))];
  const byType: Record<string, string[]> = {
    uuid: ['gen_random_uuid()'],
    boolean: [`not ${name}`],
    integer: [`${name} + 1`, `greatest(${name} - 1, 0)`, '1'],
    date: [`${name} + 1`],
    tsvector: [`''::tsvector`],
    jsonb: [`case jsonb_typeof(${name}) when 'array' then '[]' else ${name} || '{"fewPlacesLeft": 40}' end`],
    'text[]': [`'{}'`, ...words.map((word) => `'{${word}}'`), `'{other}'`],
    'timestamp with time zone': [`${name} + interval '40 days'`, `${name} - interval '40 days'`, `'2200-01-01'`],
    'timestamp without time zone': [`${name} + interval '1 day'`],
    text: [...words.slice(0, 12).map((word) => `'${word}'`), `'Other'`],
    'character varying': [...words.slice(0, 12).map((word) => `'${word}'`), `'Other'`],
  };
  return [...(byType[type] ?? []), ...(nullable ? ['null'] : [])];
}

test('whatever column of what outsiders see is changed, the very next request says so, in every process', async () => {
  const { run } = await everythingShown();
  const [{ day }] = await here.sql.query(`select min(local_start)::date::text as day from session where run_id = $1`, [
    run.id,
  ]);
  const filters = { text: 'boundaries', topic: 'boundaries', audience: 'everybody', from: day, to: day };
  const query = `?${new URLSearchParams(filters).toString()}`;
  const columns = await columnsShown(here.sql);
  // The other triggers would stand in the way of most changes; these are to fire all the same.
  await here.sql.query('alter table session enable always trigger session_spans; drop index session_plan_once');
  for (const table of shownTables) await here.sql.query(`alter table ${table} enable always trigger ${table}_shown`);

  const stale: string[] = [];
  const seen = new Set<string>();
  const unchanged = JSON.stringify([await fresh(20), await fresh(20, filters)]);
  const change = (table: string, set: string) =>
    here.sql.transaction(async (tx) => {
      await tx.query('set local session_replication_role = replica');
      await tx.query(`update ${table} set ${set}`);
    });
  for (const shown of columns) {
    const { table, column } = shown;
    await here.sql.query(`create table before_change as select * from ${table}`);
    for (const value of otherValues(shown)) {
      await items(here);
      await items(there);
      if (
        !(await change(table, `"${column}" = ${value}`).then(
          () => true,
          () => false,
        ))
      )
        continue;
      const now = JSON.stringify([await fresh(20), await fresh(20, filters)]);
      if (now !== unchanged) seen.add(`${table}.${column}`);
      for (const from of [here, there])
        if (JSON.stringify([await items(from), await items(from, query)]) !== now)
          stale.push(`${table}.${column} = ${value}`);
      await change(table, `"${column}" = b."${column}" from before_change b where b.id = ${table}.id`);
    }
    await here.sql.query('drop table before_change');
  }
  expect(stale).toEqual([]);
  expect(JSON.stringify([await items(here), await items(there, query)])).toBe(unchanged);
  // It says nothing unless most of what is watched was seen to change a page.
  expect(seen.size).toBeGreaterThan(40);
}, 120_000);

test('what staff and authors change through the API is seen by the very next request, in every process', async () => {
  const { run, ben, contributions, courseId } = await everythingShown();
  const coordinator = await aPerson(here, { roles: ['coordinator'] });
  const administrator = await aPerson(here, { roles: ['administrator'] });
  const both = async (query = '') => {
    const pages = [await items(there, query), await items(here, query)];
    expect(pages[0]).toEqual(pages[1]);
    return pages[0];
  };
  expect(await both()).toMatchObject([{ runId: run.id, coProducedBy: ['Ada'] }]);
  const path = `/contributors/${contributions.ben}`;
  await expecting(200, ben.patch(path, { creditAs: { kind: 'name' } }, { 'If-Match': '"2"' }));
  expect(await both()).toMatchObject([{ coProducedBy: ['Ada', 'Ben'] }]);
  await here.sql.query(`update person set chosen_name = 'Benedict' where id = $1`, [ben.id]);
  expect(await both()).toMatchObject([{ coProducedBy: ['Ada', 'Benedict'] }]);
  await expecting(200, coordinator.patch(`/courses/${courseId}`, { strand: 'Harbour' }, { 'If-Match': '"1"' }));
  expect(await both()).toMatchObject([{ strand: 'Harbour' }]);
  const { headers, body } = await administrator.get('/college');
  await expecting(
    200,
    administrator.patch('/college', { name: `${body.name} Harbour` }, { 'If-Match': headers['etag'] ?? '' }),
  );
  expect((await read(there, '/college')).body.name).toBe(`${body.name} Harbour`);
  expect((await read(there, '/closure-days')).body.items).toEqual([]);
  const day = await expecting(201, coordinator.post('/closure-days', { day: '2030-01-01', reason: 'Rest' }));
  expect((await read(there, '/closure-days')).body.items).toHaveLength(1);
  await expecting(204, coordinator.delete(`/closure-days/${day.body.id}`));
  expect((await read(there, '/closure-days')).body.items).toEqual([]);
});

test('a booking renews nothing, nor does a change that is rolled back, and one commit renews once', async () => {
  const run = await aRun(here, { capacity: 3 });
  const before = await stamp();
  for (const learner of await someLearners(here, 4))
    await expecting(201, learner.post(`/runs/${run.id}/enrolments`, {}));
  expect(await stamp()).toBe(before);
  await here.sql
    .transaction(async (tx) => {
      await tx.query(`update course set strand = 'Other'`);
      throw new Error('after all not');
    })
    .catch(() => undefined);
  expect(await stamp()).toBe(before);
  await here.sql.transaction(async (tx) => {
    await tx.query(`update course set strand = 'Other'`);
    // Nobody waits for this one until it commits.
    expect(await stamp()).toBe(before);
    await Promise.race([
      here.sql.query(`update term set name = name || '.'`),
      new Promise((_, reject) => setTimeout(() => reject(new Error('waited')), 2_000).unref()),
    ]);
  });
  expect(await stamp()).not.toBe(before);
});

test('time alone changes it: words for places with the hour, booking, and what is over', async () => {
  const { id: versionId } = await aPublishedVersion(here);
  here.clock.moveTo('2031-03-01T10:05:00Z');
  const run = await aRun(here, {
    versionId,
    capacity: 2,
    starts: [new Date('2031-03-01T12:10:00Z')],
    bookingOpensAt: new Date('2031-03-01T10:20:00Z'),
    bookingClosesAt: new Date('2031-03-01T10:40:00Z'),
  });
  const now = async (time: string) => {
    here.clock.moveTo(`2031-03-01T${time}:00Z`);
    return (await items(here)).map(({ booking, places }: Record<string, string>) => [booking, places]);
  };
  expect(await now('10:06')).toEqual([['not open yet', 'few places']]);
  expect(await now('10:19')).toEqual([['not open yet', 'few places']]);
  expect(await now('10:20')).toEqual([['open', 'few places']]);
  const learners = await someLearners(here, 2);
  for (const learner of learners) await expecting(201, learner.post(`/runs/${run.id}/enrolments`, {}));
  expect(await now('10:39')).toEqual([['open', 'few places']]);
  expect(await now('10:40')).toEqual([['closed', 'few places']]);
  expect(await now('10:59')).toEqual([['closed', 'few places']]);
  expect(await now('11:00')).toEqual([['closed', 'waiting list']]);
  expect(await now('14:09')).toHaveLength(1);
  expect(await now('14:10')).toEqual([]);
  // A clock that was put back does not read what was kept later.
  expect(await now('10:06')).toHaveLength(1);
  here.clock.moveTo(new Date());
});

test('it is not sent again while nothing changed, and compressed to whoever takes that', async () => {
  await everythingShown();
  const ask = (headers: Record<string, string>) => here.http.get('/api/v1/prospectus').set(headers);
  const plain = await ask({ 'Accept-Encoding': 'identity' });
  const zipped = await ask({ 'Accept-Encoding': 'br;q=1, gzip' });
  expect(zipped.headers).toMatchObject({
    'content-encoding': 'gzip',
    vary: 'Accept-Encoding',
    'cache-control': 'public, max-age=60',
    'content-type': 'application/json; charset=utf-8',
    etag: `W/${plain.headers['etag']}`,
  });
  expect(Number(zipped.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) * 0.7);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(zipped.body).toEqual(plain.body);
  expect((await ask({ 'Accept-Encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
  for (const { headers } of [plain, zipped]) {
    const again = await ask({ 'If-None-Match': headers['etag'] ?? '' });
    expect([again.status, again.text, again.headers['content-encoding']]).toEqual([304, '', undefined]);
  }
  const learner = await aPerson(here);
  const signedIn = await learner.get('/prospectus');
  expect(signedIn.body).toEqual(plain.body);
  expect(signedIn.headers['cache-control']).toBe('private, max-age=60');
});
