import { CertificationNoticeService } from '../../src/certification/certifications/certification-notice.service.js';
import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, aCertification, aDraftRun, anAcceptance, anOffer, anOpenRun, aSession, type Cast } from './a-run.js';

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

/** Two people who accepted, on days that nobody else uses. */
const aPairedRun = async (peer: TestPerson, wish: object, ...starts: string[]): Promise<string> => {
  const ben = await aPerson(college, { name: 'Ben', roles: ['facilitator'] });
  const run = await aDraftRun(cast, wish);
  await anAcceptance(cast.casey, run, peer, 'peer');
  await anAcceptance(cast.casey, run, ben, 'learned');
  for (const start of starts) await aSession(cast.casey, run, start);
  return run;
};

describe("the peer's certification", () => {
  test('has to last through the last session; a verified renewal is enough (BR-22)', async () => {
    const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
    const certification = await aCertification(cast.casey, ada, {
      validFrom: '2025-02-01',
      validThrough: '2027-01-15',
    });
    const run = await aPairedRun(ada, {}, '2027-01-12T10:00', '2027-01-19T10:00');
    const refused = await cast.casey.post(`/runs/${run}/opening`);
    expect(refused.body).toMatchObject({ status: 422, code: 'certification_expires_before_last_session' });
    expect(refused.body.detail).toContain('2027-01-19');

    await ada.post(`/certifications/${certification}/periods`, {
      grade: 'full',
      validFrom: '2027-01-16',
      validThrough: '2027-02-18',
    });
    expect(await missingOf(run)).toEqual(['certification_expires_before_last_session']);
    await cast.casey.post(`/certifications/${certification}/verification`, { how: 'link' });
    expect((await cast.casey.post(`/runs/${run}/opening`)).body).toMatchObject({ state: 'open', atRisk: false });
  });

  test('counts only once somebody has verified it (BR-104)', async () => {
    const peer = await aPerson(college, { roles: ['facilitator'] });
    const certification = await aCertification(cast.casey, peer, { verified: false });
    const run = await aPairedRun(peer, {}, '2027-01-13T10:00');
    expect(await missingOf(run)).toEqual(['certification_expires_before_last_session']);
    await cast.casey.post(`/certifications/${certification}/verification`, { how: 'number' });
    expect(await missingOf(run)).toEqual([]);
  });

  test('with a gap before the last session does not do, nor does one for another kind of work (BR-22)', async () => {
    const peer = await aPerson(college, { roles: ['facilitator'] });
    const certification = await aCertification(cast.casey, peer, { validThrough: '2027-01-05' });
    await peer.post(`/certifications/${certification}/periods`, {
      grade: 'full',
      validFrom: '2027-01-07',
      validThrough: '2030-01-01',
    });
    await cast.casey.post(`/certifications/${certification}/verification`, { how: 'number' });
    await aCertification(cast.casey, peer, { track: 'supervisor' });
    const run = await aPairedRun(peer, {}, '2027-01-14T10:00');
    expect(await missingOf(run)).toEqual(['certification_expires_before_last_session']);
  });

  test('has to be in a track that the course allows (BR-22)', async () => {
    const peer = await aPerson(college, { roles: ['facilitator'] });
    await aCertification(cast.casey, peer, { track: 'family_peer' });
    const run = await aPairedRun(peer, {}, '2027-01-15T10:00');
    expect(await missingOf(run)).toEqual([]);
    const path = `/courses/${cast.courseId}/peer-tracks`;
    const set = async (tracks: string[]) =>
      cast.casey.put(path, { tracks }, { 'If-Match': (await cast.casey.get(path)).headers['etag'] ?? '' });
    const seen = (await cast.casey.get(path)).headers['etag'] ?? '';
    expect((await set(['mh_peer', 'sud_peer'])).body).toMatchObject({ tracks: ['mh_peer', 'sud_peer'] });
    expect((await cast.casey.put(path, { tracks: [] }, { 'If-Match': seen })).status).toBe(412);
    expect((await cast.casey.put(path, { tracks: [] })).status).toBe(428);
    expect(await missingOf(run)).toEqual(['certification_expires_before_last_session']);
    await set([]);
    expect(await missingOf(run)).toEqual([]);
  });

  test('that lapses opens a task for each coming session and puts the run at risk; nobody is taken off it (BR-30)', async () => {
    const peer = await aPerson(college, { roles: ['facilitator'] });
    const certification = await aCertification(cast.casey, peer, { validThrough: '2027-04-30' });
    const run = await aPairedRun(peer, {}, '2027-03-29T10:00', '2027-04-05T10:00');
    await cast.casey.post(`/runs/${run}/opening`);
    const later = (await cast.casey.get(`/runs/${run}/sessions`)).body.items[1].id;
    await college.sql.query(
      `
        alter table certification_period disable trigger user;
        update certification_period set valid_through = '2027-03-31' where valid_through = '2027-04-30';
        alter table certification_period enable trigger user`,
    );
    expect((await cast.casey.get(`/runs/${run}`)).body).toMatchObject({ state: 'open', atRisk: true });

    college.clock.moveTo('2027-04-01T12:00:00Z');
    await college.app.get(CertificationNoticeService).announceDueEnds();
    await college.deliver();
    const tasks = async () =>
      (await cast.casey.get(`/staff-tasks?kind=session_at_risk&personId=${peer.id}`)).body.items;
    expect(await tasks()).toMatchObject([
      { kind: 'session_at_risk', subjectId: later, personId: peer.id, dueAt: '2027-04-05T16:00:00.000Z' },
    ]);
    const roles = (await cast.casey.get(`/runs/${run}/facilitators`)).body.items.map(
      ({ personId, state }: { personId: string; state: string }) => [personId, state],
    );
    expect(roles).toContainEqual([peer.id, 'accepted']);

    await college.app.get(CertificationNoticeService).announceDueEnds();
    await college.deliver();
    expect(await tasks()).toHaveLength(1);
    expect((await peer.get(`/certifications/${certification}`)).body).toMatchObject({
      state: 'expired_in_grace',
      validThrough: null,
    });
    college.clock.moveTo('2026-12-01T12:00:00Z');
  });
});

