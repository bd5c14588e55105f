import { aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, aCertification, aDraftRun, anAcceptance, anOffer, aSession, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2026-12-01T12:00:00Z');
  cast = await aCast(college);
});
afterAll(() => college.close());

const missingOf = async (runId: string): Promise<string[]> =>
  (await cast.casey.get(`/runs/${runId}/readiness`)).body.missing.map(({ code }: { code: string }) => code);

test('a run opens once two different people have accepted, a peer and somebody with learned experience (BR-21, BR-23)', async () => {
  const run = await aDraftRun(cast);
  await aSession(cast.casey, run, '2027-01-12T10:00');
  expect(await missingOf(run)).toEqual(['co_delivery_pair_missing', 'over_ratio']);
  expect((await cast.casey.post(`/runs/${run}/opening`)).body).toMatchObject({
    status: 422,
    code: 'co_delivery_pair_missing',
  });

  const ada = await anOffer(cast.casey, run, cast.ada, 'peer');
  await anAcceptance(cast.casey, run, cast.ben, 'learned');
  const waiting = await cast.casey.post(`/runs/${run}/opening`);
  expect(waiting.body).toMatchObject({ status: 422, code: 'assignment_not_accepted' });
  expect(waiting.body.errors.map(({ code }: { code: string }) => code)).toEqual([
    'assignment_not_accepted',
    'over_ratio',
  ]);

  await cast.ada.post(`/facilitator-assignments/${ada}/acceptance`, {});
  expect((await cast.casey.get(`/runs/${run}/readiness`)).body).toEqual({ ready: true, missing: [] });
  const opened = await cast.casey.post(`/runs/${run}/opening`);
  expect(opened.status).toBe(201);
  expect(opened.body).toMatchObject({ state: 'open', atRisk: false, bookingOpen: true });
  expect((await cast.casey.post(`/runs/${run}/opening`)).body).toMatchObject({ status: 409, code: 'state_conflict' });
  await cast.casey.post(`/runs/${run}/cancellation`, { reason: 'Only a test.' });
});

test('one person alone, or a peer and somebody who only watches, are no pair (BR-21)', async () => {
  const run = await aDraftRun(cast);
  await aSession(cast.casey, run, '2027-02-02T10:00');
  await anAcceptance(cast.casey, run, cast.ada, 'peer');
  await anAcceptance(cast.casey, run, cast.ben, 'observer');
  expect(await missingOf(run)).toEqual(['co_delivery_pair_missing', 'over_ratio']);
});

test('a second peer with declared expertise completes the pair only where the college allows it (BR-21)', async () => {
  const run = await aDraftRun(cast);
  await aSession(cast.casey, run, '2027-02-03T10:00');
  const gia = await aPerson(college, { name: 'Gia', roles: ['facilitator'] });
  await aCertification(cast.casey, gia);
  await anAcceptance(cast.casey, run, cast.ada, 'peer');
  const offered = await cast.casey.post(`/runs/${run}/facilitators`, {
    personId: gia.id,
    deliveryRole: 'peer',
    subjectExpert: true,
  });
  await gia.post(`/facilitator-assignments/${offered.body.id}/acceptance`, {});
  expect(await missingOf(run)).toEqual(['co_delivery_pair_missing']);

  const admin = await aPerson(college, { roles: ['administrator'] });
  const settings = await admin.get('/college');
  await admin.patch(
    '/college',
    { policy: { allowPeerPlusPeerExpert: true } },
    { 'if-match': settings.headers['etag'] ?? '' },
  );
  expect(await missingOf(run)).toEqual([]);
  const changed = await admin.get('/college');
  await admin.patch(
    '/college',
    { policy: { allowPeerPlusPeerExpert: false } },
    { 'if-match': changed.headers['etag'] ?? '' },
  );
});

test('a run of a version that is not published cannot even be drafted', async () => {
  const draft = await cast.casey.post('/runs', { versionId: cast.courseId, mode: 'in_person' });
  expect(draft.status).toBe(404);
});
