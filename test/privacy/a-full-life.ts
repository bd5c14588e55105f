import { CertificationNoticeService } from '../../src/certification/certifications/certification-notice.service.js';
import type { World } from '../access/world.js';
import { aCourse, saysContact } from '../attendance/a-course.js';
import { aCreditedCourse, anAdministrator, attended } from '../ceu/credited.js';
import { smallTerms } from '../certification/a-certificate.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, aLearner, aPerson, fromNow, signedInAgain, type TestPerson } from '../support/builders.js';

/**
 * What happens rarely, to the people of a world: with it somebody has a row of every kind that a person can have.
 * Answers the people who came to it.
 */
export async function whatHappensRarely({ college, things, ids }: World): Promise<TestPerson[]> {
  const [casey, mo, learner] = [
    await aCoordinator(college),
    await anAdministrator(college, 'Moira'),
    await aLearner(college),
  ];
  const who = (kind: keyof typeof things, side: 'own' | 'related'): TestPerson => {
    const person = things[kind][side];
    if (!person) throw new Error(`Nobody is ${side} of ${kind}`);
    return person;
  };
  const owner = who('enrolment', 'own');

  // An account: says something else of themselves, agreed to something, forgot a password, began a second factor, was
  // asked for as a third administrator, came without an address.
  await expecting(200, owner.put('/me/registration', { eligibilityBasis: 'supporter' }));
  await expecting(200, owner.put('/me/consents/share_needs_with_facilitators', { given: true }));
  await expecting(202, college.http.post('/api/v1/auth/password-reset').send({ email: `${owner.id}@example.org` }));
  await expecting(201, owner.post('/me/password-recovery-codes'));
  await expecting(201, owner.post('/me/second-factor'));
  await expecting(201, mo.post(`/people/${learner.id}/roles`, { role: 'administrator' }));
  await expecting(201, casey.post(`/people/${owner.id}/emergency-contact-uses`, { reason: 'harm_to_self' }));
  const { body: added } = await expecting(201, casey.post('/people', { chosenName: 'Sam' }));
  const { signInNumber, code } = (await expecting(201, casey.post(`/people/${added.id}/first-password-code`))).body;
  const auth = (path: string, body: object) => college.http.post(`/api/v1/auth/${path}`).send(body);
  const password = 'seven quiet herons by the river';
  await expecting(204, auth('first-password', { signInNumber, code, password }));
  await expecting(401, auth('sign-in', { email: signInNumber, password: 'another password than that' }));
  await expecting(200, auth('sign-in', { email: signInNumber, password }));
  const sam = await signedInAgain(college, { id: added.id, chosenName: 'Sam' } as TestPerson);

  // Around sessions: one was held, one was a drop-in, somebody was missed, somebody said how it was.
  const absentee = who('follow-up', 'own');
  await saysContact(college, absentee, { phone: { allowed: true } });
  await expecting(
    201,
    who('follow-up', 'related').post(`/welfare-follow-ups/${things['follow-up'].id}/attempts`, {
      channel: 'phone',
      outcome: 'contacted_ok',
    }),
  );
  await expecting(
    204,
    owner.post(`/runs/${things['held-run'].id}/evaluations`, {
      formId: things['evaluation-form'].id,
      answers: [
        { item: 'more_hopeful', value: 4 },
        { item: 'gained_skills', value: 4 },
      ],
    }),
  );
  await expecting(
    204,
    who('held-run', 'related').post(`/runs/${things['held-run'].id}/ce-assessments`, {
      personId: owner.id,
      passed: true,
    }),
  );
  college.clock.forward({ minutes: 30 });
  const [host, session] = [who('present-session', 'related'), `/sessions/${things['present-session'].id}`];
  await expecting(201, host.post(`${session}/delivery`, { presentFacilitatorIds: [host.id] }));
  await expecting(200, host.put(`${session}/debrief`, { wentWell: 'A calm start.' }));
  const open = await aCourse(college, {
    mode: 'drop_in',
    capacity: null,
    learners: 0,
    starts: [fromNow(college, { minutes: -10 })],
  });
  await expecting(201, open.ada.post(`/sessions/${open.sessionIds[0]}/drop-ins`, { personId: learner.id }));

  // Credit and certification: told to an accreditor, printed, supervised, refused, suspended, renewed.
  await expecting(201, mo.post(`/ce-rosters/${things['ce-roster'].id}/posting`));
  await expecting(200, owner.get('/me/transcript', { Accept: 'application/pdf' }));
  await expecting(
    201,
    who('supervision', 'related').post(`/supervisions/${things['supervision'].id}/notes`, {
      heldOn: college.clock.now().toISOString().slice(0, 10),
      minutes: 60,
      practice: 'Handing over.',
      agreed: 'A sign.',
    }),
  );
  const peer = who('certification', 'own');
  await expecting(201, peer.post(`/peer-meetings/${things['peer-meeting'].id}/attendance`));
  const application = `/certification-applications/${things['certification-application'].id}`;
  await expecting(
    201,
    who('certification-application', 'related').post(`${application}/decision`, {
      outcome: 'refuse',
      reasons: 'Not yet.',
      members: ids.panel.slice(0, 3).map((personId, index) => ({ personId, livedExperience: index < 2 })),
    }),
  );
  await expecting(201, owner.post(`${application}/appeal`, { grounds: 'The session was another.' }));
  const certification = `/certifications/${things['certification'].id}`;
  await expecting(201, mo.post(`${certification}/suspension`, { reasons: 'A reason.' }));
  await expecting(201, mo.post(`${certification}/suspension-lifting`, { reasons: 'It is settled.' }));

  await expecting(
    201,
    mo.post(`/certification-schemes/${things['certification-scheme'].id}/requirement-sets`, {
      effectiveFrom: fromNow(college, { days: 30 }).toISOString().slice(0, 10),
      terms: { ...smallTerms, continuingEducation: { minutes: 60, categories: [{ code: 'ethics', minMinutes: 60 }] } },
    }),
  );
  college.clock.forward({ days: 680 });
  await college.app.get(CertificationNoticeService).announceDueEnds();
  const course = await aCreditedCourse(college, { administrator: mo });
  await attended(college, course, peer, [105, 105]);
  const [award] = await college.sql.query(
    `select id from ce_award where person_id = $1 order by entered_at desc limit 1`,
    [peer.id],
  );
  await expecting(
    201,
    peer.post(`${certification}/renewal`, {
      codeOfEthicsVersion: '1',
      credits: [{ awardId: award.id, category: 'ethics' }],
    }),
  );
  await expecting(201, casey.post(`${certification}/renewal-decision`, { outcome: 'accepted' }));
  await college.sql.query(
    `
      with review as (
        insert into qa_review (id, version_id, content_hash, outcome, reasons, recorded_by, recorded_at)
        select gen_random_uuid(), v.id, 'x', 'approve', 'Clear.', $2, $3
        from course_version v
        limit 1
        returning id
      )
      insert into qa_reviewer (review_id, person_id, lived_experience)
      select id, $1, true
      from review`,
    [learner.id, casey.id, college.clock.now()],
  );
  // Everybody proves anew who they are.
  await college.sql.query('update sign_in set proved_at = $1', [college.clock.now()]);
  college.clock.forward({ minutes: 1 });
  // Those who run a course write to its learners.
  await expecting(200, casey.post(`/runs/${ids.runId}/notices`, { text: 'Please bring a pen.' }));
  return [learner, sam, host, casey, who('certification-application', 'related'), await aPerson(college)];
}
