import { aCourse } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, aPerson, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { inUse } from './a-measure.js';

let college: TestCollege;
let mo: TestPerson;
let swemwbs: string;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-03-01T12:00:00Z');
  mo = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
  swemwbs = await inUse(college, mo, 'SWEMWBS');
});
afterAll(() => college.close());

const about = async (who: TestPerson, subjectId: string): Promise<string[]> =>
  (await who.get('/me/messages')).body.items
    .filter((message: { subjectId: string }) => message.subjectId === subjectId)
    .map(({ kind }: { kind: string }) => kind);
const reachable = async (...people: TestPerson[]) => {
  for (const who of people)
    await expecting(200, who.put('/me/safe-contact', { channels: { inApp: { allowed: true } } }));
};
const intents = async (subjectId: string) =>
  college.sql.query('select kind, count(*)::int as times from message where subject_id = $1 group by 1 order by 1', [
    subjectId,
  ]);

/** Eve has a plan, and a place on a run that Ada facilitates. */
async function aPlan() {
  const { ada, runId, learners } = await aCourse(college, { learners: 1, starts: [fromNow(college, { days: 2 })] });
  const eve = learners[0]!;
  await reachable(eve, ada);
  const { body } = await expecting(201, eve.post('/learning-plans', { aims: 'Sing again', chime: ['hope'] }));
  const path = `/learning-plans/${body.id}`;
  const ask = async (who: TestPerson) =>
    expecting(
      200,
      eve.put(`${path}/advisor`, { personId: who.id }, { 'If-Match': String((await eve.get(path)).headers['etag']) }),
    );
  return { eve, ada, runId, path, id: body.id as string, ask };
}

test('who is asked to advise hears of it, and the learner hears the answer: each once, however often it is asked and answered', async () => {
  const { eve, ada, id, path, ask } = await aPlan();
  await ask(ada);
  await college.deliver();
  expect(await about(ada, id)).toEqual(['advising_asked']);
  expect(await about(eve, id)).toEqual([]);
  await expecting(201, ada.post(`${path}/advisor/acceptance`));
  await college.deliver();
  expect(await about(eve, id)).toEqual(['advising_accepted']);
  await ask(ada);
  await expecting(204, ada.post(`${path}/advisor/decline`));
  await college.deliver();
  expect(await about(eve, id)).toEqual(expect.arrayContaining(['advising_accepted', 'advising_declined']));
  expect(await intents(id)).toEqual([
    { kind: 'advising_accepted', times: 1 },
    { kind: 'advising_asked', times: 1 },
    { kind: 'advising_declined', times: 1 },
  ]);
});

test('the answer of another advisor is told too', async () => {
  const { eve, ada, id, path, ask } = await aPlan();
  const casey = await aCoordinator(college);
  await reachable(casey);
  for (const who of [ada, casey]) {
    await ask(who);
    await expecting(204, who.post(`${path}/advisor/decline`));
    await college.deliver();
  }
  expect(await about(eve, id)).toEqual(['advising_declined', 'advising_declined']);
});

test('a question that was taken back before the message went out is not asked any more (I-25)', async () => {
  const { eve, ada, id, path, ask } = await aPlan();
  await ask(ada);
  await expecting(200, eve.delete(`${path}/advisor`, { 'If-Match': String((await eve.get(path)).headers['etag']) }));
  await college.deliver();
  expect(await about(ada, id)).toEqual([]);
  expect(await college.sql.query('select state from message where subject_id = $1', [id])).toEqual([
    { state: 'withdrawn' },
  ]);
});

test('a measure that is offered is told once to each who has not answered; who declined is never asked again (BR-80)', async () => {
  const { ada, runId, learners } = await aCourse(college, {
    learners: 2,
    capacity: 20,
    starts: [2, 9].map((days) => fromNow(college, { days })),
  });
  const [eve, fay] = learners as [TestPerson, TestPerson];
  await reachable(eve, fay);
  const offer = () =>
    expecting(204, ada.post(`/runs/${runId}/measurements`, { instrumentId: swemwbs, occasion: 'baseline' }));
  await offer();
  const [hers] = (await fay.get('/measurements')).body.items;
  await expecting(201, fay.post(`/measurements/${hers.id}/decline`));
  await college.deliver();
  await offer();
  await college.deliver();
  const [found] = (await eve.get('/measurements')).body.items;
  expect(await about(eve, found.id)).toEqual(['measure_offered']);
  expect(
    (await eve.get('/me/messages')).body.items.find(({ kind }: { kind: string }) => kind === 'measure_offered'),
  ).toMatchObject({ usefulUntil: found.answerUntil });
  expect(await about(fay, hers.id)).toEqual([]);
  expect(await intents(found.id)).toEqual([{ kind: 'measure_offered', times: 1 }]);
});

test('where there is no safe way, nobody of the college is asked to tell it: they would learn of the plan, or of the measure (BR-71, BR-80)', async () => {
  const { ada, runId, learners } = await aCourse(college, {
    learners: 1,
    capacity: 20,
    starts: [2, 9].map((days) => fromNow(college, { days })),
  });
  const eve = learners[0]!;
  await expecting(200, eve.put('/me/safe-contact', { channels: {} }));
  await expecting(204, ada.post(`/runs/${runId}/measurements`, { instrumentId: swemwbs, occasion: 'baseline' }));
  await college.deliver();
  expect(
    await college.sql.query(`select state from message where kind = 'measure_offered' and person_id = $1`, [eve.id]),
  ).toEqual([{ state: 'suppressed' }]);
  expect(
    await college.sql.query(`select about from staff_task where about like 'advising%' or about = 'measure_offered'`),
  ).toEqual([]);
});
