import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, anAcceptance, anOpenRun, type Cast } from '../sessions/a-run.js';

let college: TestCollege;
let cast: Cast;
let eve: TestPerson;
let run: string;
let session: string;
let enrolment: string;
const secret = 'https://meet.example/a-very-secret-room';
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
  const room = await cast.casey.post('/online-rooms', {
    name: 'Room one',
    provider: 'Video call',
    joinLink: secret,
    joiningHelp: 'Click the link.',
  });
  const open = await anOpenRun(cast, ['2027-02-09T10:00', '2027-02-16T10:00'], {
    mode: 'hybrid',
    onlineRoomId: room.body.id,
  });
  run = open.id;
  session = String(open.sessionIds[0]);
  eve = await aLearner(college, { name: 'Eve' });
  await eve.patch('/me', { pronouns: 'she/her' });
  enrolment = String((await eve.post(`/runs/${run}/enrolments`, {})).body.id);
});
afterAll(() => college.close());
beforeEach(() => college.clock.moveTo('2027-01-04T12:00:00Z'));

describe('the roster', () => {
  const roster = (person: TestPerson) => person.get(`/runs/${run}/roster`);

  test("is open to the run's facilitators from 14 days before the first session until 14 days after the last (BR-37)", async () => {
    const answers: Record<string, number> = {};
    for (const instant of [
      '2027-01-26T16:59:00Z',
      '2027-01-26T17:01:00Z',
      '2027-02-09T18:00:00Z',
      '2027-03-02T18:59:00Z',
      '2027-03-02T19:01:00Z',
    ]) {
      college.clock.moveTo(instant);
      answers[instant] = (await roster(cast.ada)).status;
    }
    expect(Object.values(answers)).toEqual([403, 200, 200, 200, 403]);
    college.clock.moveTo('2027-03-02T19:01:00Z');
    expect((await roster(cast.ada)).body).toMatchObject({ code: 'roster_closed' });
  });

  test('is closed to everybody else: other facilitators, those who only watch, coordinators, learners (BR-37)', async () => {
    college.clock.moveTo('2027-02-09T18:00:00Z');
    const stranger = await aPerson(college, { roles: ['facilitator'] });
    const watching = await aPerson(college, { roles: ['facilitator'] });
    await anAcceptance(cast.casey, run, watching, 'observer');
    for (const person of [stranger, watching, cast.casey, eve]) expect((await roster(person)).status).toBe(403);
  });

  test('ends for a facilitator with their part on the run, and with their role at the college', async () => {
    college.clock.moveTo('2027-02-09T18:00:00Z');
    const helper = await aPerson(college, { roles: ['facilitator'] });
    const assignment = await anAcceptance(cast.casey, run, helper, 'support');
    expect((await roster(helper)).status).toBe(200);
    await helper.post(`/facilitator-assignments/${assignment}/standing-down`, {});
    expect((await roster(helper)).status).toBe(403);
  });

  test('holds exactly what may stand there: no e-mail, no date of birth, no id, no legal name (BR-38)', async () => {
    college.clock.moveTo('2027-02-09T18:00:00Z');
    const { body } = await roster(cast.ada);
    expect(body.items).toEqual([{ chosenName: 'Eve', pronouns: 'she/her', supportNeeds: [], adjustments: [] }]);
    expect(JSON.stringify(body)).not.toMatch(/@|1990-0|[0-9a-f]{8}-/);
  });

  test('shows support needs that are shared and hold today, and what was agreed for this run; nothing else that the person keeps here (BR-38)', async () => {
    const line = async () => (await roster(cast.ada)).body.items[0];
    const shared = await eve.post('/me/support-needs', {
      kind: 'sensory',
      text: 'A seat near the door',
      shareWithFacilitators: true,
      from: '2027-01-01',
    });
    await eve.post('/me/support-needs', { kind: 'other', text: 'Kept to myself', from: '2027-01-01' });
    await eve.post('/me/support-needs', {
      kind: 'other',
      text: 'Not before March',
      shareWithFacilitators: true,
      from: '2027-03-01',
    });
    await eve.post('/me/support-needs', {
      kind: 'other',
      text: 'Over since January',
      shareWithFacilitators: true,
      from: '2027-01-01',
      to: '2027-01-31',
    });
    await eve.patch('/me/names', { legalName: 'Evangeline Quill', customName: 'E. Quill' });
    await eve.put('/me/emergency-contact', {
      name: 'Sol Reed',
      relation: 'a friend',
      phone: '+1 555 0177',
      knowsAboutCollege: false,
    });
    await eve.post(`/enrolments/${enrolment}/adjustments`, { wish: 'Only asked for so far' });
    const agreed = await eve.post(`/enrolments/${enrolment}/adjustments`, {
      wish: 'Slides beforehand',
      supportNeedId: shared.body.id,
    });
    await cast.casey.post(`/adjustments/${agreed.body.id}/agreement`, { action: 'Ben sends the slides on Monday' });
    college.clock.moveTo('2027-02-09T18:00:00Z');
    expect(await line()).toEqual({
      chosenName: 'Eve',
      pronouns: 'she/her',
      supportNeeds: ['A seat near the door'],
      adjustments: ['Ben sends the slides on Monday'],
    });

    expect((await eve.put('/me/consents/share_needs_with_facilitators', { given: false })).status).toBe(200);
    expect(await line()).toMatchObject({ supportNeeds: [], adjustments: ['Ben sends the slides on Monday'] });
    await eve.post(`/adjustments/${agreed.body.id}/ending`);
    expect(await line()).toMatchObject({ supportNeeds: [], adjustments: [] });
  });

  test('calls somebody who has not said a name "Student", and never by their legal name (BR-159)', async () => {
    college.clock.moveTo('2027-02-09T18:00:00Z');
    await college.sql.query('update person set chosen_name = null where id = $1', [eve.id]);
    const { body } = await roster(cast.ada);
    expect(body.items).toMatchObject([{ chosenName: 'Student' }]);
    expect((await eve.get('/me/registration')).body.missing).toMatchObject([{ code: 'chosen_name_missing' }]);
    expect((await eve.get(`/runs/${run}/eligibility`)).body).not.toHaveProperty('legalName');
    await eve.patch('/me', { chosenName: 'Eve' });
  });

  test('shows the chosen name as it is today (I-18)', async () => {
    college.clock.moveTo('2027-02-09T18:00:00Z');
    await eve.patch('/me', { chosenName: 'Evelyn' });
    expect((await roster(cast.ben)).body.items[0].chosenName).toBe('Evelyn');
    await eve.patch('/me', { chosenName: 'Eve' });
  });

  test('leaves a record of who read whose line before it is sent', async () => {
    college.clock.moveTo('2027-02-09T18:00:00Z');
    const read = () =>
      college.sql.query(
        `
          select 1
          from record_read
          where kind = 'roster' and outcome = 'read' and reader_id = $1 and $2 = any(subject_ids)`,
        [cast.ada.id, eve.id],
      );
    const before = (await read()).length;
    await roster(cast.ada);
    expect((await read()).length).toBe(before + 1);
  });
});

