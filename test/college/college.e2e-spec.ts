import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let admin: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  admin = await aPerson(college, { roles: ['administrator'] });
});
afterAll(() => college.close());

const read = () => admin.get('/college');
const change = async (wish: object, etag?: string) =>
  admin.patch('/college', wish, { 'if-match': etag ?? (await read()).headers['etag'] ?? '' });

test('everybody can read the college with its signposts, also before signing in', async () => {
  const { body } = await college.http.get('/api/v1/college').expect(200);
  expect(body.crisisSignposts.length).toBeGreaterThan(0);
  expect(body.policy).toMatchObject({
    registrationMinimumAge: 18,
    termMaxRunsPerLearner: 3,
    offerHoldHours: 48,
    travelBufferMinutes: 30,
  });
});

test('an administrator changes one policy number and the others stay', async () => {
  const { body } = await change({
    name: 'Riverside Recovery College',
    timeZone: 'America/Edmonton',
    policy: { offerHoldHours: 24 },
  });
  expect(body).toMatchObject({
    name: 'Riverside Recovery College',
    timeZone: 'America/Edmonton',
    policy: { offerHoldHours: 24, offerLeadHours: 2 },
  });
  const kept: { version: number; name: string }[] = await college.sql.query(
    'select version, name from college_history order by version',
  );
  expect(kept.map(({ name }) => name)).toEqual(['Recovery College', 'Riverside Recovery College']);
});

test('a second change of the policy leaves the first as it is', async () => {
  await change({ policy: { offerHoldHours: 36 } });
  const { body } = await change({ policy: { termMaxRunsPerLearner: 5 } });
  expect(body.policy).toMatchObject({ offerHoldHours: 36, termMaxRunsPerLearner: 5, offerLeadHours: 2 });
});

test('a stale change never wins, and says what is current', async () => {
  const { headers } = await read();
  expect((await change({ name: 'First' }, headers['etag'])).status).toBe(200);
  const late = await change({ name: 'Second' }, headers['etag']);
  expect(late.status).toBe(412);
  expect(late.headers['etag']).toMatch(/^"\d+"$/);
  expect((await admin.patch('/college', { name: 'Third' })).status).toBe(428);
  expect((await read()).body.name).toBe('First');
});

test('the list of signposts can never be empty (BR-157)', async () => {
  expect((await change({ crisisSignposts: [] })).status).toBe(400);
  await expect(college.sql.query(`update college set crisis_signposts = '[]'`)).rejects.toThrow(
    'college_signposts_present',
  );
});

test.each([
  [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
  [{ policy: { offerHoldHours: 0 } }, '/policy/offerHoldHours'],
  [{ policy: { unknownNumber: 1 } }, '/policy/unknownNumber'],
  [{ name: null }, '/name'],
])('a wrong setting %j is refused with its place', async (wish, pointer) => {
  const { status, body } = await change(wish);
  expect(status).toBe(400);
  expect(body.errors[0].pointer).toBe(pointer);
});

test('the number of the charter rises with its text alone (BR-223)', async () => {
  expect((await change({ charterVersion: 3 })).status).toBe(400);
  await expect(college.sql.query('update college set charter_version = 3')).rejects.toThrow('rises with its text');
});

test('only administrators change the college', async () => {
  const coordinator = await aPerson(college, { roles: ['coordinator'] });
  expect((await coordinator.patch('/college', { name: 'Mine' }, { 'if-match': '"1"' })).status).toBe(403);
});

test('closure days are kept once each, in order', async () => {
  const second = await admin.post('/closure-days', { day: '2027-12-25', reason: 'Winter break' });
  expect(second.status).toBe(201);
  await admin.post('/closure-days', { day: '2027-01-01', reason: "New Year's Day" });
  expect((await admin.post('/closure-days', { day: '2027-01-01', reason: 'Again' })).body.code).toBe(
    'closure_day_exists',
  );
  expect((await admin.post('/closure-days', { day: '2027-02-30', reason: 'No such day' })).status).toBe(400);
  expect((await admin.get('/closure-days?from=2027-01-01')).body.items.map(({ day }: { day: string }) => day)).toEqual([
    '2027-01-01',
    '2027-12-25',
  ]);
  expect((await admin.delete(`/closure-days/${second.body.id}`)).status).toBe(204);
  expect((await admin.delete(`/closure-days/${second.body.id}`)).status).toBe(404);
});
