import { CompletionService } from '../../src/attendance/completion/completion.service.js';
import { CreditEvidenceService } from '../../src/attendance/register/credit-evidence.service.js';
import { Database } from '../../src/platform/database/database.js';
import { newId } from '../../src/platform/ids.js';
import { aCoordinator, aLearner, aPerson, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCourse, cancelSession, deliver, mark, type TestCourse } from './a-course.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const state = async (who: TestPerson | undefined, enrolmentId: string | undefined) =>
  (await who?.get(`/enrolments/${enrolmentId}`))?.body.state;
const certificates = async (who: TestPerson | undefined) => (await who?.get('/me/certificates'))?.body.items;

/** A course whose sessions are over and delivered. */
async function heldCourse(sessions: number, options: Parameters<typeof aCourse>[1] = {}): Promise<TestCourse> {
  const course = await aCourse(college, {
    starts: Array.from({ length: sessions }, (_, index) => fromNow(college, { hours: 1 + index * 3 })),
    title: 'Kind Boundaries',
    ...options,
  });
  college.clock.forward({ hours: sessions * 3 + 1 });
  for (const id of course.sessionIds) await deliver(college, id);
  return course;
}

/** Marks session by session: one letter per session and learner, p(resent) or d(na), - for nothing. */
async function attend(course: TestCourse, ...rows: string[]): Promise<void> {
  for (const [session, id] of course.sessionIds.entries()) {
    const marks = rows
      .map((row, learner) => ({
        enrolmentId: course.enrolmentIds[learner],
        state: row[session] === 'p' ? 'present' : 'dna',
      }))
      .filter((_, learner) => rows[learner]?.[session] !== '-');
    if (marks.length > 0) await mark(course.ada, id, ...marks);
  }
  await college.deliver();
}

test.each([
  ['all', 'ppp', 'completed'],
  ['two of three', 'ppd', 'completed'],
  ['one of three', 'dpd', 'not_completed'],
  ['one of two', 'pd', 'completed'],
  ['none of two', 'dd', 'not_completed'],
])('whoever attended %s of the delivered sessions has %s: %s (BR-61)', async (_, marks, outcome) => {
  const course = await heldCourse(marks.length, { learners: 1 });
  await attend(course, marks);
  expect(await state(course.learners[0], course.enrolmentIds[0])).toBe(outcome);
  expect((await certificates(course.learners[0])).length).toBe(outcome === 'completed' ? 1 : 0);
});

test('a session that was cancelled counts in no denominator (BR-33)', async () => {
  const course = await aCourse(college, { starts: [1, 4, 7].map((hours) => fromNow(college, { hours })), learners: 1 });
  college.clock.forward({ hours: 10 });
  const [first, second, third] = course.sessionIds;
  await deliver(college, first);
  await cancelSession(college, second ?? '');
  await cancelSession(college, third ?? '');
  await mark(course.ada, first, { enrolmentId: course.enrolmentIds[0], state: 'present' });
  await college.deliver();
  expect(await state(course.learners[0], course.enrolmentIds[0])).toBe('completed');
});

test('nothing is decided while a session is still to come, or while an empty place in a register could decide it', async () => {
  const course = await aCourse(college, {
    starts: [fromNow(college, { hours: 1 }), fromNow(college, { hours: 5 })],
    learners: 1,
  });
  college.clock.forward({ hours: 4 });
  await deliver(college, course.sessionIds[0]);
  await mark(course.ada, course.sessionIds[0], { enrolmentId: course.enrolmentIds[0], state: 'dna' });
  await college.deliver();
  expect(await state(course.learners[0], course.enrolmentIds[0])).toBe('confirmed');
  college.clock.forward({ hours: 5 });
  await deliver(college, course.sessionIds[1] ?? '');
  await college.app.get(CompletionService).conclude(course.runId, 'test');
  expect(await state(course.learners[0], course.enrolmentIds[0])).toBe('confirmed');
  await mark(course.ada, course.sessionIds[1] ?? '', { enrolmentId: course.enrolmentIds[0], state: 'present' });
  await college.deliver();
  expect(await state(course.learners[0], course.enrolmentIds[0])).toBe('completed');
});