describe('the link to join', () => {
  const join = (person: TestPerson) => person.get(`/sessions/${session}/joining`);

  test('is shown to those on the run from a little before the session until its end, never else (I-14)', async () => {
    for (const person of [eve, cast.ada]) {
      const answers: number[] = [];
      for (const instant of [
        '2027-02-09T16:44:00Z',
        '2027-02-09T16:46:00Z',
        '2027-02-09T18:59:00Z',
        '2027-02-09T19:01:00Z',
      ]) {
        college.clock.moveTo(instant);
        answers.push((await join(person)).status);
      }
      expect(answers).toEqual([403, 200, 200, 403]);
    }
    college.clock.moveTo('2027-02-09T16:00:00Z');
    expect((await join(eve)).body).toMatchObject({ code: 'join_window_closed', opensAt: '2027-02-09T16:45:00.000Z' });
    college.clock.moveTo('2027-02-09T17:00:00Z');
    expect((await join(eve)).body).toEqual({
      joinLink: secret,
      joiningHelp: 'Click the link.',
      until: '2027-02-09T19:00:00.000Z',
    });
  });

  test('is not for people without a place, whoever they are (I-14)', async () => {
    college.clock.moveTo('2027-02-09T17:00:00Z');
    const outsider = await aLearner(college);
    const admin = await aPerson(college, { roles: ['administrator'] });
    for (const person of [outsider, cast.casey, admin]) expect((await join(person)).status).toBe(403);
    expect((await college.http.get(`/api/v1/sessions/${session}/joining`)).status).toBe(401);
  });

  test.each(['observer', 'shadow'])(
    'is also for whoever accepted to come as %s, while they have their part and their role; so are the materials and the agenda',
    async (part) => {
      const watching = async () => {
        const person = await aPerson(college, { roles: ['facilitator'] });
        return { person, assignment: await anAcceptance(cast.casey, run, person, part) };
      };
      const seenBy = async (person: TestPerson) => [
        (await join(person)).status,
        (await person.get(`/runs/${run}/materials`)).status,
        (await person.get('/me/agenda')).body.items.length,
      ];
      const [one, other] = [await watching(), await watching()];
      college.clock.moveTo('2027-02-09T17:00:00Z');
      expect(await seenBy(one.person)).toEqual([200, 200, 2]);
      await one.person.post(`/facilitator-assignments/${one.assignment}/standing-down`, {});
      expect(await seenBy(one.person)).toEqual([403, 403, 0]);
      expect(await seenBy(other.person)).toEqual([200, 200, 2]);
      await college.sql.query(`update role_grant set ended_at = $2 where person_id = $1 and role = 'facilitator'`, [
        other.person.id,
        college.clock.now(),
      ]);
      expect(await seenBy(other.person)).toEqual([403, 403, 0]);
    },
  );

  test('stands in no other answer, not even for those who plan (I-14)', async () => {
    college.clock.moveTo('2027-02-09T17:00:00Z');
    const room = (await cast.casey.get(`/runs/${run}`)).body.online.id;
    const answers = await Promise.all([
      cast.casey.get('/online-rooms'),
      cast.casey.get(`/online-rooms/${room}`),
      cast.casey.get(`/runs/${run}`),
      eve.get(`/runs/${run}`),
      eve.get(`/sessions/${session}`),
      eve.get(`/runs/${run}/sessions`),
      eve.get('/me/agenda'),
      eve.get(`/runs/${run}/materials`),
      eve.get('/me/enrolments'),
      cast.casey.get(`/runs/${run}/readiness`),
    ]);
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text).not.toContain('meet.example');
    }
  });

  test('ends with the place', async () => {
    college.clock.moveTo('2027-01-05T12:00:00Z');
    const gil = await aLearner(college);
    const { body } = await gil.post(`/runs/${run}/enrolments`, {});
    await gil.post(`/enrolments/${body.id}/withdrawal`);
    college.clock.moveTo('2027-02-09T17:00:00Z');
    expect((await join(gil)).status).toBe(403);
  });
});

