import { aCoordinator, aPerson, aRun, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
});
afterAll(async () => {
  await requirePromises(college);
  await college.close();
});

async function aFullRun(waiting: number, days = 30) {
  const people = await someLearners(college, waiting + 1);
  const run = await aRun(college, { capacity: 1, starts: [fromNow(college, { days })] });
  const ids: string[] = [];
  for (const person of people) ids.push((await person.post(`/runs/${run.id}/enrolments`, {})).body.id);
  return { people, run, ids };
}

test('the reason of every tier is public, and absences, incidents and scores are refused as a basis (BR-49, 68)', async () => {
  for (const basis of ['dna_history', 'charter_incident', 'measure_score']) {
    const refused = await casey.post('/priority-tiers', { tier: 10, basis, reason: 'Because.' });
    expect([refused.status, refused.body.code]).toEqual([422, 'priority_basis_forbidden']);
  }
  expect((await casey.post('/priority-tiers', { tier: 10, basis: 'cancelled_by_college' })).status).toBe(400);
  const published = await casey.post('/priority-tiers', {
    tier: 10,
    basis: 'cancelled_by_college',
    reason: 'People whose course we had to cancel are asked first.',
  });
  expect(published.status).toBe(201);
  expect((await casey.post('/priority-tiers', { tier: 10, basis: 'access', reason: 'Again.' })).body.code).toBe(
    'priority_tier_exists',
  );
  const tiers = await college.http.get('/api/v1/priority-tiers');
  expect(tiers.body.items.map(({ tier, reason }: { tier: number; reason: string }) => [tier, reason])).toEqual([
    [10, 'People whose course we had to cancel are asked first.'],
    [100, 'Everyone, in the order in which people asked.'],
  ]);
});

test('moving somebody up needs a published tier and a reason, is kept on record, and decides who is asked first (BR-49)', async () => {
  await casey.post('/priority-tiers', {
    tier: 20,
    basis: 'access',
    reason: 'People who can only come to this venue are asked first.',
  });
  const { people, ids, run } = await aFullRun(3);
  const last = people[3] as TestPerson;
  expect((await casey.post(`/enrolments/${ids[3]}/priority`, { tier: 20 })).status).toBe(400);
  expect(
    (await casey.post(`/enrolments/${ids[3]}/priority`, { tier: 30, reason: 'meets_published_reason' })).body.code,
  ).toBe('priority_tier_unknown');
  expect((await last.post(`/enrolments/${ids[3]}/priority`, { tier: 20, reason: 'correction' })).status).toBe(403);
  const moved = await casey.post(`/enrolments/${ids[3]}/priority`, { tier: 20, reason: 'meets_published_reason' });
  expect(moved.body).toMatchObject({
    state: 'waitlisted',
    position: 1,
    priority: { tier: 20, reason: 'People who can only come to this venue are asked first.' },
  });
  expect((await last.get(`/enrolments/${ids[3]}`)).body.priority.reason).toMatch(/only come to this venue/);
  expect((await casey.post(`/enrolments/${ids[0]}/priority`, { tier: 20, reason: 'correction' })).body.code).toBe(
    'not_waiting',
  );

  const [kept] = await college.sql.query(
    `select actor_id, refs from event where type = 'enrolment.priority_changed' and subject_id = $1`,
    [ids[3]],
  );
  expect(kept).toEqual({
    actor_id: casey.id,
    refs: { runId: run.id, fromTier: 100, toTier: 20, reason: 'meets_published_reason' },
  });

  await people[0]?.post(`/enrolments/${ids[0]}/withdrawal`);
  expect((await last.get(`/enrolments/${ids[3]}`)).body.state).toBe('offered');
});

test('the queue is read in its order by coordinators and by the facilitators of that run, and by nobody else', async () => {
  const { people, run, ids } = await aFullRun(3, 10);
  const ben = await aPerson(college, { name: 'Ben', roles: ['facilitator'] });
  expect((await ben.get(`/runs/${run.id}/waitlist`)).status).toBe(404);
  await college.sql.query(
    `
      insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at, answered_at)
      values (gen_random_uuid(), $1, $2, 'learned', 'accepted', now(), now())`,
    [run.id, ben.id],
  );
  await people[0]?.post(`/enrolments/${ids[0]}/withdrawal`);
  const expected = [
    ['offered', null, ids[1]],
    ['waitlisted', 1, ids[2]],
    ['waitlisted', 2, ids[3]],
  ];
  for (const staff of [casey, ben]) {
    const { body } = await staff.get(`/runs/${run.id}/waitlist`);
    expect(body.items.map(({ state, position, id }: Record<string, unknown>) => [state, position, id])).toEqual(
      expected,
    );
    expect(body.items[0]).toMatchObject({
      personId: people[1]?.id,
      chosenName: people[1]?.chosenName,
      offer: { expiresAt: expect.any(String) },
    });
  }
  const first = await casey.get(`/runs/${run.id}/waitlist?limit=1`);
  const second = await casey.get(`/runs/${run.id}/waitlist?limit=2&cursor=${first.body.next}`);
  expect([first.body.items[0].id, ...second.body.items.map(({ id }: { id: string }) => id)]).toEqual(ids.slice(1));
  expect((await people[2]?.get(`/runs/${run.id}/waitlist`))?.status).toBe(403);
});

test('the explanation says why nobody was asked, with numbers and never with people (I-06)', async () => {
  const { people, run, ids } = await aFullRun(2);
  const explain = async () => (await casey.get(`/runs/${run.id}/waitlist/explanation`)).body;
  expect(await explain()).toEqual({
    waiting: 2,
    openOffers: 0,
    freePlaces: 0,
    places: expect.any(String),
    reasons: [{ code: 'all_places_taken', message: expect.any(String) }],
  });
  await people[0]?.post(`/enrolments/${ids[0]}/withdrawal`);
  const waiting = await explain();
  expect(waiting).toMatchObject({
    waiting: 1,
    openOffers: 1,
    freePlaces: 0,
    reasons: [{ code: 'all_places_taken' }, { code: 'offers_stand' }],
  });
  expect(JSON.stringify(waiting)).not.toContain('Robin');
  const empty = await aRun(college);
  expect((await casey.get(`/runs/${empty.id}/waitlist/explanation`)).body).toMatchObject({
    waiting: 0,
    reasons: [{ code: 'nobody_waits' }],
  });
});
