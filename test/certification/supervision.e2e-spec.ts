import { RetainedCertificateService } from '../../src/certification/certifications/retained-certificate.service.js';
import { Database } from '../../src/platform/database/database.js';
import { newId } from '../../src/platform/ids.js';
import { RetentionService } from '../../src/privacy/retention.service.js';
import { aPerson, aRun, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import {
  aCertificate,
  aHouse,
  anApplication,
  atThePanel,
  expecting,
  type House,
  members,
  trainingOf,
} from './a-certificate.js';
import { aCertification as anExternalCertification } from '../sessions/a-run.js';

let college: TestCollege;
let house: House;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-11T12:00:00Z');
  house = await aHouse(college);
});
afterAll(() => college.close());

const peer = (name = 'Ada'): Promise<TestPerson> => aPerson(college, { name, roles: ['facilitator'] });

/** Both have held a session of one run together; it was marked delivered by the second. */
async function aDeliveredSession(one: TestPerson, other: TestPerson): Promise<string> {
  const run = await aRun(college, { starts: [new Date(college.clock.now().getTime() - 7_200_000)] });
  for (const [person, role] of [
    [one, 'peer'],
    [other, 'learned'],
  ] as const) {
    await college.sql.query(
      `
        insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at, answered_at)
        values (gen_random_uuid(), $1, $2, $3, 'accepted', now(), now())`,
      [run.id, person.id, role],
    );
  }
  await expecting(
    201,
    other.post(`/sessions/${run.sessionIds[0]}/delivery`, { presentFacilitatorIds: [one.id, other.id] }),
  );
  await college.deliver();
  return run.sessionIds[0]!;
}

test('a delivered session is practice of everybody who held it, once, and confirmed by whoever said so, but not for themselves', async () => {
  const [ada, ben] = [await peer(), await peer('Ben')];
  await anExternalCertification(house.casey, ada);
  const sessionId = await aDeliveredSession(ada, ben);
  const logs = await college.sql.query(
    `
      select l.person_id, l.minutes, l.kind, v.verified_by
      from practice_log l
      left join practice_verification v on v.log_id = l.id
      where session_id = $1`,
    [sessionId],
  );
  expect(new Map(logs.map((log: { person_id: string }) => [log.person_id, log]))).toEqual(
    new Map([
      [ada.id, { person_id: ada.id, minutes: 105, kind: 'co_facilitation', verified_by: ben.id }],
      [ben.id, { person_id: ben.id, minutes: 105, kind: 'co_facilitation', verified_by: null }],
    ]),
  );
  const id = await anApplication(house, ada);
  expect((await ada.get(`/certification-applications/${id}`)).body.progress.practiceMinutes).toBe(105);
  await expect(
    college.sql.query(
      `
        insert into practice_log (id, person_id, practised_on, minutes, kind, session_id, recorded_by, recorded_at)
        select gen_random_uuid(), person_id, practised_on, minutes, 'facilitation', session_id, recorded_by,
          recorded_at
        from practice_log
        where session_id = $1`,
      [sessionId],
    ),
  ).rejects.toThrow(/practice_log_session_once/);
});

test('nobody who held sessions with the applicant in the last year sits on their panel (BR-92)', async () => {
  const ada = await peer();
  const close = await aPerson(college, { roles: ['facilitator', 'panel_member'] });
  await aDeliveredSession(ada, close);
  const id = await atThePanel(house, ada);
  const panel = [house.panel[0]!, house.panel[1]!, close];
  expect(
    (
      await house.panel[0]!.post(`/certification-applications/${id}/decision`, {
        outcome: 'approve',
        members: members(panel),
      })
    ).body,
  ).toMatchObject({ status: 422, code: 'panel_composition' });
  college.clock.forward({ days: 400 });
  await expecting(
    201,
    house.panel[0]!.post(`/certification-applications/${id}/decision`, {
      outcome: 'defer',
      reasons: 'Something.',
      members: members(panel),
    }),
  );
});

