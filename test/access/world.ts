import { eventElsewhere } from '../ceu/a-claim.js';
import { aCertificate, aHouse, atThePanel } from '../certification/a-certificate.js';
import { aDraft, expecting, sign, wholeContent } from '../courses/co-production.js';
import { anAdministrator, aCreditedCourse, attended, entriesOf } from '../ceu/credited.js';
import { aFacilitator, aPlace, deliver, mark } from '../attendance/a-course.js';
import { inUse, sevenOf } from '../outcomes/a-measure.js';
import { anEntry, attach, letShareWith, picture, share } from '../journals/journal.js';
import { NotificationService } from '../../src/notifications/notification.service.js';
import { aWaitingCard } from '../people/cards.js';
import { newId } from '../../src/platform/ids.js';
import { aTermOf } from '../reports/a-period.js';
import { aLearner, aPerson, aRun, aTerm, fromNow, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';

/** One thing that a path can name, and who is what to it. */
export interface Thing {
  id: string;
  /** Whose it is: the learner, the author, the applicant, the invited … */
  own?: TestPerson;
  /** Who has to do with it: a facilitator of the run, a contributor of the version, a reader, a panel member … */
  related?: TestPerson;
}

const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n');

/**
 * A college in which one learner has something of every kind, and other people have to do with it. Each entry of the
 * answer is one kind of thing: a route that names a new kind in its path needs one more entry here.
 */
export async function aWorld(college: TestCollege) {
  const mo = await anAdministrator(college);
  const house = await aHouse(college);
  const { casey } = house;
  const upload = async (person: TestPerson, path: string, type: string) =>
    (
      await expecting(
        201,
        college.http
          .post(`/api/v1${path}`)
          .auth(await person.bearer(), { type: 'bearer' })
          .set('content-type', type)
          .send(pdf),
      )
    ).body.id as string;
  const made = async (by: TestPerson, path: string, body?: object): Promise<string> =>
    (await expecting(201, by.post(path, body))).body.id;

  // A run that was attended, credited and certified, and one that is to come.
  const course = await aCreditedCourse(college, { administrator: mo, learners: 2 });
  const [owner, absentee] = course.learners as [TestPerson, TestPerson];
  const [enrolmentId, absence] = course.enrolmentIds as [string, string];
  const facilitator = course.ada;
  await college.sql.query(
    `
      update enrolment
      set confirmed_at = confirmed_at - interval '90 days', joined_at = joined_at - interval '90 days'
      where run_id = $1`,
    [course.runId],
  );
  for (const sessionId of course.sessionIds) {
    await deliver(college, sessionId);
    await mark(facilitator, sessionId, { enrolmentId, state: 'present' }, { enrolmentId: absence, state: 'dna' });
  }
  await college.deliver();
  const [heldSession] = course.sessionIds;
  const attendanceId = (await college.sql.query('select id from attendance where enrolment_id = $1', [enrolmentId]))[0]
    .id;
  const followUpId = (await expecting(200, absentee.get('/welfare-follow-ups'))).body.items[0].id;
  const coming = await aRun(college, { starts: [fromNow(college, { days: 10 })] });
  await college.sql.query(
    `
      insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at, answered_at)
      values ($1, $2, $3, 'learned', 'accepted', $4, $4)`,
    [newId(), coming.id, facilitator.id, college.clock.now()],
  );
  const roomId = await made(casey, '/online-rooms', {
    name: 'Room one',
    provider: 'Video call',
    joinLink: 'https://meet.example.org/one',
  });
  await college.sql.query('update run set online_room_id = $2 where id = $1', [coming.id, roomId]);
  const present = await aRun(college, { starts: [fromNow(college, { minutes: 5 })] });
  await college.sql.query('update run set online_room_id = $2 where id = $1', [present.id, roomId]);
  await aPlace(college, owner, present.id);
  const host = await aFacilitator(college, present.id);
  const place = await made(owner, `/runs/${coming.id}/enrolments`, {});
  await college.deliver();
  const assignmentId = (
    await college.sql.query('select id from facilitator_assignment where run_id = $1 and person_id = $2', [
      coming.id,
      facilitator.id,
    ])
  )[0].id;
  const draftRun = await made(casey, '/runs', { versionId: coming.versionId, mode: 'online' });
  const offered = await aPerson(college, { name: 'Bo', roles: ['facilitator'] });
  const offerId = await made(casey, `/runs/${draftRun}/facilitators`, { personId: offered.id, deliveryRole: 'peer' });
  const seriesId = await made(facilitator, `/runs/${coming.id}/session-series`, {
    firstDate: fromNow(college, { days: 30 }).toISOString().slice(0, 10),
    startTime: '10:00',
    endTime: '12:00',
    count: 2,
    plannedContactMinutes: 105,
  });

  // Credit.
  const credited = await aLearner(college, { name: 'Chris' });
  await attended(college, course, credited, [105, 105]);
  const [entry] = await entriesOf(credited);
  const evidenceId = await upload(owner, '/ce-evidence-files', 'application/pdf');
  const claimId = await made(owner, '/external-ce-claims', { ...eventElsewhere, evidenceIds: [evidenceId] });
  const releaseId = await made(owner, '/me/transcript-releases', { recipient: 'A board' });
  await expecting(201, mo.post(`/transcript-releases/${releaseId}/handover`));
  const rosterId = await made(mo, '/ce-rosters', {
    approvalId: course.approvalId,
    from: '2020-01-01',
    to: '2099-12-31',
  });

  // Certification: one certificate, and one application at the panel.
  const peer = await aLearner(college, { name: 'Pat', roles: ['facilitator'] });
  const certificationId = await aCertificate(house, peer);
  const supervisor = await aPerson(college, { name: 'Sue', roles: ['facilitator'] });
  await made(casey, '/supervisions', { personId: owner.id, supervisorId: supervisor.id });
  const second = await aHouse(college);
  const applicationId = await atThePanel(second, owner, { practice: { supervisorId: supervisor.id } });
  const [panellist] = second.panel as [TestPerson];
  const logId = (await college.sql.query('select id from practice_log where person_id = $1', [owner.id]))[0].id;
  const referenceId = (
    await college.sql.query('select id from certification_reference where application_id = $1', [applicationId])
  )[0].id;
  const assessmentId = (
    await college.sql.query('select id from certification_assessment where application_id = $1 limit 1', [
      applicationId,
    ])
  )[0].id;
  const requirementSetId = (
    await expecting(200, casey.get(`/certification-schemes/${house.schemeId}/requirement-sets`))
  ).body.items[0].id;
  const supervisionId = await made(casey, '/supervisions', { personId: peer.id, supervisorId: supervisor.id });
  const meetingId = await made(facilitator, '/peer-meetings', {
    title: 'Peers with peers',
    startsAt: fromNow(college, { days: 1 }).toISOString(),
    minutes: 90,
  });

  // A course in the making.
  const group = await aDraft(college, wholeContent);
  const fileId = await upload(group.ada, `/course-versions/${group.versionId}/files`, 'application/octet-stream');
  const proposalId = await made(owner, '/course-proposals', {
    title: 'Walking',
    idea: 'To walk together.',
    topic: 'movement',
  });
  await expecting(201, sign(group, group.ada, 'lived'));
  const invitee = await aPerson(college, { name: 'Ivo' });
  const invitationId = await made(group.coordinator, `/course-versions/${group.versionId}/contributors`, {
    personId: invitee.id,
    contributionRole: 'lived',
  });

  // A journal that one other person may read.
  const reader = await aPerson(college, { name: 'Lee' });
  letShareWith(college, owner, reader);
  const journal = await anEntry(owner);
  const attachmentId: string = (await attach(college, owner, journal.id, await picture())).body.id;
  const shown = await expecting(200, owner.get(`/journal-entries/${journal.id}`));
  const { body: current } = await expecting(
    200,
    owner.patch(
      `/journal-entries/${journal.id}`,
      { blocks: [{ attachmentId, description: 'A picture' }] },
      { 'If-Match': shown.headers['etag'] ?? '' },
    ),
  );
  const grant = await share(owner, current, reader, { permission: 'comment' });
  const commentId = await made(reader, `/journal-entries/${journal.id}/comments`, { text: 'Thank you.' });
  const exportId = await made(owner, '/journal-exports');
  const promptId = (await expecting(200, owner.get('/journal-prompts'))).body.items[0].id;
  await expecting(
    201,
    facilitator.post(`/sessions/${coming.sessionIds[0]}/journal-prompts`, { promptIds: [promptId] }),
  );

  // A plan that a facilitator advises, and a score that they may see.
  const planId = await made(owner, '/learning-plans', { aims: 'To sing again' });
  const plan = `/learning-plans/${planId}`;
  await expecting(
    200,
    owner.put(
      `${plan}/advisor`,
      { personId: facilitator.id },
      { 'If-Match': (await owner.get(plan)).headers['etag'] ?? '' },
    ),
  );
  await expecting(201, facilitator.post(`${plan}/advisor/acceptance`));
  await expecting(204, owner.put(`${plan}/shares/${facilitator.id}`, { parts: ['aims'] }));
  const goalId = await made(owner, `${plan}/goals`, { statement: 'Go to choir' });
  await expecting(201, owner.post(`${plan}/agreement`));
  const reviewed = await expecting(
    201,
    owner.post(`${plan}/reviews`, { heldOn: college.clock.now().toISOString().slice(0, 10), mode: 'phone' }),
  );
  const instrumentId = await inUse(college, mo, 'SWEMWBS');
  const measurementId = await made(owner, '/measurements', { instrumentId, occasion: 'adhoc' });
  await expecting(
    201,
    owner.post(`/measurements/${measurementId}/answers`, { mode: 'self_digital', responses: sevenOf(3) }),
  );
  const measurementGrantId = await made(owner, `/measurements/${measurementId}/grants`, { readerId: facilitator.id });
  const stepId = await made(owner, '/progression-events', { kind: 'volunteer', happenedOn: '2026-01-01' });

  // What staff keep.
  const unreachable = await aPerson(college);
  await college.app.get(NotificationService).intend({
    personId: unreachable.id,
    kind: 'place_cancelled',
    subjectId: newId(),
    notAfter: fromNow(college, { days: 2 }),
  });
  await college.deliver();
  const staffTaskId = (await expecting(200, casey.get(`/staff-tasks?personId=${unreachable.id}`))).body.items[0]?.id;
  const messageId = (await expecting(200, owner.get('/me/messages'))).body.items[0].id;
  const venueId = await made(casey, '/venues', {
    name: 'Riverside',
    address: '1 River Street',
    timeZone: 'Europe/London',
    accessFeatures: [],
    capacity: 20,
  });

  const signInId = (
    await college.sql.query(
      `
        insert into sign_in (id, person_id, started_at, last_used_at, expires_at)
        values ($1, $2, $3, $3, '2999-01-01')
        returning id`,
      [newId(), owner.id, college.clock.now()],
    )
  )[0].id;
  const needId = await made(owner, '/me/support-needs', { kind: 'mobility', text: 'A seat by the door' });
  const dataRequestId = await made(owner, '/me/data-requests', { kind: 'access' });
  const adjustmentId = await made(owner, `/enrolments/${place}/adjustments`, { wish: 'Slides a day before' });
  await expecting(200, owner.put('/me/safety-plan', { whatHelps: 'A walk' }));
  await expecting(201, owner.post('/me/safety-plan/activation'));
  await expecting(204, owner.put(`/enrolments/${place}/safety-plan-share`, {}));
  await expecting(
    200,
    owner.patch(
      '/me/names',
      { legalName: 'Robin Legal' },
      { 'If-Match': (await owner.get('/me/names')).headers['etag'] ?? '' },
    ),
  );
  const formId = (await expecting(200, mo.get('/evaluation-forms'))).body.items[0].id;
  const feed = await expecting(201, owner.post('/me/calendar-feed', {}));
  const certificate = (await expecting(200, owner.get('/me/certificates'))).body.items[0];

  const stranger = await aLearner(college, { name: 'Nobody' });
  await expecting(201, stranger.post('/me/calendar-feed', {}));
  await expecting(200, stranger.put('/me/safety-plan', { whatHelps: 'Tea' }));
  const text = { language: 'en', title: 'Ours', sections: [{ heading: 'One', paragraphs: ['Two'] }], material: false };
  for (const kind of ['charter', 'privacy-notice']) await expecting(201, mo.post(`/college/${kind}-versions`, text));
  for (const person of [owner, stranger])
    await expecting(
      200,
      person.put('/me/emergency-contact', {
        name: 'Kim',
        relation: 'sister',
        phone: '+1 555 0100',
        knowsAboutCollege: true,
      }),
    );
  const things = {
    adjustment: { id: adjustmentId, own: owner, related: facilitator },
    'data-request': { id: dataRequestId, own: owner },
    'support-need': { id: needId, own: owner },
    'evaluation-form': { id: formId },
    'held-run': { id: course.runId, own: credited, related: facilitator },
    attendance: { id: attendanceId, own: owner, related: facilitator },
    'calendar-feed': { id: /([\w-]{43})/.exec(feed.body.link)?.[1] ?? '' },
    'ce-approval': { id: course.approvalId },
    'ce-entry': { id: entry?.id ?? '', own: credited },
    'ce-roster': { id: rosterId },
    certificate: { id: certificate.id, own: owner, related: facilitator },
    certification: { id: certificationId, own: peer, related: supervisor },
    'certification-application': { id: applicationId, own: owner, related: panellist },
    'certification-assessment': { id: assessmentId, own: owner, related: second.assessor },
    'certification-reference': { id: referenceId, own: owner },
    'certification-scheme': { id: house.schemeId },
    claim: { id: claimId, own: owner },
    'closure-day': { id: await made(casey, '/closure-days', { day: '2027-12-27', reason: 'Rest' }) },
    contribution: { id: group.contributions.ada, own: group.ada, related: group.ben },
    invitation: { id: invitationId, own: invitee, related: group.ben },
    course: { id: group.courseId, related: group.ada },
    'course-file': { id: fileId, own: group.ada, related: group.ben },
    'course-version': { id: group.versionId, related: group.ada },
    enrolment: { id: place, own: owner, related: facilitator },
    assignment: { id: assignmentId, own: facilitator },
    'offered-assignment': { id: offerId, own: offered },
    'follow-up': { id: followUpId, own: absentee, related: facilitator },
    'journal-attachment': { id: attachmentId, own: owner, related: reader },
    'journal-comment': { id: commentId, own: reader, related: owner },
    'journal-entry': { id: journal.id, own: owner, related: reader },
    'journal-export': { id: exportId, own: owner },
    'journal-grant': { id: grant.id, own: owner, related: reader },
    'journal-version': { id: current.versionId, own: owner, related: reader },
    'learning-plan': { id: planId, own: owner, related: facilitator },
    'plan-review': { id: reviewed.body.reviews[0].id, own: owner, related: facilitator },
    goal: { id: goalId, own: owner, related: facilitator },
    instrument: { id: instrumentId },
    measurement: { id: measurementId, own: owner, related: facilitator },
    'measurement-grant': { id: measurementGrantId, own: owner, related: facilitator },
    'progression-event': { id: stepId, own: owner, related: facilitator },
    message: { id: messageId, own: owner },
    'online-room': { id: roomId },
    'peer-meeting': { id: meetingId, own: facilitator },
    person: { id: owner.id, own: owner, related: facilitator },
    'practice-log': { id: logId, own: owner, related: supervisor },
    proposal: { id: proposalId, own: owner },
    'prospectus-edition': { id: await made(casey, '/prospectus-editions', { name: 'Spring' }) },
    'requirement-set': { id: requirementSetId },
    run: { id: coming.id, own: owner, related: facilitator },
    'draft-run': { id: draftRun, related: offered },
    series: { id: seriesId, own: owner, related: facilitator },
    session: { id: coming.sessionIds[0] ?? '', own: owner, related: facilitator },
    'held-session': { id: heldSession, own: owner, related: facilitator },
    'present-session': { id: present.sessionIds[0] ?? '', own: owner, related: host },
    restore: {
      id: (
        await college.sql.query(
          `
            insert into restore (id, found_at, replayed, ready_at, released_at)
            values ($1, '2020-01-01', 0, '2020-01-01', '2020-01-01')
            returning id`,
          [newId()],
        )
      )[0].id,
    },
    'role-grant': { id: await made(mo, `/people/${(await aPerson(college)).id}/roles`, { role: 'administrator' }) },
    'password-card': await aWaitingCard(college, mo),
    'contact-change': { id: await made(owner, '/me/email-change', { email: 'elsewhere@example.org' }), own: owner },
    'sign-in': { id: signInId, own: owner },
    'staff-task': { id: staffTaskId, own: unreachable },
    supervision: { id: supervisionId, own: peer, related: supervisor },
    term: { id: await aTerm(college) },
    'transcript-release': { id: releaseId, own: owner },
    venue: { id: venueId },
    verification: { id: certificate.verifyUrl.split('/').at(-1) },
  } satisfies Record<string, Thing>;
  return {
    college,
    stranger,
    things: things as Record<keyof typeof things, Thing>,
    /** Ids that bodies name. */
    ids: {
      versionId: coming.versionId,
      approvalId: course.approvalId,
      schemeId: house.schemeId,
      requirementSetId,
      evidenceId,
      promptId,
      instrumentId,
      pastTermId: await aTermOf(college, '2020-01-10', '2020-03-20'),
      journalVersionId: current.versionId,
      draftVersionId: group.versionId,
      creditedId: credited.id,
      facilitatorId: facilitator.id,
      runId: coming.id,
      enrolmentId,
      ownerId: owner.id,
      readerId: reader.id,
      strangerId: stranger.id,
      peerId: peer.id,
      assessorId: second.assessor.id,
      panel: second.panel.map(({ id }) => id),
      contributionId: group.contributions.ada,
    },
  };
}

export type World = Awaited<ReturnType<typeof aWorld>>;
export type Kind = keyof World['things'];