describe('a conflict of interest', () => {
  test('keeps the run from opening until a coordinator has resolved it (BR-24)', async () => {
    const run = await aDraftRun(cast);
    await aSession(cast.casey, run, '2027-01-26T10:00');
    await anAcceptance(cast.casey, run, cast.ada, 'peer');
    const offer = await anOffer(cast.casey, run, cast.ben, 'learned');
    const accepted = await cast.ben.post(`/facilitator-assignments/${offer}/acceptance`, {
      conflict: 'My clinic sees somebody who may come.',
    });
    expect(accepted.body).toMatchObject({ state: 'accepted', conflict: 'declared', can: ['stand_down'] });
    expect((await cast.casey.post(`/runs/${run}/opening`)).body).toMatchObject({
      status: 422,
      code: 'conflict_unresolved',
    });

    expect((await cast.ada.get(`/facilitator-assignments/${offer}`)).body).toMatchObject({
      conflict: 'none',
      conflictText: null,
    });
    expect(
      (await cast.ben.post(`/facilitator-assignments/${offer}/conflict-resolution`, { resolution: 'It is fine.' }))
        .status,
    ).toBe(403);
    const resolved = await cast.casey.post(`/facilitator-assignments/${offer}/conflict-resolution`, {
      resolution: 'A colleague of the clinic takes over.',
    });
    expect(resolved.body).toMatchObject({
      conflict: 'resolved',
      conflictText: 'My clinic sees somebody who may come.',
    });
    expect(await missingOf(run)).toEqual([]);

    await cast.ben.post(`/facilitator-assignments/${offer}/conflict`, { conflict: 'Something new came up.' });
    expect(await missingOf(run)).toEqual(['conflict_unresolved']);
  });

  test('is never resolved by the person who has it, even as a coordinator', async () => {
    const both = await aPerson(college, { roles: ['coordinator', 'facilitator'] });
    const run = await aDraftRun(cast);
    const offer = await anOffer(cast.casey, run, both, 'learned');
    await both.post(`/facilitator-assignments/${offer}/acceptance`, { conflict: 'I know somebody here.' });
    expect(
      (await both.post(`/facilitator-assignments/${offer}/conflict-resolution`, { resolution: 'Fine.' })).body,
    ).toMatchObject({ status: 403, code: 'conflict_of_oneself' });
  });
});