test('a suspension makes every coming session of the peer a task of staff until it is lifted, and takes nobody off it (BR-30)', async () => {
  const [ada, ben] = [await peer(), await peer('Ben')];
  const certificationId = await aCertificate(house, ada);
  const run = await aRun(college);
  const room = await expecting(
    201,
    house.casey.post('/online-rooms', {
      name: 'Room one',
      provider: 'Video call',
      joinLink: 'https://meet.example.org/one',
    }),
  );
  await college.sql.query('update run set online_room_id = $2 where id = $1', [run.id, room.body.id]);
  for (const [person, role] of [
    [ada, 'peer'],
    [ben, 'learned'],
  ] as const) {
    await college.sql.query(
      `
        insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at, answered_at)
        values (gen_random_uuid(), $1, $2, $3, 'accepted', now(), now())`,
      [run.id, person.id, role],
    );
  }
  await expecting(201, house.admin.post(`/certifications/${certificationId}/suspension`, { reasons: 'A reason.' }));
  await college.deliver();
  await college.deliver();
  const tasks = (await house.casey.get('/staff-tasks?kind=session_at_risk')).body.items;
  expect(tasks).toMatchObject([{ kind: 'session_at_risk', subjectId: run.sessionIds[0], personId: ada.id }]);
  expect((await house.casey.get(`/runs/${run.id}`)).body).toMatchObject({ atRisk: true });
  await expecting(
    201,
    house.otherAdmin.post(`/certifications/${certificationId}/suspension-lifting`, { reasons: 'It is settled.' }),
  );
  for (let round = 0; round < 3; round++) await college.deliver();
  expect((await house.casey.get(`/runs/${run.id}`)).body).toMatchObject({ atRisk: false });
  expect((await house.casey.get('/staff-tasks?kind=session_at_risk')).body.items).toEqual([]);
});

test('notes of supervision are for the two alone; staff see how often they met', async () => {
  const [ada, sam] = [await peer(), await peer('Sam')];
  const { body } = await expecting(
    201,
    house.casey.post('/supervisions', { personId: ada.id, supervisorId: sam.id, focus: 'Working in pairs' }),
  );
  const path = `/supervisions/${body.id}`;
  const note = {
    heldOn: '2027-01-10',
    minutes: 60,
    practice: 'How to hand over between two facilitators.',
    agreed: 'A sign before each break.',
  };
  await expecting(403, ada.post(`${path}/notes`, note));
  await expecting(201, sam.post(`${path}/notes`, note));
  expect((await ada.get(`${path}/notes`)).body.items).toMatchObject([note]);
  await expecting(403, house.casey.get(`${path}/notes`));
  expect((await house.casey.get(path)).body).toMatchObject({ meetings: 1, minutes: 60, can: ['end'] });
  await expecting(404, (await peer()).get(path));
  expect((await house.casey.post('/supervisions', { personId: ada.id, supervisorId: ada.id })).body.code).toBe(
    'supervises_oneself',
  );
  expect((await house.casey.post('/supervisions', { personId: ada.id, supervisorId: sam.id })).body.code).toBe(
    'supervised_already',
  );
  await expecting(201, house.casey.post(`${path}/ending`));
  expect((await sam.post(`${path}/notes`, note)).body.code).toBe('supervision_over');
});

test('only somebody who works with peers supervises or assesses them', async () => {
  const [ada, learner] = [await peer(), await aPerson(college, { name: 'Robin' })];
  const id = await anApplication(house, ada);
  const assessment = { kind: 'selection', startsAt: '2027-01-11T09:00:00Z', endsAt: '2027-01-11T10:00:00Z' };
  for (const refused of [
    await house.casey.post('/supervisions', { personId: ada.id, supervisorId: learner.id }),
    await house.casey.post(`/certification-applications/${id}/assessments`, { ...assessment, assessorId: learner.id }),
  ])
    expect(refused.body).toMatchObject({ status: 422, code: 'works_with_peers_missing' });
});

