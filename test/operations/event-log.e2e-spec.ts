import { createHash } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { newId } from '../../src/platform/ids.js';
import { SealChainService } from '../../src/platform/audit/seal-chain.service.js';
import { aLearner, aPerson, aRun, someLearners, type TestPerson } from '../support/builders.js';
import { behindTheBack } from '../support/behind-the-back.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { runCommand } from '../support/command.js';

let college: TestCollege;
let mo: TestPerson;
let anchors: string;
beforeAll(async () => {
  anchors = join(await mkdtemp(join(tmpdir(), 'anchors-')), 'anchors');
  college = await openTestCollege({ settings: { SEAL_ANCHOR_FILE: anchors } });
  mo = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
});
afterAll(() => college.close());

const seal = () => college.app.get(SealChainService).extendChains();
const audit = (settings: Record<string, string> = {}) => runCommand(college, 'commands/audit-events', settings);
const anEvent = (at: string, id = newId()) =>
  `
    insert into event (id, at, request_id, type, subject_id)
    values ('${id}', ${at}, 'request', 'enrolment.withdrawn', gen_random_uuid())`;
const unsealed = async (): Promise<number> =>
  (
    await college.sql.query(
      `
        select count(*)::integer as count
        from event e
        where not exists (select from sealed s where s.log = 'event' and s.row_id = e.id)`,
    )
  )[0].count;

/** Places taken and given back, by several people at once. */
async function somethingHappens(people: TestPerson[]) {
  const run = await aRun(college, { capacity: 2 });
  await Promise.all(
    people.map(async (person) => {
      const { body } = await person.post(`/runs/${run.id}/enrolments`, {});
      await person.post(`/enrolments/${body.id}/withdrawal`);
    }),
  );
}

test('the chain is whole when events are written while it is sealed, by two at once', async () => {
  const people = await someLearners(college, 4);
  const happening = { over: false };
  const sealing = [1, 2].map(async () => {
    while (!happening.over) {
      await seal();
      await setTimeout(50);
    }
  });
  await Promise.all([somethingHappens(people.slice(0, 2)), somethingHappens(people.slice(2))]).finally(
    () => (happening.over = true),
  );
  await Promise.all(sealing);
  await seal();
  expect(await unsealed()).toBe(0);
  expect(await audit()).toEqual({ code: 0, words: expect.stringMatching(/^ok {6}\d+ seals over \d+ events; 0 wait/) });
});

test('an event that commits late, with an earlier time and id, is sealed later and breaks nothing', async () => {
  const slow = college.sql.createQueryRunner();
  await slow.startTransaction();
  await slow.query(anEvent(`now() - interval '1 second'`));
  await college.sql.query(anEvent('now()'));
  await seal();
  expect(await unsealed()).toBe(0);
  await slow.commitTransaction();
  await slow.release();
  expect(await unsealed()).toBe(1);
  await seal();
  expect([await unsealed(), (await audit()).code]).toEqual([0, 0]);
});

test('more events than one seal covers are sealed in their order, each once', async () => {
  await college.sql.query(
    `
      insert into event (id, at, request_id, type, subject_id)
      select gen_random_uuid(), now(), 'request', 'enrolment.withdrawn', gen_random_uuid()
      from generate_series(1, 2100)`,
  );
  await seal();
  expect(await unsealed()).toBe(0);
  expect((await audit()).code).toBe(0);
});