test('once the registers are locked, what was never marked was not attended', async () => {
  const course = await heldCourse(2, { learners: 1 });
  await college.app.get(CompletionService).concludeDue();
  expect(await state(course.learners[0], course.enrolmentIds[0])).toBe('confirmed');
  college.clock.forward({ days: 7, minutes: 1 });
  await college.app.get(CompletionService).concludeDue();
  expect(await state(course.learners[0], course.enrolmentIds[0])).toBe('not_completed');
});

test('closing the run decides for everybody', async () => {
  const course = await heldCourse(2, { learners: 2 });
  await attend(course, '--', 'p-');
  expect((await (await aCoordinator(college)).post(`/runs/${course.runId}/closing`)).status).toBe(201);
  await college.deliver();
  expect(await state(course.learners[0], course.enrolmentIds[0])).toBe('not_completed');
  expect(await state(course.learners[1], course.enrolmentIds[1])).toBe('completed');
});

test('a certificate of attendance says how things were on the day, whatever is changed later', async () => {
  const course = await heldCourse(2, { learners: 1 });
  await attend(course, 'pp');
  const [eve] = course.learners;
  const [issued] = await certificates(eve);
  expect(issued).toMatchObject({
    kind: 'attendance',
    state: 'issued',
    namePrinted: 'Eve',
    title: 'Kind Boundaries',
    providerName: 'Recovery College',
    can: ['print', 'reissue'],
    facts: [
      { label: 'Dates' },
      { label: 'Way of meeting', value: 'Online' },
      { label: 'Time attended', value: '3 hours 30 minutes' },
    ],
  });
  expect(issued.number).toMatch(/^A-\d{4}-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
  expect(issued.contentHash).toMatch(/^[0-9a-f]{64}$/);
  await eve?.patch('/me', { chosenName: 'Another name' });
  await college.sql.query(
    `
      update course
      set title = 'Renamed'
      where id = (select v.course_id from course_version v join run r on r.version_id = v.id where r.id = $1)`,
    [course.runId],
  );
  await college.app.get(CompletionService).conclude(course.runId, 'test');
  expect((await eve?.get(`/certificates/${issued.id}`))?.body).toEqual(issued);
  await expect(college.sql.query(`update certificate_print set content = '{}'`)).rejects.toThrow('only grows');
  await expect(college.sql.query(`update certificate set number = 'X' where id = $1`, [issued.id])).rejects.toThrow(
    'stays as it is',
  );
});

test('a name that is changed rewrites no certificate, but one can be issued anew in the name that its owner wants printed (I-18)', async () => {
  const course = await heldCourse(1, { learners: 1 });
  await attend(course, 'p');
  const [eve] = course.learners as [TestPerson];
  const [issued] = await certificates(eve);
  expect((await eve.patch('/me/names', { nameOnCertificate: 'legal' })).body.code).toBe('printed_name_missing');
  expect(
    (await eve.patch('/me/names', { legalName: 'Evangeline Quill', nameOnCertificate: 'legal' })).body,
  ).toMatchObject({ printedName: 'Evangeline Quill' });
  expect((await certificates(eve))[0].namePrinted).toBe('Eve');
  expect((await (await aPerson(college)).post(`/certificates/${issued.id}/reissue`)).status).toBe(404);

  const anew = await eve.post(`/certificates/${issued.id}/reissue`);
  expect(anew.body).toMatchObject({
    namePrinted: 'Evangeline Quill',
    title: issued.title,
    facts: issued.facts,
    state: 'issued',
  });
  expect((await eve.get(`/certificates/${issued.id}`)).body).toMatchObject({
    namePrinted: 'Eve',
    state: 'reissued',
    can: ['print'],
    contentHash: issued.contentHash,
  });
  expect((await eve.post(`/certificates/${issued.id}/reissue`)).status).toBe(409);
  expect((await eve.post(`/certificates/${anew.body.id}/reissue`)).body.id).toBe(anew.body.id);

  await eve.patch('/me/names', { customName: 'E. Quill', nameOnCertificate: 'custom' });
  const [first, second] = await Promise.all([
    eve.post(`/certificates/${anew.body.id}/reissue`),
    eve.post(`/certificates/${anew.body.id}/reissue`),
  ]);
  expect([first?.status, second?.status].sort()).toEqual([201, 409]);
  expect((await certificates(eve)).filter(({ state: now }: { state: string }) => now === 'issued')).toMatchObject([
    { namePrinted: 'E. Quill' },
  ]);
});

test('a certificate prints as a PDF for its owner, and for nobody else', async () => {
  const course = await heldCourse(1, { learners: 1 });
  await attend(course, 'p');
  const [eve] = course.learners;
  const [{ id }] = await certificates(eve);
  const pdf = await college.http
    .get(`/api/v1/certificates/${id}`)
    .auth(await (eve as TestPerson).bearer(), { type: 'bearer' })
    .set('accept', 'application/pdf')
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)));
    });
  expect([pdf.status, pdf.headers['content-type'], pdf.headers['cache-control']]).toEqual([
    200,
    'application/pdf',
    'no-store',
  ]);
  expect(pdf.headers['content-disposition']).toBe('attachment; filename="certificate.pdf"');
  expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-');
  for (const other of [
    await aLearner(college),
    await aCoordinator(college),
    course.ada,
    await aPerson(college, { roles: ['administrator'] }),
  ]) {
    expect((await other.get(`/certificates/${id}`)).status).toBe(404);
    expect((await other.get(`/certificates/${id}`, { accept: 'application/pdf' })).status).toBe(404);
  }
});

