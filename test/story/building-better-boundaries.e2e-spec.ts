import { aCertificate, aHouse } from '../certification/a-certificate.js';
import { anApproval, cover, entriesOf } from '../ceu/credited.js';
import { codesOf, edit, expecting, join, meetingOf, reviewBy, sign, wholeContent } from '../courses/co-production.js';
import { signInAgain } from '../journals/journal.js';
import { aCertification, anAcceptance, aSession } from '../sessions/a-run.js';
import { aCoordinator, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { letters } from '../support/outbox.js';

// The reference story, chapter by chapter, by HTTP alone: what a college does from the first draft to the last report.
// Session 1 is on 12 January 2027 and session 2 a week later, from ten to twelve in Edmonton.
let college: TestCollege;
let casey: TestPerson;
let mo: TestPerson;
let ada: TestPerson;
let ben: TestPerson;
let dee: TestPerson;
let learners: TestPerson[];
let versionId: string;
let runId: string;
let sessions: [string, string];
let certificationId: string;
/** The enrolments of Eve, Fay and Gil once they have places. */
const places = new Map<TestPerson, string>();

beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-04T16:00:00Z');
  await college.sql.query(`update college set time_zone = 'America/Edmonton'`);
  casey = await aCoordinator(college);
  mo = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
  ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  ben = await aPerson(college, { name: 'Ben', roles: ['facilitator'] });
  dee = await aPerson(college, { name: 'Dee' });
});
afterAll(() => college.close());

const settle = async (): Promise<void> => {
  for (let round = 0; round < 4; round++) await college.deliver();
};

const part = (kind: string, minutes: number) => ({ kind, minutes, allowableForCeu: true, skippable: true });
const plan = (order: number, title: string) => ({
  order,
  title,
  minutesContact: 105,
  minutesBreak: 15,
  activities: [part('welcome', 15), part('talk', 45), part('practice', 45)],
});
const content = {
  ...wholeContent,
  sessionPlans: [plan(1, 'What a boundary is'), plan(2, 'Saying it')],
  contentWarnings: [],
  categoryMinutes: [
    { category: 'boundaries', minutes: 150 },
    { category: 'ethics', minutes: 60 },
  ],
};

test('1. a course is published only when lived and learned experience have signed the same content (BR-1 to BR-7)', async () => {
  const { body: course } = await expecting(
    201,
    casey.post('/courses', { title: 'Building Better Boundaries', topic: 'boundaries' }),
  );
  const { body: version } = await expecting(201, casey.post(`/courses/${course.id}/versions`, content));
  versionId = version.id;
  const cy = await aPerson(college, { name: 'Cy' });
  const group = [
    await join(casey, versionId, ada, 'lived'),
    await join(casey, versionId, ben, 'learned'),
    await join(casey, versionId, cy, 'supporter'),
  ];
  await expecting(201, ada.post(`/course-versions/${versionId}/meetings`, meetingOf(college, group)));
  const publish = () => casey.post(`/course-versions/${versionId}/publication`);
  const handIn = async () => {
    await expecting(201, casey.post(`/course-versions/${versionId}/submission`));
    await expecting(201, casey.post(`/course-versions/${versionId}/reviews`, reviewBy(dee)));
  };

  await handIn();
  await expecting(201, sign({ versionId }, ben, 'learned'));
  expect(codesOf(await expecting(422, publish()))).toContain('signoff_missing');
  await expecting(201, sign({ versionId }, ada, 'lived'));
  const edited = await expecting(
    200,
    edit({ versionId }, ben, { sessionPlans: [plan(1, 'What a boundary is'), plan(2, 'Saying it kindly')] }),
  );
  expect(edited.body).toMatchObject({ state: 'drafted' });
  expect(edited.body.voidedSignOffs).toHaveLength(2);

  await handIn();
  await expecting(201, sign({ versionId }, ada, 'lived'));
  await expecting(201, sign({ versionId }, ben, 'learned'));
  expect((await expecting(201, publish())).body.state).toBe('published');
  expect(
    codesOf(
      await expecting(
        409,
        edit({ versionId }, ben, { contentWarnings: [{ code: 'loss', words: 'We speak of loss.' }] }),
      ),
    ),
  ).toContain('version_immutable');
});

