import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  instrumentMoves,
  instrumentStates,
  measureModes,
  scorings,
} from '../../src/outcomes/measures/instrument.rules.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { checkedValues, triggerMoves } from '../support/catalog.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';
import { idOf, inUse, swemwbsTable } from './a-measure.js';

let college: TestCollege;
let mo: TestPerson;
let eve: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-03-01T12:00:00Z');
  mo = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
  eve = await aLearner(college);
});
afterAll(() => college.close());

const etagOf = async (path: string) => ({ 'If-Match': String((await mo.get(path)).headers['etag']) });

test('three measures come with the product: how they are scored, and no words of their items', async () => {
  const { body } = await expecting(200, eve.get('/instruments'));
  expect(body.items).toMatchObject([
    {
      code: 'QPR',
      edition: '15',
      itemCount: 15,
      itemMin: 0,
      itemMax: 4,
      scoring: 'sum',
      state: 'draft',
      itemTextLoaded: false,
    },
    {
      code: 'ReQoL',
      edition: '10',
      itemCount: 10,
      unscoredItems: 1,
      itemMin: 0,
      itemMax: 4,
      state: 'draft',
      itemTextLoaded: false,
    },
    {
      code: 'SWEMWBS',
      itemCount: 7,
      itemMin: 1,
      itemMax: 5,
      scoring: 'sum_then_table',
      state: 'draft',
      itemTextLoaded: false,
      licence: { required: true, reference: null, stands: false },
      copyrightStatement: expect.stringContaining('University of Warwick'),
    },
  ]);
  const whole = (await eve.get(`/instruments/${await idOf(college, 'SWEMWBS')}`)).body;
  expect(whole).toMatchObject({ conversion: swemwbsTable.map(([, metric]) => metric), items: null, can: [] });
});

test('without a licence a measure is neither taken into use nor administered (BR-75)', async () => {
  const id = await idOf(college, 'QPR');
  expect((await mo.post(`/instruments/${id}/activation`)).body).toMatchObject({
    status: 422,
    code: 'instrument_not_licensed',
  });
  expect((await eve.post('/measurements', { instrumentId: id, occasion: 'adhoc' })).body).toMatchObject({
    status: 422,
    code: 'instrument_not_licensed',
  });
  expect(
    (
      await mo.put(
        `/instruments/${id}/item-texts`,
        { texts: Array<string>(15).fill('Words') },
        await etagOf(`/instruments/${id}`),
      )
    ).body.code,
  ).toBe('instrument_not_licensed');
  await expect(college.sql.query(`update instrument set state = 'active' where id = $1`, [id])).rejects.toThrow(
    'instrument_licensed',
  );
  await expect(
    college.sql.query(
      `
        insert into measurement (id, person_id, instrument_id, occasion, offered_at)
        values (gen_random_uuid(), $1, $2, 'adhoc', now())`,
      [eve.id, id],
    ),
  ).rejects.toThrow('no licence');
});

test('the words of the items are shown only while they are loaded and the licence stands; the copyright statement always (BR-76)', async () => {
  const id = await inUse(college, mo, 'SWEMWBS', '2027-06-30');
  const path = `/instruments/${id}`;
  expect((await eve.get(path)).body).toMatchObject({ state: 'active', items: null });
  const texts = Array.from({ length: 7 }, (_, index) => `Words of item ${index + 1}`);
  expect((await mo.put(`${path}/item-texts`, { texts: texts.slice(1) }, await etagOf(path))).body.code).toBe(
    'item_texts_incomplete',
  );
  await expecting(200, mo.put(`${path}/item-texts`, { texts }, await etagOf(path)));
  expect((await eve.get(path)).body).toMatchObject({ items: texts, itemTextLoaded: true });
  const { body: taken } = await expecting(201, eve.post('/measurements', { instrumentId: id, occasion: 'adhoc' }));
  expect(JSON.stringify([taken, (await eve.get('/instruments')).body])).not.toContain('Words of item');

  college.clock.moveTo('2027-07-01T12:00:00Z');
  expect((await eve.get(path)).body).toMatchObject({
    state: 'suspended',
    items: null,
    itemTextLoaded: true,
    copyrightStatement: expect.stringContaining('©'),
  });
  expect((await eve.post('/measurements', { instrumentId: id, occasion: 'adhoc' })).body.code).toBe(
    'instrument_not_licensed',
  );
  expect((await eve.post(`/measurements/${taken.id}/answers`, { mode: 'self_digital', raw: 24 })).body.code).toBe(
    'instrument_not_licensed',
  );
  expect((await eve.get(`/measurements/${taken.id}`)).body.instrument.copyrightStatement).toContain('©');

  await inUse(college, mo, 'SWEMWBS', '2028-06-30');
  expect((await eve.get(path)).body).toMatchObject({ state: 'active', items: texts });
  college.clock.moveTo('2027-03-01T12:00:00Z');
});