describe('the number of places', () => {
  test('fits the accepted facilitators and the venue (BR-25)', async () => {
    const small = await cast.casey.post('/venues', {
      name: 'A small room',
      address: '3 Hill Road',
      timeZone: 'America/Edmonton',
      accessFeatures: ['step_free'],
      capacity: 15,
    });
    const run = await aPairedRun(
      cast.ada,
      { venueId: small.body.id, capacity: { kind: 'limited', places: 21 } },
      '2027-02-02T10:00',
    );
    const refused = await cast.casey.post(`/runs/${run}/opening`);
    expect(refused.body.code).toBe('over_ratio');
    expect(refused.body.errors.map(({ code }: { code: string }) => code)).toEqual(['over_ratio', 'over_capacity']);

    const change = async (places: number) =>
      cast.casey.patch(
        `/runs/${run}`,
        { capacity: { kind: 'limited', places } },
        { 'if-match': (await cast.casey.get(`/runs/${run}`)).headers['etag'] ?? '' },
      );
    await change(15);
    expect((await cast.casey.post(`/runs/${run}/opening`)).status).toBe(201);
    expect((await change(16)).body).toMatchObject({ status: 422, code: 'over_capacity' });
    expect((await change(21)).body).toMatchObject({ status: 422, code: 'over_ratio' });
    expect((await change(14)).body).toMatchObject({ capacity: { kind: 'limited', places: 14 }, placesLeft: 14 });
  });

  test('is said outright: only a drop-in is without limit, and nothing stands for it by being left blank (I-10)', async () => {
    const draft = (wish: object) =>
      cast.casey.post('/runs', { versionId: cast.versionId, mode: 'in_person', venueId: cast.venueId, ...wish });
    expect((await draft({ capacity: { kind: 'unlimited' } })).body).toMatchObject({
      status: 422,
      code: 'capacity_needed',
    });
    for (const capacity of [
      null,
      { kind: 'limited' },
      { kind: 'limited', places: null },
      { kind: 'limited', places: -1 },
      12,
    ])
      expect((await draft({ capacity })).status).toBe(400);
    expect((await draft({})).body.capacity).toEqual({ kind: 'limited', places: 12 });
    expect((await draft({ capacity: { kind: 'limited', places: 0 } })).body).toMatchObject({
      full: true,
      placesLeft: 0,
    });
    expect((await draft({ mode: 'drop_in', capacity: { kind: 'unlimited' } })).body).toMatchObject({
      capacity: { kind: 'unlimited' },
      full: false,
      placesLeft: null,
    });
  });

  test("never falls below those who hold one; the answer says how many, and nobody's name (I-11)", async () => {
    const { id: run } = await anOpenRun(cast, ['2027-02-09T10:00']);
    for (const name of ['Eve', 'Fay', 'Gil'])
      expect((await (await aLearner(college, { name })).post(`/runs/${run}/enrolments`, {})).status).toBe(201);
    const { headers } = await cast.casey.get(`/runs/${run}`);
    const refused = await cast.casey.patch(
      `/runs/${run}`,
      { capacity: { kind: 'limited', places: 2 } },
      { 'if-match': headers['etag'] ?? '' },
    );
    expect(refused.body).toMatchObject({ status: 409, code: 'capacity_below_booked' });
    expect(refused.body.detail).toContain('3 places');
    expect(JSON.stringify(refused.body)).not.toMatch(/Eve|Fay|Gil/);
  });
});