test('2. a run opens only with a peer whose certification lasts through the last session (BR-21 to BR-26)', async () => {
  const { body: term } = await expecting(
    201,
    casey.post('/terms', {
      name: 'Winter',
      prospectusOpensAt: '2027-01-01T16:00:00Z',
      bookingOpensAt: '2027-01-02T16:00:00Z',
      startsOn: '2027-01-05',
      endsOn: '2027-03-26',
    }),
  );
  const { body: venue } = await expecting(
    201,
    casey.post('/venues', {
      name: 'Riverside Centre',
      address: '1 River Street',
      timeZone: 'America/Edmonton',
      accessFeatures: ['step_free'],
      capacity: 20,
    }),
  );
  const { body: run } = await expecting(
    201,
    casey.post('/runs', {
      versionId,
      termId: term.id,
      mode: 'in_person',
      venueId: venue.id,
      capacity: { kind: 'limited', places: 3 },
      cohortMinimum: 3,
    }),
  );
  runId = run.id;
  certificationId = await aCertification(casey, ada, { validFrom: '2025-01-15', validThrough: '2027-01-15' });
  await anAcceptance(casey, runId, ada, 'peer');
  await anAcceptance(casey, runId, ben, 'learned');
  sessions = [await aSession(ben, runId, '2027-01-12T10:00'), await aSession(ben, runId, '2027-01-19T10:00')];

  expect(codesOf(await expecting(422, casey.post(`/runs/${runId}/opening`)))).toContain(
    'certification_expires_before_last_session',
  );
  await expecting(
    201,
    ada.post(`/certifications/${certificationId}/periods`, {
      grade: 'full',
      validFrom: '2027-01-16',
      validThrough: '2027-02-18',
    }),
  );
  expect(codesOf(await expecting(422, casey.post(`/runs/${runId}/opening`)))).toContain(
    'certification_expires_before_last_session',
  );
  await expecting(201, casey.post(`/certifications/${certificationId}/verification`, { how: 'number' }));
  expect((await expecting(201, casey.post(`/runs/${runId}/opening`))).body.state).toBe('open');
  for (const session of sessions) await expecting(201, ben.post(`/sessions/${session}/publication`));

  const { body: prospectus } = await college.http.get('/api/v1/prospectus?text=boundaries').expect(200);
  expect(prospectus.items).toMatchObject([{ runId, title: 'Building Better Boundaries' }]);
});

test('3. five people enrol at once on three places; a freed place is offered, and what no safe message can say becomes a task (BR-48 to BR-53)', async () => {
  learners = await Promise.all(
    ['Eve', 'Fay', 'Gil', 'Hana', 'Ike'].map(async (name) => {
      const learner = await aPerson(college, { name });
      // Only a telephone is safe: nothing that the service sends by itself.
      await expecting(
        200,
        learner.put('/me/safe-contact', {
          channels: { phone: { allowed: true, value: '+1 555 0100', leaveMessage: 'none' } },
        }),
      );
      expect(
        (
          await expecting(
            200,
            learner.put('/me/registration', {
              eligibilityBasis: 'lived_experience',
              dateOfBirth: '1990-04-12',
              charterVersionAccepted: 1,
            }),
          )
        ).body.state,
      ).toBe('active');
      return learner;
    }),
  );
  const answers = await Promise.all(learners.map((learner) => learner.post(`/runs/${runId}/enrolments`, {})));
  const found = learners.map((learner, index) => ({ learner, enrolment: answers[index]?.body }));
  const confirmed = found.filter(({ enrolment }) => enrolment.state === 'confirmed');
  const waiting = found.filter(({ enrolment }) => enrolment.state === 'waitlisted');
  expect([confirmed.length, waiting.length]).toEqual([3, 2]);

  const [first] = await Promise.all(
    waiting.map(async ({ learner, enrolment }) => ({
      learner,
      id: enrolment.id,
      position: (await learner.get(`/enrolments/${enrolment.id}`)).body.position,
    })),
  ).then((all) => all.sort((a, b) => a.position - b.position));
  const leaver = confirmed[2];
  await expecting(
    201,
    leaver?.learner.post(`/enrolments/${leaver.enrolment.id}/withdrawal`) ?? Promise.reject(new Error('nobody')),
  );
  const offered = await expecting(
    200,
    first?.learner.get(`/enrolments/${first.id}`) ?? Promise.reject(new Error('nobody')),
  );
  expect(offered.body).toMatchObject({ state: 'offered' });
  expect(new Date(offered.body.offer.expiresAt).getTime() - college.clock.now().getTime()).toBeGreaterThan(
    47 * 3_600_000,
  );

  await settle();
  const { body: tasks } = await expecting(200, casey.get(`/staff-tasks?personId=${first?.learner.id}`));
  expect(tasks.items).toMatchObject([{ personId: first?.learner.id, reason: 'no_safe_channel' }]);
  expect((await first?.learner.get(`/enrolments/${first.id}`))?.body.state).toBe('offered');
  await expecting(
    201,
    first?.learner.post(`/enrolments/${first.id}/offer/acceptance`, {}) ?? Promise.reject(new Error('nobody')),
  );

  const there = [
    ...confirmed.slice(0, 2).map(({ learner, enrolment }) => [learner, enrolment.id]),
    [first?.learner, first?.id],
  ] as [TestPerson, string][];
  for (const [learner, id] of there) places.set(learner, id);
  learners = [...places.keys()];
});