describe('behind the back of the API', () => {
  beforeAll(async () => {
    for (const table of ['event', 'seal', 'sealed'])
      await college.sql.query(`create table kept_${table} as table ${table}`);
  });
  afterEach(async () => {
    for (const table of ['sealed', 'seal', 'event'])
      await behindTheBack(
        college,
        `delete from ${table}; insert into ${table} overriding system value select * from kept_${table}`,
      );
  });

  const oneOfSeal = (number: number) =>
    `(select row_id from sealed where log = 'event' and seal = ${number} order by row_id limit 1)`;
  test.each([
    [
      'an edited event',
      `update event set to_state = 'completed' where id = ${oneOfSeal(2)}`,
      /events: Event \S+ of seal 2 was changed/,
    ],
    [
      'an event with another time',
      `update event set at = at + interval '1 microsecond' where id = ${oneOfSeal(2)}`,
      /Event \S+ of seal 2 was changed/,
    ],
    [
      'an event with another number',
      `create temp table moved on commit drop as select * from event where id = ${oneOfSeal(2)};
       delete from event where id = ${oneOfSeal(2)};
       update moved set number = number + 100000;
       insert into event overriding system value select * from moved`,
      /Event \S+ of seal 2 was changed/,
    ],
    ['a deleted event', `delete from event where id = ${oneOfSeal(1)}`, /Event \S+ of seal 1 is missing/],
    [
      'an event that is covered no more',
      `delete from sealed where row_id = ${oneOfSeal(1)}`,
      /Seal 1 covers \d+ events, and 1 of them are missing/,
    ],
    ['an event in the past', anEvent(`now() - interval '1 month'`), /Event \S+ was put into the past/],
    [
      'an event that is covered as if there had been no hash of it yet',
      `update sealed set at = null, hash = null where row_id = ${oneOfSeal(1)}`,
      'Seal 1 or one of its events was changed.',
    ],
    [
      'an event beside those of a seal',
      `with put as (${anEvent('now()')} returning id)
       insert into sealed (log, row_id, seal) select 'event', id, 1 from put`,
      /Seal 1 covers \d+ events, and 1 were put beside them/,
    ],
    [
      'an edited seal',
      `update seal set sealed_at = sealed_at - interval '1 day' where number = 2`,
      'Seal 2 or one of its events was changed.',
    ],
    [
      'a seal with another hash',
      `update seal set hash = repeat('a', 64) where number = 1`,
      'Seal 1 or one of its events was changed.',
    ],
    [
      'a seal that follows another',
      `update seal set previous = repeat('a', 64) where number = 3`,
      'Seal 3 does not follow the seal before it.',
    ],
    [
      'a seal taken out of the middle',
      'delete from sealed where seal = 2; delete from seal where number = 2',
      'Seal 2 is missing.',
    ],
  ])('%s is found', async (_name, damage, words) => {
    await behindTheBack(college, damage);
    expect(await audit()).toEqual({ code: 2, words: expect.stringMatching(words) });
  });

  test('an event in the past is found when its seal was written by the book', async () => {
    await seal();
    await college.sql.query(anEvent(`now() - interval '1 month'`));
    await college.sql.query(anEvent('now()'));
    await seal();
    expect((await audit()).words).toMatch(/BROKEN {2}events: Event \S+ was put into the past/);
  });

  test.each([
    ['the number of an earlier one', 'overriding system value', '1'],
    ['none, as before there were numbers', 'overriding system value', '0'],
  ])('an event of today with %s is found when its seal was written by the book', async (_name, overriding, number) => {
    const put = (columns: string, values: string) =>
      behindTheBack(
        college,
        `
          insert into event (id, at, request_id, type, subject_id${columns}) ${columns && overriding}
          values (gen_random_uuid(), $1, 'request', 'enrolment.withdrawn', gen_random_uuid()${values})`,
        [college.clock.now()],
      );
    for (const _ of [1, 2, 3]) {
      college.clock.forward({ minutes: 16 });
      await put('', '');
      await seal();
    }
    expect((await audit()).code).toBe(0);
    await put(', number', `, ${number}`);
    await seal();
    expect((await audit()).words).toMatch(/BROKEN {2}events: Event \S+ of seal \d+ was put into the past/);
  });

  test('the end that was cut off is found by what was anchored outside', async () => {
    const last = `(select max(number) from kept_seal where log = 'event')`;
    await behindTheBack(
      college,
      `
        delete from event
        where id in (select row_id from sealed where log = 'event' and seal = ${last});
        delete from sealed
        where log = 'event' and seal = ${last};
        delete from seal
        where log = 'event' and number = ${last}`,
    );
    expect((await audit()).code).toBe(0);
    expect(await audit({ SEAL_ANCHOR_FILE: anchors })).toEqual({
      code: 2,
      words: expect.stringMatching(/Seal \d+ was anchored outside and is missing/),
    });
  });

  test('a chain made anew is found by what was anchored outside', async () => {
    const forged = `${anchors}-of-another`;
    await writeFile(forged, (await readFile(anchors, 'utf8')).replace(/^1 .{64}$/m, `1 ${'b'.repeat(64)}`));
    expect((await audit({ SEAL_ANCHOR_FILE: forged })).words).toContain(
      'Seal 1 is not the one that was anchored outside.',
    );
  });
});

