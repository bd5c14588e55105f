import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { plansOf } from '../support/plan-costs.js';
import { cardMakers, madeBy } from './cards.js';

let college: TestCollege;
let staff: TestPerson[];
beforeAll(async () => {
  college = await openTestCollege();
  const { first, second } = await cardMakers(college);
  staff = [first, second];
});
afterAll(() => college.close());

const found = async (reader: TestPerson, text: string) =>
  (await reader.get(`/people?total=true&text=${encodeURIComponent(text)}`)).body as {
    items: { id: string; chosenName: string }[];
    total: { count: number; more: boolean };
  };

test('somebody is looked up by chosen name or the whole number of a card, on record (BR-245)', async () => {
  const [casey, mo] = staff as [TestPerson, TestPerson];
  const { body: sam } = await casey.post('/people', { chosenName: 'Sam Larch' });
  const { signInNumber } = await madeBy(college, casey, sam.id);
  for (const text of ['lar', 'larch sam', signInNumber, signInNumber.replace(/^(...)(...)/, '$1 $2-')]) {
    const { items, total } = await found(mo, text);
    expect(items.map(({ id }) => id)).toEqual([sam.id]);
    expect(total).toEqual({ count: 1, more: false });
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(['chosenName', 'id', 'pronouns', 'roles', 'version']);
  }
  for (const part of [signInNumber.slice(0, 9), signInNumber.slice(1), `${signInNumber}0`, 'arch'])
    expect(await found(mo, part)).toMatchObject({ items: [], total: { count: 0 } });
  expect(
    await college.sql.query(`select from record_read where kind = 'profile' and subject_ids = array[$1::uuid]`, [
      sam.id,
    ]),
  ).not.toHaveLength(0);
});

test('nobody is found or counted by an address, which no role reads (BR-245)', async () => {
  const robin = await aPerson(college, { name: 'Robin' });
  const address = 'robin.unheard@example.org';
  await college.sql
    .query('update person set email = $2, email_canonical = $2 where id = $1', [robin.id, address])
    .catch(async () =>
      college.sql.query(
        `
          alter table person disable trigger user;
          update person set email = '${address}', email_canonical = '${address}' where id = '${robin.id}';
          alter table person enable trigger user`,
      ),
    );
  for (const reader of staff)
    for (const text of [address, 'robin.unheard', 'unheard', 'example.org', '@'])
      expect(await found(reader, text)).toMatchObject({ items: [], total: { count: 0, more: false } });
  const learner = await aLearner(college);
  expect((await learner.get('/people?text=robin')).status).toBe(403);
});

test('people are counted to a thousand and not beyond, whatever the order (BR-246)', async () => {
  await college.sql.query(
    `
      insert into person (id, chosen_name, languages, demo, created_at)
      select gen_random_uuid(), 'Wren ' || n, '{}', false, '2027-01-01'
      from generate_series(1, 1500) n`,
  );
  await college.sql.query('analyze person');
  const [casey] = staff as [TestPerson];
  for (const sort of ['name', 'newest']) {
    const plans = await plansOf(async () => {
      const { body } = await casey.get(`/people?limit=2&total=true&sort=${sort}`);
      expect(body.total).toEqual({ count: 1000, more: true });
    });
    // Plans here may not read a table from its beginning, and take a map of all pages instead.
    const reads = plans.flatMap((plan) => plan.reads).filter(({ what }) => !what.startsWith('Bitmap Index'));
    expect(Math.max(...reads.map(({ rows }) => rows))).toBe(1_001);
  }
  const { body } = await casey.get('/people?sort=newest&limit=2&text=wren');
  expect((await casey.get(`/people?sort=newest&limit=3&text=wren&total=true&cursor=${body.next}`)).status).toBe(200);
  expect((await casey.get(`/people?sort=name&text=wren&cursor=${body.next}`)).body.code).toBe('invalid_cursor');
});