const verify = (url: string) => college.http.get(new URL(url).pathname);

test('whoever holds the paper can check it: valid, superseded or withdrawn, and nothing more', async () => {
  const course = await heldCourse(2, { learners: 1 });
  const coordinator = await aCoordinator(college);
  await attend(course, 'pp');
  const [eve] = course.learners;
  const [first] = await certificates(eve);
  expect((await verify(first.verifyUrl).expect(200)).body).toEqual({ status: 'valid' });

  const attendance = (await eve?.get(`/enrolments/${course.enrolmentIds[0]}/attendance`))?.body.items;
  await coordinator.post(`/attendance/${attendance[0].id}/corrections`, {
    state: 'late',
    arrivedMin: 60,
    reason: 'Arrived later.',
  });
  await college.deliver();
  expect((await verify(first.verifyUrl)).body).toEqual({ status: 'superseded' });
  const [second, old] = await certificates(eve);
  expect([second.state, old.state, second.facts[2].value]).toEqual(['issued', 'reissued', '2 hours 30 minutes']);

  await coordinator.post(`/attendance/${attendance[0].id}/corrections`, { state: 'dna', reason: 'Somebody else.' });
  await coordinator.post(`/attendance/${attendance[1].id}/corrections`, { state: 'dna', reason: 'Somebody else.' });
  await college.deliver();
  expect((await verify(second.verifyUrl)).body).toEqual({ status: 'withdrawn' });
  expect(await state(eve, course.enrolmentIds[0])).toBe('not_completed');
  const records = await college.sql.query(
    'select outcome, minutes from completion_record where enrolment_id = $1 order by sequence',
    [course.enrolmentIds[0]],
  );
  expect(records.map((record: { outcome: string; minutes: number }) => [record.outcome, record.minutes])).toEqual(
    expect.arrayContaining([
      ['completed', 210],
      ['completed', 150],
      ['not_completed', 0],
    ]),
  );
});

