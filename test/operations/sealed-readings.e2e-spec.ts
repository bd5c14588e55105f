import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SealChainService } from '../../src/platform/audit/seal-chain.service.js';
import { RetentionService } from '../../src/privacy/retention.service.js';
import { behindTheBack } from '../support/behind-the-back.js';
import { aCoordinator, aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { runCommand } from '../support/command.js';

let college: TestCollege;
let anchors: string;
let eve: TestPerson;
const today = new Date();
beforeAll(async () => {
  anchors = join(await mkdtemp(join(tmpdir(), 'anchors-')), 'anchors');
  college = await openTestCollege({ settings: { SEAL_ANCHOR_FILE: anchors } });
  college.clock.forward({ days: -740 });
  eve = await aLearner(college, { name: 'Eve' });
  await readBy(await aCoordinator(college), 2);
  college.clock.moveTo(today);
  await readBy(await aCoordinator(college), 3);
});
afterAll(() => college.close());

const seal = () => college.app.get(SealChainService).extendChains();
const audit = (settings: Record<string, string> = {}) => runCommand(college, 'commands/audit-events', settings);

/** So many readings of Eve's profile, under one seal. */
async function readBy(reader: TestPerson, times: number): Promise<void> {
  for (let time = 0; time < times; time++) expect((await reader.get(`/people/${eve.id}`)).status).toBe(200);
  await seal();
}

/** A reading of Eve's profile under this seal. */
const oneOfSeal = (number: number) =>
  `(
     select s.row_id
     from sealed s
     join record_read r on r.id = s.row_id
     where s.log = 'record_read' and s.seal = ${number} and r.kind = 'profile'
     order by s.row_id
     limit 1
   )`;

test('readings that are there are found as they were sealed', async () => {
  expect(await audit({ SEAL_ANCHOR_FILE: anchors })).toEqual({
    code: 0,
    words: expect.stringMatching(/^ok {6}\d+ seals over \d+ events; .*\nok {6}2 seals over 5 readings; 0 wait/),
  });
});

describe('behind the back of the API (BR-218)', () => {
  beforeAll(async () => {
    for (const table of ['record_read', 'seal', 'sealed'])
      await college.sql.query(`create table kept_${table} as table ${table}`);
  });
  afterEach(async () => {
    for (const table of ['sealed', 'seal', 'record_read'])
      await behindTheBack(
        college,
        `delete from ${table}; insert into ${table} overriding system value select * from kept_${table}`,
      );
  });

  test.each([
    ['a reading taken away', `delete from record_read where id = ${oneOfSeal(2)}`, /Reading \S+ of seal 2 is missing/],
    [
      'a reading under another name',
      `update record_read set reader_name = 'Marlow Quill' where id = ${oneOfSeal(2)}`,
      /Reading \S+ of seal 2 was changed/,
    ],
    [
      'a reading by somebody else',
      `update record_read set reader_id = gen_random_uuid() where id = ${oneOfSeal(2)}`,
      /Reading \S+ of seal 2 was changed/,
    ],
    [
      'a reading of nobody',
      `update record_read set subject_ids = '{}', outcome = 'refused' where id = ${oneOfSeal(2)}`,
      /Reading \S+ of seal 2 was changed/,
    ],
    [
      'a reading taken away and said to be two years old',
      `update sealed set at = at - interval '2 years' where row_id = ${oneOfSeal(2)};
       delete from record_read where id in (select row_id from sealed where seal = 2 and log = 'record_read')`,
      /Seal 2 or one of its readings was changed|Reading \S+ of seal 2 is missing/,
    ],
    [
      'all readings of a seal said to be two years old, and taken away',
      `delete from record_read where id in (select row_id from sealed where log = 'record_read' and seal = 2);
       update sealed set at = at - interval '2 years' where log = 'record_read' and seal = 2`,
      'Seal 2 or one of its readings was changed.',
    ],
    [
      'a reading taken away with its place',
      `create temporary table gone on commit drop as select row_id from sealed where row_id = ${oneOfSeal(2)};
       delete from sealed where row_id in (table gone);
       delete from record_read where id in (table gone)`,
      /Seal 2 covers 3 readings, and 1 of them are missing/,
    ],
    [
      'a reading changed with its hash',
      `update sealed set hash = repeat('a', 64) where row_id = ${oneOfSeal(2)}`,
      'Seal 2 or one of its readings was changed.',
    ],
    [
      'an old reading changed while it is still there',
      `update record_read set kind = 'enrolment' where id = ${oneOfSeal(1)}`,
      /Reading \S+ of seal 1 was changed/,
    ],
    [
      'a reading in the past',
      `insert into record_read (id, at, reader_id, acting_roles, kind, reason, outcome, subject_ids, request_id)
       select gen_random_uuid(), at - interval '1 month', reader_id, acting_roles, kind, reason, outcome, subject_ids, 'x'
       from record_read where id = ${oneOfSeal(2)}`,
      /Reading \S+ was put into the past/,
    ],
  ])('%s is found', async (_name, damage, words) => {
    await behindTheBack(college, damage);
    const found = await audit();
    expect(found).toEqual({ code: 2, words: expect.stringMatching(words) });
    expect(found.words).toMatch(/^ok .* events;/);
    expect(found.words).toContain('BROKEN  readings: ');
  });

  test('the end that was cut off is found by what was anchored outside', async () => {
    await behindTheBack(
      college,
      `delete from record_read where id in (select row_id from sealed where log = 'record_read' and seal = 2);
       delete from sealed where log = 'record_read' and seal = 2;
       delete from seal where log = 'record_read' and number = 2`,
    );
    expect((await audit()).code).toBe(0);
    expect((await audit({ SEAL_ANCHOR_FILE: anchors })).words).toContain(
      'BROKEN  readings: Seal 2 was anchored outside and is missing.',
    );
  });
});

test('events and readings are anchored side by side', async () => {
  const lines = (await readFile(anchors, 'utf8')).trim().split('\n');
  expect(lines.filter((line) => /^record_read \d+ [0-9a-f]{64}$/.test(line)).length).toBe(2);
  expect(lines.filter((line) => /^\d+ [0-9a-f]{64}$/.test(line)).length).toBe(lines.length - 2);
});

test('retention lets go of what is two years old, and the chain stays whole (BR-217, BR-218)', async () => {
  await college.app.get(RetentionService).tidy();
  expect((await audit({ SEAL_ANCHOR_FILE: anchors })).words).toMatch(
    /\nok {6}2 seals over 5 readings, 2 of them gone when their time was over; 0 wait/,
  );
  expect((await eve.get('/me/reads')).body.items).toHaveLength(3);
});

test('whoever read and whoever was read about may leave, and the chain stays whole', async () => {
  const snoop = await aPerson(college, { name: 'Sloane', roles: ['coordinator'] });
  const fay = await aLearner(college, { name: 'Fay' });
  for (const { id } of [eve, fay]) expect((await snoop.get(`/people/${id}`)).status).toBe(200);
  await seal();
  for (const person of [snoop, fay]) expect((await person.post('/me/erasure')).status).toBe(200);
  await seal();
  expect((await audit({ SEAL_ANCHOR_FILE: anchors })).code).toBe(0);
  expect((await eve.get('/me/reads')).body.items[0]).toMatchObject({ kind: 'profile', reader: 'Sloane' });
});