test('events that were sealed before each had a hash of its own are verified as before', async () => {
  const number = (await college.sql.query(`select max(number) + 1 as next from seal where log = 'event'`))[0].next;
  const [event] = await college.sql.query(
    `
      insert into event (id, number, at, request_id, type, subject_id) overriding system value
      values (gen_random_uuid(), 0, $1, 'request', 'enrolment.withdrawn', gen_random_uuid())
      returning id, json_build_array(
        id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor_id, request_id, type, subject_id,
        person_id, from_state, to_state, refs
      )::text as form`,
    [college.clock.now()],
  );
  const previous = (
    await college.sql.query(`select hash from seal where log = 'event' and number = $1`, [number - 1])
  )[0].hash;
  const at = college.clock.now().toISOString();
  const hash = createHash('sha256')
    .update(`${JSON.stringify([number, previous, 1, at, at])}\n${event.form}`)
    .digest('hex');
  await college.sql.query(`insert into seal values ($1, $2, $3, 1, $4, $4, 'event')`, [number, previous, hash, at]);
  await college.sql.query(`insert into sealed (log, row_id, seal) values ('event', $1, $2)`, [event.id, number]);
  expect((await audit()).code).toBe(0);
});

test('nobody changes or removes a seal', async () => {
  for (const statement of [
    `update seal set covers = 1`,
    'delete from seal',
    'truncate seal cascade',
    'update sealed set seal = 1',
    'delete from sealed',
    'truncate sealed',
  ]) {
    await expect(college.sql.query(statement)).rejects.toThrow('only grows');
  }
});

test('erasing a person leaves the chain whole', async () => {
  const eve = await aLearner(college);
  await somethingHappens([eve]);
  await seal();
  expect((await eve.post('/me/erasure')).status).toBe(200);
  await seal();
  expect((await audit()).code).toBe(0);
});

describe('administrators look the log up', () => {
  test('newest first, page by page, by what, about what, about whom and when', async () => {
    const eve = await aLearner(college);
    const before = college.clock.now().toISOString();
    await somethingHappens([eve]);
    const { body } = await mo.get(`/audit/events?personId=${eve.id}&from=${before}&limit=1`);
    expect(body.items).toMatchObject([
      {
        type: 'enrolment.withdrawn',
        personId: eve.id,
        actorId: eve.id,
        from: 'confirmed',
        to: 'withdrawn',
        seal: null,
      },
    ]);
    const second = await mo.get(`/audit/events?personId=${eve.id}&from=${before}&limit=1&cursor=${body.next}`);
    expect(second.body.items).toMatchObject([{ subjectId: body.items[0].subjectId, to: 'confirmed' }]);
    await seal();
    expect(
      (await mo.get(`/audit/events?subjectId=${body.items[0].subjectId}&type=enrolment.withdrawn`)).body,
    ).toMatchObject({ items: [{ id: body.items[0].id, seal: expect.any(Number) }], next: null });
    expect((await mo.get(`/audit/events?personId=${eve.id}&to=${before}`)).body.items).toEqual([]);
  });

  test('whoever it concerns sees that it was looked up, and nobody else may (BR-163)', async () => {
    const eve = await aLearner(college);
    await somethingHappens([eve]);
    await mo.get(`/audit/events?personId=${eve.id}`);
    expect((await eve.get('/me/reads')).body.items).toMatchObject([
      { kind: 'event_log', reason: 'auditing', outcome: 'read', reader: 'Mo', actingRoles: ['administrator'] },
    ]);
    expect((await eve.get('/audit/events')).status).toBe(403);
  });

  test.each([
    'type=%00',
    'type=Anything',
    'subjectId=1',
    'from=2027-02-30T10:00:00Z',
    'to=yesterday',
    'cursor=x',
    'limit=201',
  ])('%s is refused', async (query) => {
    expect((await mo.get(`/audit/events?${query}`)).status).toBe(400);
  });
});