test.each([
  ['in_person', [], false],
  ['in_person', ['room'], false],
  ['in_person', ['bare venue'], false],
  ['in_person', ['venue'], true],
  ['online', ['venue'], false],
  ['online', ['room without link'], false],
  ['online', ['room'], true],
  ['hybrid', ['venue'], false],
  ['hybrid', ['room'], false],
  ['hybrid', ['venue', 'room'], true],
  ['drop_in', [], false],
  ['drop_in', ['venue'], true],
])('a run %s with %j is set up: %s (BR-26)', async (mode, given, isSetUp) => {
  const wish: Record<string, unknown> = { mode, venueId: undefined };
  if (given.includes('venue')) wish['venueId'] = cast.venueId;
  if (given.includes('bare venue'))
    wish['venueId'] = (
      await cast.casey.post('/venues', { name: 'Bare', address: '4 Hill Road', capacity: 20 })
    ).body.id;
  const room = { name: 'A room', provider: 'Video call' };
  if (given.includes('room'))
    wish['onlineRoomId'] = (
      await cast.casey.post('/online-rooms', { ...room, joinLink: 'https://meet.example/secret' })
    ).body.id;
  if (given.includes('room without link'))
    wish['onlineRoomId'] = (await cast.casey.post('/online-rooms', room)).body.id;
  const run = await aDraftRun(cast, wish);
  expect((await missingOf(run)).includes('delivery_setup_incomplete')).toBe(!isSetUp);
});

test('a run without any session cannot open', async () => {
  const run = await aPairedRun(cast.ada, {});
  expect(await missingOf(run)).toEqual(['no_session_planned']);
});

test('no field can demand a camera; a preference names an alternative (BR-36)', async () => {
  const draft = (wish: object) => cast.casey.post('/runs', { versionId: cast.versionId, mode: 'online', ...wish });
  expect((await draft({ cameraRule: 'required' })).status).toBe(400);
  expect((await draft({ cameraRequired: true })).status).toBe(400);
  expect((await draft({ recording: true })).status).toBe(400);
  expect((await draft({ cameraRule: 'on_expected_with_alternatives' })).body).toMatchObject({
    status: 422,
    code: 'camera_alternative_missing',
  });
  expect((await draft({})).body).toMatchObject({ cameraRule: 'off_ok', recording: false });
  expect(
    (await draft({ cameraRule: 'on_expected_with_alternatives', cameraAlternative: 'Use the chat.' })).body
      .cameraAlternative,
  ).toBe('Use the chat.');
});

test('a version is not retired while a run of it is planned or open (BR-13)', async () => {
  const { id: run } = await anOpenRun(cast, ['2027-02-16T10:00']);
  const refused = await cast.casey.post(`/course-versions/${cast.versionId}/retirement`);
  expect(refused.body).toMatchObject({ status: 422, code: 'future_runs_exist' });
  expect((await cast.casey.get(`/runs/${run}`)).body.state).toBe('open');
});

test('a run meets only in a way that its version is made for', async () => {
  await college.sql.query(`alter table course_version disable trigger user`);
  await college.sql.query(`update course_version set delivery_modes = '{in_person}' where id = $1`, [cast.versionId]);
  const refused = await cast.casey.post('/runs', { versionId: cast.versionId, mode: 'online' });
  expect(refused.body).toMatchObject({ status: 422, code: 'mode_not_offered' });
  await college.sql.query(
    `update course_version set delivery_modes = '{in_person,online,hybrid,drop_in}' where id = $1`,
    [cast.versionId],
  );
  await college.sql.query(`alter table course_version enable trigger user`);
});