const enrolmentOf = (person: TestPerson): string => places.get(person) ?? '';

test('4. who does not come is asked how they are, in the one safe way, and keeps the place (BR-57, 58, 145, 152)', async () => {
  const [eve, fay, gil] = learners as [TestPerson, TestPerson, TestPerson];
  // Gil would rather be written to, with nothing that gives anything away.
  await gil.put('/me/safe-contact', {
    channels: { phone: { allowed: true, value: '+1 555 0100', leaveMessage: 'none' } },
    discreet: true,
  });
  college.clock.moveTo('2027-01-12T19:05:00Z');
  await expecting(201, ada.post(`/sessions/${sessions[0]}/delivery`, { presentFacilitatorIds: [ada.id, ben.id] }));
  const { body } = await expecting(
    200,
    ada.put(`/sessions/${sessions[0]}/register`, {
      rows: [
        { enrolmentId: enrolmentOf(eve), state: 'present' },
        { enrolmentId: enrolmentOf(fay), state: 'late', arrivedMin: 40 },
        { enrolmentId: enrolmentOf(gil), state: 'dna' },
      ],
    }),
  );
  expect(body).toMatchObject({ recorded: 3, refused: 0 });

  await settle();
  const { body: followUps } = await expecting(200, ada.get(`/welfare-follow-ups?runId=${runId}`));
  expect(followUps.items).toMatchObject([{ enrolmentId: enrolmentOf(gil), trigger: 'dna', state: 'open' }]);
  const followUp = followUps.items[0];
  await expecting(
    422,
    ada.post(`/welfare-follow-ups/${followUp.id}/attempts`, { channel: 'email', outcome: 'contacted_ok' }),
  );
  await expecting(
    201,
    ada.post(`/welfare-follow-ups/${followUp.id}/attempts`, { channel: 'phone', outcome: 'contacted_ok' }),
  );
  expect((await gil.get(`/enrolments/${enrolmentOf(gil)}`)).body.state).toBe('confirmed');
  for (const letter of await letters(college.dataFolder))
    expect(letter).not.toMatch(/boundar|college|recover|Riverside/i);
});

test('5. without the peer in the room a session is not co-delivered, whoever was rostered (BR-29)', async () => {
  college.clock.moveTo('2027-01-19T19:05:00Z');
  const delivered = await expecting(
    201,
    ben.post(`/sessions/${sessions[1]}/delivery`, { presentFacilitatorIds: [ben.id] }),
  );
  expect(delivered.body).toMatchObject({ state: 'delivered', coDelivered: false });
});

test('6. credit follows the real minutes and one rounding; the certificate of attendance does not wait for it (BR-61, 109 to 113)', async () => {
  const [eve, fay, gil] = learners as [TestPerson, TestPerson, TestPerson];
  const strict = await anApproval(mo, { attendancePercent: 100 });
  const lenient = await anApproval(mo, { attendancePercent: 80, presenterMinutes: true });
  const close = await anApproval(mo, { attendancePercent: 82 });
  await cover(
    mo,
    versionId,
    [strict, lenient, close].map(({ id }) => ({ approvalId: id, from: '2027-01-01' })),
  );
  await expecting(
    200,
    ben.put(`/sessions/${sessions[1]}/register`, {
      rows: learners.map((learner) => ({ enrolmentId: enrolmentOf(learner), state: 'present' })),
    }),
  );
  await settle();

  const earned = async (person: TestPerson) =>
    (await entriesOf(person)).map(({ minutes, printed }) => [minutes, printed]);
  expect(await earned(eve)).toEqual([
    [210, '0.4 IACET CEU'],
    [210, '0.4 IACET CEU'],
    [210, '0.4 IACET CEU'],
  ]);
  expect(await earned(fay)).toEqual([[170, '0.3 IACET CEU']]);
  expect(await earned(gil)).toEqual([]);
  for (const learner of learners) {
    const { body } = await expecting(200, learner.get('/me/certificates'));
    expect(body.items.map(({ kind }: { kind: string }) => kind)).toContain('attendance');
  }
});