test('the page for a person says the same in words, loads nothing, and tells no name, course or college', async () => {
  const course = await heldCourse(1, { learners: 1 });
  await attend(course, 'p');
  const [{ verifyUrl }] = await certificates(course.learners[0]);
  const page = await verify(verifyUrl).set('accept', 'text/html,application/xhtml+xml').expect(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(page.text).toContain('This certificate is valid');
  expect(page.text).not.toMatch(/Eve|Kind Boundaries|Recovery/);
});

test('an unknown or changed token is unknown, never valid', async () => {
  const course = await heldCourse(1, { learners: 1 });
  await attend(course, 'p');
  const [{ verifyUrl }] = await certificates(course.learners[0]);
  const changed = verifyUrl.slice(0, -1) + (verifyUrl.endsWith('A') ? 'B' : 'A');
  for (const url of [
    changed,
    verifyUrl.slice(0, -1),
    'http://college.test/api/v1/verify/x',
    `http://college.test/api/v1/verify/${newId()}`,
    'http://college.test/api/v1/verify/%27%20or%201=1--',
  ]) {
    expect((await verify(url)).body.code).toBe('not_found');
    const page = await verify(url).set('accept', 'text/html').expect(404);
    expect(page.text).toContain('We do not know this certificate');
  }
});

test('concluding a run many times at once issues one certificate each', async () => {
  const course = await heldCourse(1, { learners: 3 });
  await mark(
    course.ada,
    course.sessionIds[0],
    ...course.enrolmentIds.map((enrolmentId) => ({ enrolmentId, state: 'present' })),
  );
  const completions = college.app.get(CompletionService);
  await Promise.all(Array.from({ length: 6 }, () => completions.conclude(course.runId, 'test')));
  await college.deliver();
  const [{ count }] = await college.sql.query('select count(*)::int from certificate where subject_id = any($1)', [
    course.enrolmentIds,
  ]);
  expect(count).toBe(3);
  const [{ records }] = await college.sql.query(
    'select count(*)::int as records from completion_record where enrolment_id = any($1)',
    [course.enrolmentIds],
  );
  expect(records).toBe(3);
});

test('what counts towards credit is the time that somebody was there during allowable activities', async () => {
  const course = await heldCourse(2, { learners: 3 });
  const [eve, fay, gil] = course.enrolmentIds;
  await mark(
    course.ada,
    course.sessionIds[0],
    { enrolmentId: eve, state: 'present' },
    { enrolmentId: fay, state: 'late', arrivedMin: 40 },
    { enrolmentId: gil, state: 'dna' },
  );
  await mark(
    course.ada,
    course.sessionIds[1] ?? '',
    { enrolmentId: eve, state: 'present' },
    { enrolmentId: fay, state: 'present' },
    { enrolmentId: gil, state: 'left_early', minutesPresent: 50 },
  );
  const evidence = await college.app.get(CreditEvidenceService).ofRun(college.app.get(Database), course.runId);
  const minutes = Object.fromEntries(
    evidence.map(({ enrolmentId, creditableMinutes, allowableMinutes }) => [
      enrolmentId,
      [creditableMinutes, allowableMinutes],
    ]),
  );
  expect(minutes).toEqual({ [eve ?? '']: [210, 210], [fay ?? '']: [170, 210], [gil ?? '']: [50, 210] });
  const one = await college.app.get(CreditEvidenceService).ofEnrolment(fay ?? '');
  expect(one?.sessions.map((session) => [session.creditableMinutes, session.markId !== null])).toEqual([
    [65, true],
    [105, true],
  ]);
});

test('an outcome and a correction are events that carry the enrolment, and never a name', async () => {
  const course = await heldCourse(1, { learners: 1 });
  await attend(course, 'p');
  const attendance = (await course.learners[0]?.get(`/enrolments/${course.enrolmentIds[0]}/attendance`))?.body.items;
  await (
    await aCoordinator(college)
  ).post(`/attendance/${attendance[0].id}/corrections`, { state: 'late', arrivedMin: 30, reason: 'Arrived later.' });
  await college.deliver();
  const events = await college.sql.query(
    `
      select type, to_state, refs
      from event
      where person_id = $1 and type in ('attendance.completed', 'attendance.corrected')
      order by at`,
    [course.learners[0]?.id],
  );
  expect(events).toMatchObject([
    {
      type: 'attendance.completed',
      to_state: 'completed',
      refs: { enrolmentId: course.enrolmentIds[0], runId: course.runId },
    },
    {
      type: 'attendance.corrected',
      to_state: 'late',
      refs: { enrolmentId: course.enrolmentIds[0], runId: course.runId, sessionId: course.sessionIds[0] },
    },
    { type: 'attendance.completed', to_state: 'completed' },
  ]);
  expect(JSON.stringify(events)).not.toMatch(/Eve|Arrived/);
});
