import { Names } from '../../src/platform/names/names.js';
import type { NamedKind } from '../../src/platform/names/named.decorator.js';
import type { Actor } from '../../src/platform/actor.js';
import { newId } from '../../src/platform/ids.js';
import { aCourse, aFacilitator, mark } from '../attendance/a-course.js';
import { anAdministrator, aCreditedCourse, attended } from '../ceu/credited.js';
import { behindTheBack } from '../support/behind-the-back.js';
import { expecting } from '../courses/co-production.js';
import {
  aCoordinator,
  aLearner,
  aPerson,
  aPublishedVersion,
  aRun,
  fromNow,
  type TestPerson,
} from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { fewestStatementsOf } from '../support/counted-statements.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const routes: Record<NamedKind, string> = { person: 'people', run: 'runs', session: 'sessions', course: 'courses' };

async function rolesOf({ id }: TestPerson): Promise<Actor['roles']> {
  const held = await college.sql.query('select role from role_grant where person_id = $1 and ended_at is null', [id]);
  return new Set(held.map(({ role }: { role: Actor['roles'] extends ReadonlySet<infer R> ? R : never }) => role));
}

/** Which of these are told by name, as `kind id`. */
async function toldTo(person: TestPerson, wanted: [NamedKind, string][]): Promise<string[]> {
  const actor = { personId: person.id, roles: await rolesOf(person) } as Actor;
  const byKind = new Map<NamedKind, Set<string>>();
  for (const [kind, id] of wanted) byKind.set(kind, new Set([...(byKind.get(kind) ?? []), id]));
  return [...(await college.app.get(Names).told(actor, byKind)).keys()].toSorted();
}

async function opened(person: TestPerson, wanted: [NamedKind, string][]): Promise<string[]> {
  const found: string[] = [];
  for (const [kind, id] of wanted)
    if ((await person.get(`/${routes[kind]}/${id}`)).status === 200) found.push(`${kind} ${id}`);
  return found.toSorted();
}

async function records(): Promise<{ wanted: [NamedKind, string][]; draft: string }> {
  const open = await aRun(college);
  const hidden = await aRun(college, { state: 'draft' });
  const cancelled = await aRun(college, { state: 'cancelled' });
  const planned = await aRun(college);
  await behindTheBack(college, `update session set state = 'draft', published_at = null where run_id = $1`, [
    planned.id,
  ]);
  const { courseId: shown } = await aPublishedVersion(college);
  const coordinator = await aCoordinator(college);
  const drafted = await expecting(201, coordinator.post('/courses', { title: 'Not yet', topic: 'creativity' }));
  const eve = await aLearner(college, { name: 'Eve' });
  const runs = [open, hidden, cancelled, planned];
  return {
    draft: hidden.id,
    wanted: [
      ...runs.map(({ id }): [NamedKind, string] => ['run', id]),
      ...runs.flatMap(({ sessionIds }) => sessionIds.map((id): [NamedKind, string] => ['session', id])),
      ['course', shown],
      ['course', String(drafted.body.id)],
      ['person', eve.id],
      ...(Object.keys(routes) as NamedKind[]).map((kind): [NamedKind, string] => [kind, newId()]),
    ],
  };
}

test('names are told exactly where the record opens by its own route, to whoever asks (BR-190)', async () => {
  const { wanted, draft } = await records();
  const asked = await aFacilitator(college, draft);
  const elsewhere = await aFacilitator(college, (await aRun(college)).id);
  const panel = await aPerson(college, { name: 'Dee', roles: ['panel_member'] });
  const people = [asked, elsewhere, panel, await aLearner(college), await aCoordinator(college)];
  const counts: number[] = [];
  for (const person of [...people, await anAdministrator(college)]) {
    const told = await toldTo(person, wanted);
    expect(told).toEqual(await opened(person, wanted));
    counts.push(told.length);
  }
  const [forAsked = 0, forElsewhere, forPanel, forLearner, forCoordinator = 0] = counts;
  expect([forElsewhere, forPanel]).toEqual([forLearner, forLearner]);
  expect(forAsked).toBeGreaterThan(forLearner ?? 0);
  expect(forCoordinator).toBeGreaterThan(forAsked);
});