test("7. a journal is its author's alone, until she shares one version with one person for a time (BR-122 to BR-127)", async () => {
  const [eve] = learners as [TestPerson];
  const { body: prompts } = await expecting(200, eve.get('/journal-prompts'));
  const gibbs = prompts.items.find(({ model }: { model: string }) => model === 'gibbs');
  const { body: entry } = await expecting(
    201,
    eve.post('/journal-entries', { blocks: [{ promptId: gibbs.id, text: 'I said no, and nothing fell down.' }] }),
  );
  const supporter = await aPerson(college, { name: 'Supporter' });
  const others = [
    mo,
    casey,
    ben,
    ada,
    supporter,
    await aPerson(college, { roles: ['analyst'] }),
    await aPerson(college, { roles: ['panel_member'] }),
  ];
  for (const other of others) await expecting(404, other.get(`/journal-entries/${entry.id}`));

  const { body: recipients } = await expecting(200, eve.get(`/journal-entries/${entry.id}/recipients`));
  expect(recipients.items.map(({ id }: { id: string }) => id)).toContain(ada.id);
  await signInAgain(college, eve);
  const { body: grant } = await expecting(
    201,
    eve.post(`/journal-entries/${entry.id}/grants`, {
      versionId: entry.versionId,
      recipientId: ada.id,
      purpose: 'to think it through together',
      days: 30,
    }),
  );
  const { headers } = await eve.get(`/journal-entries/${entry.id}`);
  await expecting(
    200,
    eve.patch(
      `/journal-entries/${entry.id}`,
      { blocks: [{ text: 'Something that is for nobody.' }] },
      { 'If-Match': headers['etag'] ?? '' },
    ),
  );
  const seen = await expecting(200, ada.get(`/journal-entries/${entry.id}`));
  expect(JSON.stringify(seen.body)).toContain('nothing fell down');
  expect(JSON.stringify(seen.body)).not.toContain('for nobody');
  const { body: current, headers: grantHeaders } = await eve.get(`/journal-entries/${entry.id}/grants`);
  expect(current.items).toMatchObject([{ id: grant.id, state: 'active' }]);
  expect(grantHeaders['cache-control']).toBe('no-store');
  const ended = await eve.delete(`/journal-grants/${grant.id}`, { 'If-Match': `"${grant.version}"` });
  expect(ended.status).toBeLessThan(300);
  await expecting(404, ada.get(`/journal-entries/${entry.id}`));
});

test('8. what funders read hides small numbers, and says too few rather than a change of three people (BR-166 to BR-172)', async () => {
  const { body: form } = await expecting(200, casey.get('/terms'));
  await expecting(201, casey.post(`/runs/${runId}/closing`));
  await settle();
  college.clock.moveTo('2027-04-12T16:00:00Z');
  const analyst = await aPerson(college, { name: 'An', roles: ['analyst'] });
  const report = async (kind: string) =>
    (await expecting(200, analyst.get(`/reports/${kind}?period=${form.items[0].id}`))).body;
  const figure = ({ figures }: { figures: { key: string; group: unknown[] }[] }, key: string) =>
    figures.find((each) => each.key === key && each.group.length === 0);

  const activity = await report('activity');
  expect(figure(activity, 'unique_learners')).toMatchObject({ value: null, suppressed: true, remark: 'hidden' });
  expect(activity.figures.filter(({ suppressed }: { suppressed: boolean }) => suppressed).length).toBeGreaterThan(1);
  expect(JSON.stringify(activity)).not.toMatch(/Eve|Fay|Gil/);
  const changes = (await report('outcomes')).figures.filter(
    ({ measure }: { measure: string }) => measure === 'mean_change',
  );
  expect(changes.length).toBeGreaterThan(0);
  for (const change of changes) expect(change.value).toBeNull();
  expect((await report('activity')).hash).toBe(activity.hash);
});

test('9. who is erased leaves what the law keeps, with its rule and its day, and nothing of their journal (BR-105, 117, 136, 161)', async () => {
  const { body: entry } = await expecting(
    201,
    ada.post('/journal-entries', { blocks: [{ text: 'What I never told anybody.' }] }),
  );
  await aCertificate(await aHouse(college), ada);
  expect((await entriesOf(ada)).length).toBeGreaterThan(0);
  await signInAgain(college, ada);
  const { body: erasure } = await expecting(200, ada.post('/me/erasure'));
  await settle();
  expect(erasure.retained).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ rule: 'BR-105', until: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }),
      expect.objectContaining({ rule: 'BR-117', until: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }),
    ]),
  );
  expect((await ada.get(`/journal-entries/${entry.id}`)).status).toBe(401);
  expect(await college.sql.query('select from journal_entry where author_id = $1', [ada.id])).toEqual([]);
});
