import { aLearner, aRun, fromNow, someLearners, type TestPerson, type TestRun } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const enrol = (who: TestPerson, run: TestRun) => who.post(`/runs/${run.id}/enrolments`, {});
const read = async (who: TestPerson, id: string) => (await who.get(`/enrolments/${id}`)).body;

/** Enrols these people one after the other, and answers the ids of their enrolments. */
async function inOrder(people: readonly TestPerson[], run: TestRun): Promise<string[]> {
  const ids: string[] = [];
  for (const person of people) ids.push((await enrol(person, run)).body.id);
  return ids;
}

test('a registered learner enrols and has a place at once', async () => {
  const eve = await aLearner(college);
  const run = await aRun(college, { title: 'Kind Boundaries' });
  const answer = await enrol(eve, run);
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({
    personId: eve.id,
    state: 'confirmed',
    source: 'self',
    position: null,
    offer: null,
    lateNotice: false,
    run: { id: run.id, courseTitle: 'Kind Boundaries' },
    priority: { tier: 100 },
    can: ['withdraw', 'transfer'],
  });
  expect(answer.headers['etag']).toMatch(/^"1-/);
  const mine = await eve.get('/me/enrolments');
  expect(mine.body).toEqual({
    items: [expect.objectContaining({ id: answer.body.id, state: 'confirmed' })],
    next: null,
  });
});

test('when a run is full, later ones wait in the order in which they came, and each sees the own position', async () => {
  const people = await someLearners(college, 5);
  const ids = await inOrder(people, await aRun(college, { capacity: 2 }));
  const seen = await Promise.all(people.map((person, index) => read(person, ids[index] ?? '')));
  expect(seen.map(({ state, position }) => [state, position])).toEqual([
    ['confirmed', null],
    ['confirmed', null],
    ['waitlisted', 1],
    ['waitlisted', 2],
    ['waitlisted', 3],
  ]);
});

test('withdrawing needs no reason and offers the place to the first person waiting', async () => {
  const people = await someLearners(college, 3);
  const ids = await inOrder(people, await aRun(college, { capacity: 1 }));
  const [first, second, third] = people as [TestPerson, TestPerson, TestPerson];
  const withdrawal = await first.post(`/enrolments/${ids[0]}/withdrawal`);
  expect(withdrawal.status).toBe(201);
  expect(withdrawal.body).toMatchObject({ state: 'withdrawn', lateNotice: false, can: [] });
  expect(JSON.stringify(withdrawal.body)).not.toMatch(/"[a-z]*reason[a-z]*required/i);

  const offered = await read(second, ids[1] ?? '');
  expect(offered).toMatchObject({
    state: 'offered',
    position: null,
    can: ['accept_offer', 'decline_offer', 'withdraw'],
  });
  expect(Date.parse(offered.offer.expiresAt) - Date.parse(offered.offer.offeredAt)).toBe(48 * 3_600_000);
  expect(await read(third, ids[2] ?? '')).toMatchObject({ state: 'waitlisted', position: 1 });

  expect((await second.post(`/enrolments/${ids[1]}/offer/acceptance`, {})).body).toMatchObject({ state: 'confirmed' });
});

test('who declines lets the next person have the place, and is not asked again', async () => {
  const people = await someLearners(college, 3);
  const run = await aRun(college, { capacity: 1 });
  const ids = await inOrder(people, run);
  const [first, second, third] = people as [TestPerson, TestPerson, TestPerson];
  await first.post(`/enrolments/${ids[0]}/withdrawal`);
  expect((await second.post(`/enrolments/${ids[1]}/offer/decline`)).body).toMatchObject({ state: 'offer_declined' });
  expect(await read(third, ids[2] ?? '')).toMatchObject({ state: 'offered' });
  expect((await second.post(`/enrolments/${ids[1]}/offer/acceptance`, {})).status).toBe(409);
});

test('an offer ends by date without any job, the answer says so, and accepting it then writes nothing', async () => {
  const people = await someLearners(college, 3);
  const run = await aRun(college, { capacity: 1, starts: [fromNow(college, { days: 30 })] });
  const ids = await inOrder(people, run);
  const [first, second, third] = people as [TestPerson, TestPerson, TestPerson];
  await first.post(`/enrolments/${ids[0]}/withdrawal`);
  college.clock.forward({ hours: 48 });

  expect(await read(second, ids[1] ?? '')).toMatchObject({ state: 'offer_expired', offer: null, can: [] });
  const before = await college.sql.query('select state, version from enrolment where id = $1', [ids[1]]);
  const late = await second.post(`/enrolments/${ids[1]}/offer/acceptance`, {});
  expect(late.status).toBe(409);
  expect(late.body).toMatchObject({ code: 'offer_expired' });
  expect(await college.sql.query('select state, version from enrolment where id = $1', [ids[1]])).toEqual(before);

  const again = await enrol(second, run);
  expect(again.body).toMatchObject({ state: 'waitlisted', position: 1 });
  const next = await read(third, ids[2] ?? '');
  expect(next.state).toBe('offered');
  expect(Date.parse(next.offer.expiresAt)).toBe(Date.parse(next.offer.offeredAt) + 48 * 3_600_000);
});

test('nobody overtakes: while an offer stands or somebody waits, a newcomer joins the queue', async () => {
  const people = await someLearners(college, 4);
  const run = await aRun(college, { capacity: 1 });
  const ids = await inOrder(people.slice(0, 3), run);
  const [first, second, , late] = people as [TestPerson, TestPerson, TestPerson, TestPerson];
  await first.post(`/enrolments/${ids[0]}/withdrawal`);
  expect((await enrol(late, run)).body).toMatchObject({ state: 'waitlisted', position: 2 });
  await second.post(`/enrolments/${ids[1]}/withdrawal`);
  expect((await enrol(first, run)).body).toMatchObject({ state: 'waitlisted', position: 2 });
});

test('people who joined at the very same instant still stand in one strict order', async () => {
  const people = await someLearners(college, 5);
  const run = await aRun(college, { capacity: 1 });
  const ids = await inOrder(people, run);
  await college.sql.query(`update enrolment set joined_at = '2026-01-01T00:00:00Z' where run_id = $1`, [run.id]);
  const seen = await Promise.all(people.slice(1).map((person, index) => read(person, ids[index + 1] ?? '')));
  expect(seen.map(({ position }) => position).sort()).toEqual([1, 2, 3, 4]);
  await people[0]?.post(`/enrolments/${ids[0]}/withdrawal`);
  const after = await Promise.all(people.slice(1).map((person, index) => read(person, ids[index + 1] ?? '')));
  expect(after.filter(({ state }) => state === 'offered').map(({ id }) => id)).toEqual(
    seen.filter(({ position }) => position === 1).map(({ id }) => id),
  );
});

test('the same person cannot be on the same run twice, however fast they click', async () => {
  const eve = await aLearner(college);
  const run = await aRun(college);
  const answers = await Promise.all(Array.from({ length: 8 }, () => enrol(eve, run)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  const kept = answers.find(({ status }) => status === 201)?.body.id;
  expect(answers.filter(({ status }) => status === 409).map(({ body }) => [body.code, body.enrolmentId])).toEqual(
    Array(7).fill(['already_enrolled', kept]),
  );
});

test('a retry under the same key answers again and books once', async () => {
  const eve = await aLearner(college);
  const run = await aRun(college);
  const first = await eve.post(`/runs/${run.id}/enrolments`, {}, { 'idempotency-key': 'once' });
  const again = await eve.post(`/runs/${run.id}/enrolments`, {}, { 'idempotency-key': 'once' });
  expect(again.status).toBe(201);
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(again.body).toEqual(first.body);
});

test('nobody sees or touches the enrolment of somebody else', async () => {
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const { id } = (await enrol(eve, await aRun(college))).body;
  const absent = await fay.get('/enrolments/0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5f');
  for (const answer of [
    await fay.get(`/enrolments/${id}`),
    await fay.post(`/enrolments/${id}/withdrawal`),
    await fay.post(`/enrolments/${id}/offer/decline`),
  ]) {
    expect(answer.status).toBe(404);
    expect({ ...answer.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
  }
  expect((await fay.get('/me/enrolments')).body.items).toEqual([]);
});

test('the database itself refuses one place too many and a move that is not in the table', async () => {
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const run = await aRun(college, { capacity: 1 });
  const { id } = (await enrol(eve, run)).body;
  await expect(
    college.sql.query(
      `
        insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at)
        values (gen_random_uuid(), $1, $2, 'confirmed', 'self', now(), now())`,
      [run.id, fay.id],
    ),
  ).rejects.toMatchObject({ constraint: 'run_places_within_capacity' });
  await college.sql.query(`update enrolment set state = 'withdrawn', ended_at = now() where id = $1`, [id]);
  await expect(
    college.sql.query(`update enrolment set state = 'confirmed', ended_at = null where id = $1`, [id]),
  ).rejects.toMatchObject({ constraint: 'enrolment_moves' });
});
