import { aCourse } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { codeSentTo, password } from '../people/account.js';
import { aPerson, aRun, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';
import type { Before } from './repeats.js';

/** What has to be done first before these steps can be done in the world as it stands. */
export const leadingTo: Readonly<Record<string, Before>> = {
  'POST /me/registration/return': { routes: ['POST /me/registration/pause'] },
  'POST /journal-entries/:id/restoration': { routes: ['POST /journal-entries/:id/archival'] },
  'POST /certifications/:id/reactivation': { routes: ['POST /certifications/:id/inactivity'] },
  'POST /goals/:id/acceptance': { routes: ['POST /learning-plans/:id/goals'], makes: 'goal', by: 'related' },
  'POST /goals/:id/decline': { routes: ['POST /learning-plans/:id/goals'], makes: 'goal', by: 'related' },
  'POST /learning-plans/:id/advisor/acceptance': {
    routes: ['DELETE /learning-plans/:id/advisor', 'PUT /learning-plans/:id/advisor'],
  },
  'POST /adjustments/:id/confirmation': {
    routes: ['POST /adjustments/:id/agreement', 'POST /adjustments/:id/placement'],
  },
  'POST /adjustments/:id/placement': { routes: ['POST /adjustments/:id/agreement'] },
  'POST /measurements/:id/answers': { routes: ['POST /measurements'], makes: 'measurement' },
  'POST /measurements/:id/decline': { routes: ['POST /measurements'], makes: 'measurement' },
  'POST /transcript-releases/:id/withdrawal': {
    routes: ['POST /me/transcript-releases'],
    makes: 'transcript-release',
  },
};

/** Steps that write again when they are done again, about the same thing; with why. A PATCH or PUT is a saving. */
export const writesAgain: Readonly<Record<string, string>> = {
  'POST /auth/password-reset': 'each letter has a code of its own',
  'POST /auth/sign-up': 'each letter has a code of its own',
  'POST /me/password-recovery-codes': 'new codes take the place of the old ones',
  'POST /me/safe-contact/confirmation': 'that it is still right is said anew, on another day',
  'POST /me/data-export': 'each copy that was made is noted',
  'POST /certification-applications/:id/attestation': 'each signature stands for itself',
  'POST /certification-applications/:id/evidence': 'adds another one each time',
  'POST /learning-plans/:id/reviews': 'adds another one each time',
  'POST /facilitator-assignments/:id/conflict': 'what is declared now takes the place of what was',
  'POST /runs/:id/measurements': 'whoever has come since is asked as well, and nobody twice',
  'POST /runs/:id/ce-assessments': 'the later judgement stands',
  'POST /venues/:id/verification': 'a venue is looked at again and again',
  'POST /college/charter-versions': 'each text is a revision of its own',
  'POST /college/privacy-notice-versions': 'each text is a revision of its own',
};

/** What is not there any more once it is done, beside what is deleted. */
export const goneByIt: readonly string[] = [
  'POST /me/safety-plan/withdrawal',
  'POST /password-cards/:id/end',
  'POST /people/:id/contact-confirmations',
];

/** Once they are done, nobody is signed in. */
export const signsOut: readonly string[] = ['POST /auth/sign-out', 'POST /me/erasure'];

/** What learners do and what is not done twice here; with why. */
export const doneOnce: Readonly<Record<string, readonly string[]>> = {
  'asks for a secret or a code that is new each time': [
    'POST /auth/sign-in',
    'POST /auth/refresh',
    'POST /auth/password-reset/recovery-code',
    'POST /me/sign-ins/current/proof',
    'POST /me/second-factor/confirmation',
    'POST /me/second-factor/recovery-codes',
    'DELETE /me/second-factor',
    'PUT /me/password',
  ],
  'adds another one each time': [
    'POST /certification-applications/:id/practice-logs',
    'POST /external-ce-claims',
    'POST /journal-entries/:id/attachments',
  ],
  'follows only from what the college did before, as the specs of its module have it': [
    'POST /certification-applications/:id/appeal',
    'POST /certification-applications/:id/submission',
    'POST /certifications/:id/appeal',
    'POST /certifications/:id/reinstatement',
    'POST /certifications/:id/renewal',
    'POST /certifications/:id/revocation-response',
    'PATCH /external-ce-claims/:id',
    'POST /external-ce-claims/:id/appeal',
    'POST /practice-logs/:id/verification',
    'POST /reference-replies',
    'POST /journal-entries/:id/grants',
    'POST /journal-entries/:id/saving',
    'POST /learning-plans/:id/agreement',
    'POST /measurements/:id/grants',
    'POST /sessions/:id/evaluations',
  ],
};

type Answer = { status: number; body: Record<string, string> };
type Step = () => PromiseLike<Answer>;

/** An enrolment that is offered a place, and the person to whom it is. */
async function anOffer(college: TestCollege): Promise<{ person: TestPerson; path: string }> {
  const [first, next] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const run = await aRun(college, { capacity: 1, starts: [fromNow(college, { days: 30 })] });
  const { body: place } = await expecting(201, first.post(`/runs/${run.id}/enrolments`, {}));
  const { body: waiting } = await expecting(201, next.post(`/runs/${run.id}/enrolments`, {}));
  await expecting(201, first.post(`/enrolments/${place.id}/withdrawal`));
  return { person: next, path: `/enrolments/${waiting.id}/offer` };
}

/** A transcript that an administrator would like to hand over, and whose it is. */
async function anAskedRelease(college: TestCollege): Promise<{ person: TestPerson; path: string }> {
  const [mo, person] = [await aPerson(college, { roles: ['administrator'] }), await aPerson(college)];
  const asked = mo.post(`/people/${person.id}/transcript-releases`, { recipient: 'A board' });
  return { person, path: `/transcript-releases/${(await expecting(201, asked)).body.id}` };
}

const anAddress = (): string => `${crypto.randomUUID()}@example.org`;

/** Steps that need a scene of their own: what to do, and to do again. */
export const scenes: Readonly<Record<string, (college: TestCollege) => Promise<Step>>> = {
  'POST /auth/email-confirmation': async (college) => {
    const email = anAddress();
    await college.http.post('/api/v1/auth/sign-up').send({ email, chosenName: 'Robin' }).expect(202);
    const code = await codeSentTo(college, email);
    return () => college.http.post('/api/v1/auth/email-confirmation').send({ code, password });
  },
  'POST /auth/password-reset/confirmation': async (college) => {
    const email = anAddress();
    await college.http.post('/api/v1/auth/sign-up').send({ email, chosenName: 'Robin' }).expect(202);
    const code = await codeSentTo(college, email);
    await college.http.post('/api/v1/auth/email-confirmation').send({ code, password }).expect(204);
    await college.http.post('/api/v1/auth/password-reset').send({ email }).expect(202);
    const anew = { code: await codeSentTo(college, email), password: 'eleven lanterns at dusk' };
    return () => college.http.post('/api/v1/auth/password-reset/confirmation').send(anew);
  },
  'POST /auth/first-password': async (college) => {
    const casey = await aPerson(college, { roles: ['coordinator'] });
    const { body: sam } = await expecting(201, casey.post('/people', { chosenName: 'Sam' }));
    const { body } = await expecting(201, casey.post(`/people/${sam.id}/first-password-code`));
    const card = { signInNumber: body.signInNumber, code: body.code, password };
    return () => college.http.post('/api/v1/auth/first-password').send(card);
  },
  'POST /me/contact-changes/:id/completion': async (college) => {
    const robin = await aPerson(college);
    await expecting(200, robin.put('/me/safe-contact', { channels: { inApp: { allowed: true } } }));
    const email = anAddress();
    const { body } = await expecting(201, robin.post('/me/email-change', { email }));
    await expecting(201, robin.post(`/me/contact-changes/${body.id}/confirmation`, {}));
    const code = await codeSentTo(college, email);
    return () => robin.post(`/me/contact-changes/${body.id}/completion`, { code });
  },
  'POST /enrolments/:id/offer/acceptance': async (college) => {
    const { person, path } = await anOffer(college);
    return () => person.post(`${path}/acceptance`);
  },
  'POST /enrolments/:id/offer/decline': async (college) => {
    const { person, path } = await anOffer(college);
    return () => person.post(`${path}/decline`);
  },
  'POST /enrolments/:id/transfer': async (college) => {
    const [eve] = (await someLearners(college, 1)) as [TestPerson];
    const [from, to] = [await aRun(college), await aRun(college, { starts: [fromNow(college, { days: 60 })] })];
    const { body } = await expecting(201, eve.post(`/runs/${from.id}/enrolments`, {}));
    return () => eve.post(`/enrolments/${body.id}/transfer`, { runId: to.id });
  },
  'POST /transcript-releases/:id/authorisation': async (college) => {
    const { person, path } = await anAskedRelease(college);
    return () => person.post(`${path}/authorisation`);
  },
  'POST /transcript-releases/:id/refusal': async (college) => {
    const { person, path } = await anAskedRelease(college);
    return () => person.post(`${path}/refusal`);
  },
  'POST /sessions/:id/check-in': async (college) => {
    const { ada, learners, sessionIds } = await aCourse(college, { starts: [fromNow(college, { minutes: 10 })] });
    const [eve] = learners as [TestPerson];
    const { code } = (await expecting(200, ada.get(`/sessions/${sessionIds[0]}/check-in-code`))).body;
    return () => eve.post(`/sessions/${sessionIds[0]}/check-in`, { code });
  },
  'POST /runs/:id/evaluations': async (college) => {
    const { learners, runId } = await aCourse(college, { starts: [fromNow(college, { days: -1 })] });
    const [eve] = learners as [TestPerson];
    const { form } = (await expecting(200, eve.get(`/runs/${runId}/evaluation-form`))).body;
    const answers = ['more_hopeful', 'gained_skills'].map((item) => ({ item, value: 4 }));
    return () => eve.post(`/runs/${runId}/evaluations`, { formId: form.id, answers });
  },
};