test('a college adds a measure of its own, with its table and what scores may mean, each with a source (BR-79)', async () => {
  const own = {
    code: 'OURS',
    edition: '1',
    name: 'Our own',
    itemCount: 2,
    itemMin: 0,
    itemMax: 1,
    conversion: [0, 5.5, 10],
    licenceRequired: false,
  };
  expect((await mo.post('/instruments', { ...own, conversion: [0, 10] })).body.code).toBe('conversion_incomplete');
  expect((await mo.post('/instruments', { ...own, itemMin: 1, itemMax: 1, conversion: undefined })).body.code).toBe(
    'item_scale',
  );
  expect((await mo.post('/instruments', { ...own, conversion: [0, 5.5, 10_000] })).body).toMatchObject({
    status: 400,
    code: 'invalid_value',
  });
  const { body } = await expecting(201, mo.post('/instruments', own));
  expect((await mo.post('/instruments', own)).body.code).toBe('instrument_known');
  const path = `/instruments/${body.id}`;
  expect(
    (await mo.put(`${path}/thresholds`, { thresholds: [{ from: 5, meaning: 'More than usual' }] }, await etagOf(path)))
      .status,
  ).toBe(400);
  const thresholds = [{ from: 5, to: 10, meaning: 'More than usual', provenance: 'A study of 2020' }];
  expect(
    (await expecting(200, mo.put(`${path}/thresholds`, { thresholds }, await etagOf(path)))).body.thresholds,
  ).toEqual(thresholds);
  await expecting(201, mo.post(`${path}/activation`));
  expect((await eve.get(path)).body).toMatchObject({
    state: 'active',
    scoring: 'sum_then_table',
    modes: [...measureModes],
  });
});

test('a change needs the version that was seen, and only an administrator makes one', async () => {
  const path = `/instruments/${await idOf(college, 'ReQoL')}`;
  const licence = { reference: 'R-1', holder: 'The holder', copyrightStatement: '© its holder' };
  const seen = await etagOf(path);
  expect((await mo.put(`${path}/licence`, licence)).status).toBe(428);
  await expecting(200, mo.put(`${path}/licence`, licence, seen));
  expect((await mo.put(`${path}/licence`, licence, seen)).status).toBe(412);
  for (const who of [eve, await aCoordinator(college), await aPerson(college, { roles: ['facilitator'] })]) {
    expect((await who.put(`${path}/licence`, licence, seen)).status).toBe(403);
    expect((await who.post(`${path}/activation`)).status).toBe(403);
  }
  await expecting(201, mo.post(`${path}/activation`));
  expect((await expecting(201, mo.post(`${path}/suspension`))).body).toMatchObject({
    state: 'suspended',
    can: expect.arrayContaining(['activate']),
  });
  expect((await expecting(201, mo.post(`${path}/retirement`))).body).toMatchObject({ state: 'retired', can: [] });
  expect((await mo.post(`${path}/activation`)).body.code).toBe('state_conflict');
});

test('how a measure is scored never changes under results that exist', async () => {
  await expect(college.sql.query(`update instrument set item_max = 6 where code = 'SWEMWBS'`)).rejects.toThrow(
    'scored as it always was',
  );
  await expect(college.sql.query(`update instrument set conversion[1] = 8 where code = 'SWEMWBS'`)).rejects.toThrow(
    'scored as it always was',
  );
});

test('a walk through the instruments finds each once', async () => {
  const first = (await mo.get('/instruments?limit=2')).body;
  const second = (await mo.get(`/instruments?limit=2&cursor=${first.next}`)).body;
  const codes = [...first.items, ...second.items].map(({ code }: { code: string }) => code);
  expect(codes).toEqual([...new Set(codes)]);
  expect(second.next).toBeNull();
});

test('no word of a licensed item is in the source', () => {
  const folders = ['src', 'migrations'].map((folder) => join(repository, folder));
  const text = folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(join(folder, name), 'utf8')),
    )
    .join('\n')
    .toLowerCase();
  // Fragments long enough to be telling, too short to be an item.
  for (const fragment of [
    'about the future',
    'dealing with problems',
    'thinking clearly',
    'make up my own mind',
    'in control of my life',
    'positive relationships with',
    'difficult to get started',
  ])
    expect(text).not.toContain(fragment);
});

test('the database knows the same words and moves as the code', async () => {
  expect(await checkedValues(college.sql, 'instrument_state')).toEqual([...instrumentStates].sort());
  expect(await checkedValues(college.sql, 'instrument_scoring')).toEqual([...scorings].sort());
  expect(await checkedValues(college.sql, 'instrument_modes')).toEqual([...measureModes].sort());
  expect(await triggerMoves(college.sql, 'instrument_moves')).toEqual(movesOf(instrumentMoves));
});