test('a peer sees on one page what the college does for them: training, supervision, contact with other peers', async () => {
  const [ada, sam] = [await peer(), await peer('Sam')];
  const id = await anApplication(house, ada);
  await expecting(201, ada.post(`/certification-applications/${id}/evidence`, trainingOf(college)));
  await expecting(201, house.casey.post('/supervisions', { personId: ada.id, supervisorId: sam.id }));
  const meeting = await expecting(
    201,
    sam.post('/peer-meetings', {
      title: 'Peers with peers',
      startsAt: new Date(college.clock.now().getTime() + 86_400_000).toISOString(),
      minutes: 90,
    }),
  );
  expect((await expecting(201, ada.post(`/peer-meetings/${meeting.body.id}/attendance`))).body).toMatchObject({
    attended: true,
  });
  expect((await expecting(200, ada.get('/me/peer-support'))).body).toMatchObject({
    certifications: [],
    training: [{ title: 'Peer training' }],
    supervision: [{ supervisorId: sam.id }],
    practiceMinutes: 0,
    nextMeetings: [{ title: 'Peers with peers', attended: true }],
  });
});

test('erasing somebody keeps number, scheme, dates and initials of what was issued, says why and until when, and lets go of the rest (BR-105)', async () => {
  const ada = await peer('Ada Example');
  const certificationId = await aCertificate(house, ada);
  await expecting(
    201,
    house.admin.post(`/certifications/${certificationId}/suspension`, { reasons: 'Words about Ada.' }),
  );
  const scheme = await expecting(
    201,
    house.casey.post('/certification-schemes', {
      name: 'National peer',
      issuer: 'external',
      issuerName: 'A national body',
      track: 'mh_peer',
    }),
  );
  const external = await expecting(
    201,
    ada.post('/certifications', {
      schemeId: scheme.body.id,
      number: 'ADA-1815',
      registerLink: 'https://register.example.org/ADA-1815',
      grade: 'full',
      validFrom: '2026-01-01',
      validThrough: '2027-12-31',
    }),
  );
  const register = college.app.get(RetainedCertificateService);
  const { body: plan } = await expecting(200, ada.post('/me/erasure'));
  expect(plan.retained).toMatchObject([
    { rule: 'BR-105', until: expect.any(String) },
    { rule: 'BR-161', until: expect.any(String) },
  ]);
  const kept = await college.app.get(Database).transaction((tx) => register.retained(tx, ada.id));
  const { number } = (await house.casey.get(`/certifications/${certificationId}`)).body;
  expect(kept).toEqual([
    {
      certificationId,
      number,
      schemeName: expect.any(String),
      validFrom: expect.any(String),
      validThrough: expect.any(String),
      initials: 'A.E.',
      legalBasis: expect.stringContaining('legal'),
      keepUntil: expect.any(String),
    },
  ]);
  for (const table of ['training_evidence', 'practice_log', 'ethics_signature', 'certification_application']) {
    expect([table, await college.sql.query(`select 1 from ${table} where person_id = $1`, [ada.id])]).toEqual([
      table,
      [],
    ]);
  }
  expect(await college.sql.query(`select 1 from certification_act_words where words like '%Ada%'`)).toEqual([]);
  expect((await house.casey.get(`/certifications/${external.body.id}`)).body).toMatchObject({
    number: external.body.id,
    registerLink: null,
  });
  expect((await house.casey.get(`/certifications/${certificationId}`)).body).toMatchObject({
    state: 'suspended',
    periods: [{}],
  });
  college.clock.moveTo(`${kept[0]!.keepUntil}T12:00:00Z`);
  const initials = () =>
    college.sql.query('select initials from certification_register where certification_id = $1', [certificationId]);
  await college.app.get(RetentionService).tidy();
  expect(await initials()).toEqual([{ initials: 'A.E.' }]);
  college.clock.forward({ days: 1 });
  await college.app.get(RetentionService).tidy();
  expect(await initials()).toEqual([]);
});

test('supervision is of somebody whom the college knows', async () => {
  const supervisor = await peer('Sue');
  for (const personId of [newId(), supervisor.id]) {
    const { body } = await house.casey.post('/supervisions', { personId, supervisorId: supervisor.id });
    expect([body.status, body.code]).toEqual(
      personId === supervisor.id ? [422, 'supervises_oneself'] : [422, 'certification_person_unknown'],
    );
  }
});