describe('the materials', () => {
  test('are there for those on the run, in every form that there is', async () => {
    await college.sql.query('alter table course_version disable trigger user');
    await college.sql.query(`update course_version set materials = $2 where id = $1`, [
      cast.versionId,
      JSON.stringify([
        {
          title: 'Worksheet',
          format: 'PDF',
          url: 'https://files.example/sheet.pdf',
          licence: 'CC BY 4.0',
          alternativeFormats: [{ format: 'Large print', url: 'https://files.example/large.pdf' }],
        },
      ]),
    ]);
    await college.sql.query('alter table course_version enable trigger user');
    for (const person of [eve, cast.ada]) {
      expect((await person.get(`/runs/${run}/materials`)).body).toEqual({
        runId: run,
        run: expect.objectContaining({ id: run, courseTitle: 'Building Better Boundaries' }),
        versionId: cast.versionId,
        materials: [
          {
            title: 'Worksheet',
            licence: 'CC BY 4.0',
            formats: [
              { format: 'PDF', url: 'https://files.example/sheet.pdf', fileId: null },
              { format: 'Large print', url: 'https://files.example/large.pdf', fileId: null },
            ],
          },
        ],
      });
    }
    const outsider = await aLearner(college);
    expect((await outsider.get(`/runs/${run}/materials`)).status).toBe(403);
  });
});

describe('my agenda', () => {
  const items = async (person: TestPerson, query = '') => (await person.get(`/me/agenda${query}`)).body.items;

  test('has what I attend and what I facilitate in one list, by start', async () => {
    const both = await aLearner(college, { roles: ['facilitator'] });
    const gia = await aPerson(college, { roles: ['facilitator'] });
    const other = await anOpenRun({ ...cast, ada: cast.ada, ben: gia }, ['2027-02-11T10:00']);
    await anAcceptance(cast.casey, other.id, both, 'support');
    await both.post(`/runs/${run}/enrolments`, {});
    const mine: { as: string; localStart: string; courseTitle: string }[] = await items(both);
    expect(mine.map(({ as, localStart }) => [as, localStart])).toEqual([
      ['learner', '2027-02-09T10:00'],
      ['facilitator', '2027-02-11T10:00'],
      ['learner', '2027-02-16T10:00'],
    ]);
    expect(mine[0]).toMatchObject({
      courseTitle: 'Building Better Boundaries',
      timeZone: 'America/Edmonton',
      mode: 'hybrid',
      state: 'published',
      venueName: 'Riverside Centre',
    });
  });

  test('pages without a gap or a double, and by days of the place', async () => {
    const whole: { sessionId: string }[] = await items(cast.ada);
    const found: string[] = [];
    for (let query = '?limit=1'; query;) {
      const { body } = await cast.ada.get(`/me/agenda${query}`);
      found.push(...body.items.map(({ sessionId }: { sessionId: string }) => sessionId));
      query = body.next ? `?limit=1&cursor=${body.next}` : '';
    }
    expect(found).toEqual(whole.map(({ sessionId }) => sessionId));
    expect(await items(eve, '?from=2027-02-10&to=2027-02-16')).toHaveLength(1);
  });

  test('leaves out what is over, unless it is asked for, and shows what was cancelled', async () => {
    college.clock.moveTo('2027-02-10T12:00:00Z');
    expect(await items(eve)).toHaveLength(1);
    expect(await items(eve, '?from=2027-02-01')).toHaveLength(2);
    const [{ sessionId }] = await items(eve);
    await cast.ben.post(`/sessions/${sessionId}/cancellation`, { reason: 'Closed.' });
    expect((await items(eve))[0]).toMatchObject({ state: 'cancelled' });
  });

  test("is empty for somebody who waits or withdrew, and is nobody else's", async () => {
    await eve.post(`/enrolments/${enrolment}/withdrawal`);
    expect(await items(eve, '?from=2027-02-01')).toEqual([]);
    expect((await college.http.get('/api/v1/me/agenda')).status).toBe(401);
  });
});
