import type { Response } from 'supertest';
import { aRun } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import {
  aPublishedCourse,
  approve,
  expecting,
  type Group,
  join,
  meetingOf,
  publish,
  sign,
  signBoth,
} from './co-production.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterEach(() => college.clock.moveTo(new Date()));
afterAll(() => college.close());

const inProspectus = async (runId: string) =>
  (await college.http.get('/api/v1/prospectus?limit=200')).body.items.find(
    (item: { runId: string }) => item.runId === runId,
  );

const today = () => college.clock.now().toISOString().slice(0, 10);
const startRun = ({ coordinator, versionId }: Group): Promise<Response> =>
  coordinator.post('/runs', { versionId, mode: 'online' });

async function aNextVersion(group: Group): Promise<Group> {
  const { body } = await expecting(
    201,
    group.coordinator.post(`/courses/${group.courseId}/versions`, { derivedFromId: group.versionId }),
  );
  const contributions = {
    ada: await join(group.coordinator, body.id, group.ada, 'lived'),
    ben: await join(group.coordinator, body.id, group.ben, 'learned'),
  };
  const next = { ...group, versionId: String(body.id), contributions };
  await expecting(
    201,
    group.ada.post(`/course-versions/${next.versionId}/meetings`, meetingOf(college, Object.values(contributions))),
  );
  await approve(next);
  await signBoth(next);
  await expecting(201, publish(next));
  return next;
}

test('a version whose review is overdue starts no new runs once the time after is over; runs that exist go on (BR-11)', async () => {
  const group = await aPublishedCourse(college);
  const run = await aRun(college, {
    versionId: group.versionId,
    starts: [new Date(college.clock.now().getTime() + 440 * 86_400_000)],
  });
  const { body } = await group.ada.get(`/course-versions/${group.versionId}`);
  college.clock.moveTo(`${body.reviewDueOn}T12:00:00Z`);
  college.clock.forward({ days: 60 });
  await expecting(201, startRun(group));
  college.clock.forward({ days: 1 });
  const refused = await expecting(422, startRun(group));
  expect(refused.body).toMatchObject({ code: 'review_overdue', detail: expect.stringContaining(body.reviewDueOn) });
  expect(await inProspectus(run.id)).toMatchObject({ booking: 'open' });
  const review = { heldOn: today(), learnerParticipants: 3, evaluationSummary: 'People come back.', decision: 'keep' };
  const { body: held } = await expecting(
    201,
    group.coordinator.post(`/course-versions/${group.versionId}/periodic-reviews`, review),
  );
  expect(held).toMatchObject({ ...review, nextDueOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  await expecting(201, startRun(group));
});

test('a yearly review that asks for a revision leaves the version in use until a newer one takes its place', async () => {
  const group = await aPublishedCourse(college);
  const path = `/course-versions/${group.versionId}/periodic-reviews`;
  const due = (await group.ada.get(`/course-versions/${group.versionId}`)).body.reviewDueOn;
  const tomorrow = new Date(college.clock.now().getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
  expect(
    (await expecting(422, group.coordinator.post(path, { heldOn: tomorrow, learnerParticipants: 1, decision: 'keep' })))
      .body.code,
  ).toBe('not_held_yet');
  await expecting(201, group.coordinator.post(path, { heldOn: today(), learnerParticipants: 2, decision: 'revise' }));
  expect((await group.ada.get(`/course-versions/${group.versionId}`)).body).toMatchObject({
    state: 'under_review',
    reviewDueOn: due,
  });
  await expecting(201, startRun(group));
  expect((await group.ada.get(path)).body.items).toMatchObject([{ decision: 'revise', nextDueOn: due }]);
  await expecting(403, group.ada.post(path, { heldOn: today(), learnerParticipants: 2, decision: 'keep' }));
});

test('a superseded version starts no new runs, and those that exist go on (BR-12)', async () => {
  const group = await aPublishedCourse(college);
  const run = await aRun(college, { versionId: group.versionId });
  const next = await aNextVersion(group);
  expect((await expecting(409, startRun(group))).body.code).toBe('version_superseded');
  await expecting(201, startRun(next));
  expect(await inProspectus(run.id)).toMatchObject({ versionId: group.versionId, booking: 'open' });
});

test('a draft cannot be run', async () => {
  const group = await aPublishedCourse(college);
  const { body } = await expecting(201, group.coordinator.post(`/courses/${group.courseId}/versions`, {}));
  expect((await expecting(422, startRun({ ...group, versionId: body.id }))).body.code).toBe('version_not_published');
});

test('that a version was co-produced is kept from its publication on, whatever happens to its group (BR-16)', async () => {
  const { versionId, coordinator, ada, ben, dee, contributions } = await aPublishedCourse(college);
  const run = await aRun(college, { versionId });
  await expecting(201, ada.post(`/contributors/${contributions.ada}/stepping-back`));
  await expecting(201, ben.post(`/contributors/${contributions.ben}/stepping-back`));
  expect((await dee.get(`/course-versions/${versionId}`)).body.coProduced).toBe(true);
  expect(await inProspectus(run.id)).toMatchObject({ coProduced: true });
  const { body: course } = await expecting(201, coordinator.post('/courses', { title: 'Unfinished', topic: 'sleep' }));
  expect((await expecting(201, coordinator.post(`/courses/${course.id}/versions`, {}))).body.coProduced).toBe(false);
});

test('a version is not retired while runs of it lie ahead; each is finished, cancelled or moved first (BR-13)', async () => {
  const group = await aPublishedCourse(college);
  const { body: run } = await expecting(201, startRun(group));
  const retire = () => group.coordinator.post(`/course-versions/${group.versionId}/retirement`);
  expect((await expecting(422, retire())).body.code).toBe('future_runs_exist');
  await expecting(201, group.coordinator.post(`/runs/${run.id}/cancellation`, { reason: 'Planned again later.' }));
  await expecting(201, retire());
});

test('a version without runs ahead can be retired, and starts no runs any more (BR-13)', async () => {
  const group = await aPublishedCourse(college);
  await expecting(403, group.ada.post(`/course-versions/${group.versionId}/retirement`));
  expect(
    (await expecting(201, group.coordinator.post(`/course-versions/${group.versionId}/retirement`))).body,
  ).toMatchObject({ state: 'retired', can: ['derive'] });
  expect((await expecting(422, startRun(group))).body.code).toBe('version_not_published');
  expect((await group.ada.get(`/courses/${group.courseId}`)).body).toMatchObject({
    status: 'retired',
    currentVersionId: null,
  });
});

test('what is published is signed off, handed in and met about no more', async () => {
  const group = await aPublishedCourse(college);
  const path = `/course-versions/${group.versionId}`;
  expect((await sign(group, group.ada, 'lived')).body).toMatchObject({ status: 409, code: 'version_not_editable' });
  expect((await group.dee.post(`${path}/submission`)).body).toMatchObject({ status: 403, code: 'forbidden' });
  const meeting = meetingOf(college, Object.values(group.contributions));
  expect((await group.ada.post(`${path}/meetings`, meeting)).body).toMatchObject({
    status: 409,
    code: 'version_immutable',
  });
});