test('an analyst is told none, and an erased person has none', async () => {
  const { wanted } = await records();
  expect(await toldTo(await aPerson(college, { roles: ['analyst'] }), wanted)).toEqual([]);
  const gone = await aLearner(college, { name: 'Gone' });
  await expecting(200, gone.post('/me/erasure'));
  expect(await toldTo(await anAdministrator(college), [['person', gone.id]])).toEqual([]);
});

test('a page of the ledger says whose and which run, in three statements and one reading (BR-163, 190)', async () => {
  const many = await aCreditedCourse(college, { learners: 3 });
  const { administrator } = many;
  for (const learner of many.learners) await attended(college, many, learner, [105, 105]);
  const path = `/ce-ledger?limit=50&runId=${many.runId}`;
  const { body } = await expecting(200, administrator.get(path));
  expect(body.items).toHaveLength(3);
  for (const row of body.items) {
    expect(row.person).toEqual({ id: row.personId, chosenName: expect.any(String) });
    expect(row.run).toMatchObject({
      id: many.runId,
      courseTitle: 'Building Better Boundaries',
      startsOn: many.days[0],
    });
  }
  const readings = () =>
    college.sql.query('select subject_ids from record_read where reader_id = $1', [administrator.id]);
  const before = (await readings()).length;
  await administrator.get(path);
  const after = await readings();
  expect(after.length - before).toBe(1);
  expect(await fewestStatementsOf(() => administrator.get(path))).toBeLessThanOrEqual(4);
  expect(after.at(-1).subject_ids).toHaveLength(3);
  const file = await college.http
    .get(`/api/v1${path}`)
    .set('authorization', `Bearer ${await administrator.bearer()}`)
    .set('accept', 'text/csv');
  expect(file.text.split('\r\n')[1]).toContain(body.items[0].person.chosenName.slice(0, 3));

  const [learner] = many.learners;
  const own = (await expecting(200, learner!.get('/me/ce-ledger'))).body.items[0];
  expect(own).toMatchObject({ personId: learner!.id, person: null, run: { id: many.runId } });
});

test('whoever marked a register is told to staff, and not even by id to those who could not open them', async () => {
  const { ada, learners, sessionIds, enrolmentIds } = await aCourse(college, {
    starts: [fromNow(college, { hours: -1 })],
  });
  await mark(ada, sessionIds[0], { enrolmentId: enrolmentIds[0], state: 'present' });
  const marked = async (reader: TestPerson) =>
    (await expecting(200, reader.get(`/enrolments/${enrolmentIds[0]}/attendance`))).body.items[0];
  const { id } = await marked(learners[0]!);
  const historyFor = async (reader: TestPerson) =>
    (await expecting(200, reader.get(`/attendance/${id}`))).body.marks[0];
  expect(await historyFor(learners[0]!)).toMatchObject({ recordedBy: null, recordedByPerson: null });
  expect(await historyFor(ada)).toMatchObject({ recordedBy: ada.id, recordedByPerson: null });
  expect(await historyFor(await aCoordinator(college))).toMatchObject({
    recordedBy: ada.id,
    recordedByPerson: { id: ada.id, chosenName: ada.chosenName },
  });
});

test('a change that shows the name of whom it is about leaves no reading, and one of others leaves one', async () => {
  const administrator = await anAdministrator(college);
  const { body } = await expecting(201, administrator.post('/people', { chosenName: 'Sam' }));
  const readings = () =>
    college.sql.query('select kind, subject_ids from record_read where reader_id = $1', [administrator.id]);
  const given = await administrator.post(`/people/${body.id}/roles`, { role: 'facilitator' });
  expect(given.body).toMatchObject({ person: { chosenName: 'Sam' }, grantedByPerson: { id: administrator.id } });
  expect(await readings()).toEqual([]);
  const ended = await (await anAdministrator(college, 'Nan')).get(`/people/${body.id}/roles`);
  expect(ended.body.items).toEqual(
    expect.arrayContaining([expect.objectContaining({ grantedByPerson: { id: administrator.id, chosenName: 'Mo' } })]),
  );
  expect((await administrator.get('/me/reads')).body.items).toMatchObject([{ kind: 'profile', outcome: 'read' }]);
});
