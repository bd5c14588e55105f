import { smallTerms } from '../certification/a-certificate.js';
import { sevenOf } from '../outcomes/a-measure.js';
import { type Line, on, open, openWith, type Who } from './line.js';

const all: readonly Who[] = ['anyone'];
const staff: readonly Who[] = ['coordinator', 'administrator'];
const day = '2027-03-01';
const aText = { language: 'en', title: 'Ours', sections: [{ heading: 'One', paragraphs: ['Two'] }], material: false };
const aReport: Line = {
  ...open,
  path: () => ({ report: 'activity' }),
  query: ({ pastTermId }) => ({ period: pastTermId }),
};
/** Whom a learner asked to advise them advises for as long as they work here. */
const advisor: readonly Who[] = ['related facilitator', 'related coordinator'];
/** Whom an author chose, until they become an analyst or may decide on an application of the author (BR-126). */
const grantees: readonly Who[] = [
  'related learner',
  'related facilitator',
  'related coordinator',
  'related administrator',
];
const wrongSecret: Line = { may: [], always: 'signed out' };

/**
 * One line per route, in the words of who may what. A new route needs a line here, and, when it names a new kind of
 * thing, an entry in `world.ts`. Which roles the route lets in at all stands in its `@Only` and is not repeated.
 */
export const lines: Readonly<Record<string, Line>> = {
  // attendance
  'GET /attendance/:id': on('attendance', ['own', 'related facilitator', 'coordinator']),
  'POST /attendance/:id/corrections': on('attendance', ['coordinator']),
  'GET /enrolments/:id/attendance': on('enrolment', ['own', 'related facilitator', 'coordinator']),
  'GET /sessions/:id/register': on('session', ['related facilitator', 'coordinator']),
  'PUT /sessions/:id/register': on('session', ['related facilitator', 'coordinator'], {
    body: ({ enrolmentId }) => ({ rows: [{ enrolmentId, state: 'present' }] }),
  }),
  'POST /sessions/:id/apology': on('session', ['own'], { sees: all }),
  'POST /sessions/:id/check-in': on('session', ['own'], { sees: all }),
  'GET /sessions/:id/check-in-code': on('session', ['related facilitator'], { sees: ['coordinator'] }),
  'GET /sessions/:id/drop-ins': on('session', ['related facilitator', 'coordinator']),
  'POST /sessions/:id/drop-ins': on('session', ['related facilitator', 'coordinator'], {
    body: () => ({ anonymousCount: 1 }),
  }),
  'GET /welfare-follow-ups': open,
  'POST /welfare-follow-ups': on('enrolment', ['own', 'related facilitator', 'coordinator'], {
    body: (_, enrolmentId) => ({ enrolmentId }),
  }),
  'GET /welfare-follow-ups/:id': on('follow-up', ['own', 'related facilitator', 'coordinator']),
  'POST /welfare-follow-ups/:id/attempts': on('follow-up', ['related facilitator', 'coordinator'], { sees: ['own'] }),
  'POST /welfare-follow-ups/:id/closing': on('follow-up', ['related facilitator', 'coordinator'], { sees: ['own'] }),
  'POST /welfare-follow-ups/:id/decline': on('follow-up', ['own'], { sees: ['related facilitator', 'coordinator'] }),

  // certificates and health
  'GET /.well-known/jwks.json': open,
  'GET /health/live': open,
  'GET /health/ready': open,
  'GET /metrics': open,
  'GET /certificates/:id': on('certificate', ['own']),
  'GET /certificates/:id.pdf': on('certificate', ['own']),
  'GET /me/certificates': open,
  'POST /certificates/:id/reissue': on('certificate', ['own']),
  'GET /verify/:token': on('verification', all),
  'GET /verify/:token.html': on('verification', all),

  // college
  'GET /college': open,
  'PATCH /college': open,
  'GET /college/charter': open,
  'GET /college/charter/versions': open,
  'POST /college/charter-versions': openWith(() => aText),
  'GET /college/privacy-notice': open,
  'GET /college/privacy-notice/versions': open,
  'POST /college/privacy-notice-versions': openWith(() => aText),
  'GET /closure-days': open,
  'POST /closure-days': open,
  'DELETE /closure-days/:id': on('closure-day', all),
  'GET /operations/invariants': open,
  'GET /operations/time-zones': open,
  'GET /operations/restores': open,
  'POST /operations/restores/:id/release': on('restore', all),
  'GET /audit/events': open,

  // continuing education
  'GET /ce-approvals': open,
  'POST /ce-approvals': open,
  'GET /ce-approvals/:id': on('ce-approval', all),
  'PATCH /ce-approvals/:id': on('ce-approval', all),
  'POST /ce-approvals/:id/withdrawal': on('ce-approval', all),
  'GET /course-versions/:id/ce-configuration': on('course-version', ['related', ...staff]),
  'PUT /course-versions/:id/ce-configuration': on('course-version', all),
  'GET /ce-ledger': open,
  'GET /ce-ledger.csv': open,
  'GET /ce-ledger/totals': { ...open, query: () => ({ from: '2026-01-01', to: day, by: 'month' }) },
  'GET /ce-ledger/:id': on('ce-entry', all),
  'POST /ce-ledger/:id/reversal': on('ce-entry', ['unrelated'], { sees: ['own'] }),
  'GET /ce-shortfalls': { ...open, query: () => ({ minutes: '600', from: '2026-01-01', to: day }) },
  'GET /ce-shortfalls.csv': { ...open, query: () => ({ minutes: '600', from: '2026-01-01', to: day }) },
  'GET /ce-rosters': open,
  'POST /ce-rosters': openWith(({ approvalId }) => ({ approvalId, from: '2020-01-01', to: day })),
  'GET /ce-rosters/:id': on('ce-roster', all),
  'GET /ce-rosters/:id.csv': on('ce-roster', all),
  'POST /ce-rosters/:id/posting': on('ce-roster', all),
  'POST /runs/:id/ce-assessments': on('run', ['related'], {
    body: ({ ownerId }) => ({ personId: ownerId, passed: true }),
  }),
  'POST /runs/:id/ce-awards': on('held-run', ['related', 'unrelated'], {
    sees: ['own'],
    body: ({ creditedId, approvalId }) => ({ personId: creditedId, approvalId }),
  }),
  'POST /ce-evidence-files': open,
  'GET /external-ce-claims': open,
  'POST /external-ce-claims': openWith(({ evidenceId }) => ({ evidenceIds: [evidenceId], category: 'ethics' })),
  'GET /external-ce-claims/:id': on('claim', ['own', 'administrator']),
  'PATCH /external-ce-claims/:id': on('claim', ['own'], {
    sees: ['administrator'],
    body: ({ evidenceId }) => ({ evidenceIds: [evidenceId], category: 'ethics' }),
  }),
  'POST /external-ce-claims/:id/appeal': on('claim', ['own'], { sees: ['administrator'] }),
  'POST /external-ce-claims/:id/decision': on('claim', ['related', 'unrelated'], { sees: ['own'] }),
  'POST /external-ce-claims/decision': openWith(({ strangerId }) => ({
    rows: [{ claimId: strangerId, version: 1, outcome: 'accepted_full' }],
  })),
  'POST /external-ce-claims/:id/review': on('claim', ['related', 'unrelated'], { sees: ['own'] }),
  'GET /external-ce-claims/:id/evidence/:fileId': on('claim', ['own', 'administrator'], {
    path: ({ evidenceId }) => ({ fileId: evidenceId }),
  }),
  'GET /me/ce-credits': open,
  'GET /me/ce-ledger': open,
  'GET /me/transcript': open,
  'GET /me/transcript.csv': open,
  'GET /me/transcript.pdf': open,
  'GET /people/:id/transcript': on('person', all),
  'GET /me/transcript-releases': open,
  'POST /me/transcript-releases': open,
  'GET /transcript-releases': open,
  'POST /people/:id/transcript-releases': on('person', all),
  'GET /transcript-releases/:id': on('transcript-release', ['own', 'administrator']),
  'GET /transcript-releases/:id/document': on('transcript-release', ['own', 'administrator']),
  'POST /transcript-releases/:id/authorisation': on('transcript-release', ['own']),
  'POST /transcript-releases/:id/refusal': on('transcript-release', ['own']),
  'POST /transcript-releases/:id/withdrawal': on('transcript-release', ['own']),
  'POST /transcript-releases/:id/handover': on('transcript-release', all),

  // certification
  'GET /certification-scheme-examples': open,
  'GET /certification-schemes': open,
  'POST /certification-schemes': open,
  'GET /certification-schemes/:id': on('certification-scheme', all),
  'GET /certification-schemes/:id/requirement-sets': on('certification-scheme', all),
  'POST /certification-schemes/:id/requirement-sets': on('certification-scheme', all, {
    body: () => ({ effectiveFrom: day, terms: smallTerms }),
  }),
  'GET /requirement-sets/:id': on('requirement-set', all),
  'GET /courses/:id/peer-tracks': on('course', all),
  'PUT /courses/:id/peer-tracks': on('course', all),
  'GET /certification-applications': open,
  'POST /certification-applications': openWith(({ schemeId }) => ({ schemeId })),
  ...Object.fromEntries(
    ['', '/assessments', '/decisions', '/evidence', '/practice-logs', '/references'].map((part) => [
      `GET /certification-applications/:id${part}`,
      on('certification-application', ['own', 'coordinator', 'administrator', 'panel_member']),
    ]),
  ),
  ...Object.fromEntries(
    ['appeal', 'attestation', 'evidence', 'practice-logs', 'references', 'submission', 'withdrawal'].map((step) => [
      `POST /certification-applications/:id/${step}`,
      on('certification-application', ['own'], { sees: ['coordinator', 'administrator', 'panel_member'] }),
    ]),
  ),
  ...Object.fromEntries(
    ['advancement', 'return'].map((step) => [
      `POST /certification-applications/:id/${step}`,
      on('certification-application', all),
    ]),
  ),
  'POST /certification-applications/:id/assessments': on('certification-application', all, {
    body: ({ assessorId }) => ({ assessorId, startsAt: `${day}T10:00:00Z`, endsAt: `${day}T11:00:00Z` }),
  }),
  'POST /certification-applications/:id/decision': on('certification-application', all, {
    body: ({ panel }) => ({ members: panelOf(panel) }),
  }),
  'POST /certification-applications/:id/appeal-decision': on('certification-application', all, {
    body: ({ panel }) => ({ members: panelOf(panel) }),
  }),
  'GET /certification-assessments/:id': on('certification-assessment', [
    'own',
    'related facilitator',
    'coordinator',
    'administrator',
    'panel_member',
  ]),
  'POST /certification-assessments/:id/result': on(
    'certification-assessment',
    ['related facilitator', 'related coordinator', 'related administrator'],
    { sees: ['own', 'coordinator', 'administrator', 'panel_member'] },
  ),
  'POST /certification-assessments/:id/cancellation': on(
    'certification-assessment',
    ['related facilitator', ...staff],
    { sees: ['own', 'panel_member'] },
  ),
  'POST /certification-references/:id/decision': on('certification-reference', all),
  'POST /reference-replies': open,
  'GET /certifications': open,
  'POST /certifications': openWith(({ schemeId }) => ({
    schemeId,
    number: '1',
    validFrom: '2026-01-01',
    validThrough: '2028-01-01',
  })),
  ...Object.fromEntries(
    ['', '/forecast', '/renewals', '/steps'].map((part) => [
      `GET /certifications/:id${part}`,
      on('certification', ['own', ...staff]),
    ]),
  ),
  ...Object.fromEntries(
    ['appeal', 'reactivation', 'inactivity', 'reinstatement', 'renewal', 'revocation-response', 'surrender'].map(
      (step) => [`POST /certifications/:id/${step}`, on('certification', ['own'], { sees: staff })],
    ),
  ),
  ...Object.fromEntries(
    [
      'appeal-decision',
      'revocation',
      'revocation-notice',
      'suspension',
      'suspension-lifting',
      'extension',
      'renewal-decision',
      'verification',
    ].map((step) => [`POST /certifications/:id/${step}`, on('certification', all)]),
  ),
  'GET /certifications/:id/certificate': on('certification', ['own']),
  'POST /certifications/:id/certificate': on('certification', ['own']),
  'POST /certifications/:id/periods': on('certification', ['own', 'coordinator'], {
    body: () => ({ validFrom: '2026-01-01', validThrough: '2028-01-01' }),
  }),
  'GET /me/peer-support': open,
  'GET /supervisions': open,
  'POST /supervisions': openWith(({ strangerId, assessorId }) => ({ personId: strangerId, supervisorId: assessorId })),
  'GET /supervisions/:id': on('supervision', ['own', 'related facilitator', ...staff]),
  'GET /supervisions/:id/notes': on(
    'supervision',
    ['own', 'related facilitator', 'related coordinator', 'related administrator'],
    { sees: staff },
  ),
  'POST /supervisions/:id/notes': on('supervision', ['related'], { sees: ['own', ...staff] }),
  'POST /supervisions/:id/ending': on('supervision', all),
  'GET /peer-meetings': open,
  'POST /peer-meetings': openWith(() => ({ startsAt: `${day}T10:00:00Z` })),
  'POST /peer-meetings/:id/attendance': on('peer-meeting', all),
  'GET /practice-logs': open,
  'POST /practice-logs/:id/verification': on('practice-log', [
    'own',
    'related facilitator',
    'related administrator',
    'coordinator',
  ]),

  // courses
  'GET /courses': open,
  'POST /courses': open,
  'GET /courses/:id': on('course', ['related', ...staff]),
  'PATCH /courses/:id': on('course', all),
  'GET /courses/:id/versions': on('course', ['related', ...staff]),
  'POST /courses/:id/versions': on('course', all, { body: () => ({ deliveryModes: ['online'] }) }),
  'GET /course-proposals': open,
  'POST /course-proposals': open,
  'GET /course-proposals/:id': on('proposal', ['own', ...staff]),
  'POST /course-proposals/:id/acceptance': on('proposal', all),
  'POST /course-proposals/:id/decline': on('proposal', all),
  ...Object.fromEntries(
    ['', '/contributors', '/readiness', '/reviews', '/sign-offs', '/meetings', '/periodic-reviews'].map((part) => [
      `GET /course-versions/:id${part}`,
      on('course-version', ['related', ...staff]),
    ]),
  ),
  'GET /course-versions/:id/comparison': on('course-version', ['related', ...staff], {
    query: ({ draftVersionId }) => ({ with: draftVersionId }),
  }),
  'PATCH /course-versions/:id': on('course-version', ['related'], {
    sees: staff,
    body: () => ({ deliveryModes: ['online'] }),
  }),
  'POST /course-versions/:id/files': on('course-version', ['related'], { sees: staff }),
  'POST /course-versions/:id/meetings': on('course-version', ['related', ...staff], {
    body: ({ contributionId }) => ({ attendeeIds: [contributionId], heldAt: '2026-10-01T10:00:00Z' }),
  }),
  'POST /course-versions/:id/sign-offs': on('course-version', ['related'], { sees: staff }),
  'DELETE /course-versions/:id/sign-offs': on('course-version', ['related'], { sees: staff }),
  'POST /course-versions/:id/submission': on('course-version', ['related', ...staff]),
  'POST /course-versions/:id/contributors': on('course-version', all, {
    body: ({ strangerId }) => ({ personId: strangerId }),
  }),
  'POST /course-versions/:id/reviews': on('course-version', all, {
    body: ({ strangerId }) => ({ reviewers: [{ personId: strangerId, livedExperience: true }] }),
  }),
  ...Object.fromEntries(
    ['periodic-reviews', 'publication', 'retirement'].map((step) => [
      `POST /course-versions/:id/${step}`,
      on('course-version', all),
    ]),
  ),
  'GET /course-files/:id': on('course-file', ['own']),
  'GET /contributors/:id': on('contribution', ['own', 'related', ...staff]),
  'PATCH /contributors/:id': on('contribution', ['own', ...staff], { sees: ['related'] }),
  'POST /contributors/:id/acceptance': on('invitation', ['own'], { sees: ['related', ...staff] }),
  'POST /contributors/:id/stepping-back': on('contribution', ['own', ...staff], { sees: ['related'] }),
  'GET /me/contributions': open,

  // enrolment
  'GET /enrolments/:id/adjustments': on('enrolment', ['own', 'related facilitator', 'coordinator']),
  'POST /enrolments/:id/adjustments': on('enrolment', ['own']),
  'GET /enrolments/:id/safety-plan': on('enrolment', ['related facilitator']),
  'PUT /enrolments/:id/safety-plan-share': on('enrolment', ['own']),
  'DELETE /enrolments/:id/safety-plan-share': on('enrolment', ['own']),
  'GET /me/safety-plan': open,
  'PUT /me/safety-plan': openWith(() => ({ whatHelps: 'A walk' })),
  'POST /me/safety-plan/activation': open,
  'POST /me/safety-plan/review': open,
  'POST /me/safety-plan/withdrawal': open,
  'GET /adjustments/:id': on('adjustment', ['own', 'related facilitator', 'coordinator']),
  'POST /adjustments/:id/agreement': on('adjustment', ['related facilitator', 'coordinator'], { sees: ['own'] }),
  'POST /adjustments/:id/impossibility': on('adjustment', ['related facilitator', 'coordinator'], { sees: ['own'] }),
  'POST /adjustments/:id/placement': on('adjustment', ['related facilitator', 'coordinator'], { sees: ['own'] }),
  'POST /adjustments/:id/confirmation': on('adjustment', ['own'], { sees: ['related facilitator', 'coordinator'] }),
  'POST /adjustments/:id/ending': on('adjustment', ['own', 'related facilitator', 'coordinator']),
  'GET /enrolments/:id': on('enrolment', ['own', 'coordinator']),
  'GET /enrolments': { ...open, query: ({ runId }) => ({ runId }) },
  'GET /me/enrolments': open,
  ...Object.fromEntries(
    ['approval', 'priority', 'release'].map((step) => [`POST /enrolments/:id/${step}`, on('enrolment', all)]),
  ),
  ...Object.fromEntries(
    ['offer/acceptance', 'offer/decline', 'withdrawal'].map((step) => [
      `POST /enrolments/:id/${step}`,
      on('enrolment', ['own', 'coordinator']),
    ]),
  ),
  'POST /enrolments/:id/transfer': on('enrolment', ['own', 'coordinator'], { body: ({ runId }) => ({ runId }) }),
  'GET /runs/:id/eligibility': on('run', all),
  'GET /runs/:id/enrolments': on('run', all),
  'POST /runs/:id/enrolments': on('run', all),
  'POST /runs/:id/enrolments/batch': on('run', all, { body: ({ strangerId }) => ({ personIds: [strangerId] }) }),
  'POST /runs/:id/notices': on('run', ['related', 'coordinator'], { sees: all }),
  'GET /runs/:id/waitlist': on('run', ['related facilitator', 'coordinator']),
  'GET /waitlists': open,
  'GET /runs/:id/waitlist/explanation': on('run', all),
  'GET /priority-tiers': open,
  'POST /priority-tiers': open,

  // journals
  'GET /journal-entries': open,
  'POST /journal-entries': openWith(() => ({ blocks: [{ text: 'Words.' }] })),
  'GET /journal-entries/:id': on('journal-entry', ['own', ...grantees]),
  'PATCH /journal-entries/:id': on('journal-entry', ['own']),
  'DELETE /journal-entries/:id': on('journal-entry', ['own']),
  'GET /journal-entries/:id/comments': on('journal-entry', ['own', ...grantees]),
  'POST /journal-entries/:id/comments': on('journal-entry', grantees, { sees: ['own'] }),
  ...Object.fromEntries(
    ['grants', 'reads', 'recipients', 'versions'].map((part) => [
      `GET /journal-entries/:id/${part}`,
      on('journal-entry', ['own']),
    ]),
  ),
  ...Object.fromEntries(
    ['archival', 'attachments', 'restoration', 'saving'].map((step) => [
      `POST /journal-entries/:id/${step}`,
      on('journal-entry', ['own']),
    ]),
  ),
  'POST /journal-entries/:id/grants': on('journal-entry', ['own'], {
    body: ({ journalVersionId, readerId }) => ({ versionId: journalVersionId, recipientId: readerId }),
  }),
  'GET /journal-attachments/:id': on('journal-attachment', ['own', ...grantees]),
  'DELETE /journal-attachments/:id': on('journal-attachment', ['own']),
  'DELETE /journal-comments/:id': on('journal-comment', ['own', 'related']),
  'POST /journal-exports': open,
  'GET /journal-exports/:id': on('journal-export', ['own']),
  'GET /journal-exports/:id/archive': on('journal-export', ['own']),
  'GET /journal-grants/:id': on('journal-grant', ['own']),
  'DELETE /journal-grants/:id': on('journal-grant', ['own']),
  'GET /journal-prompts': open,
  'POST /journal-reader-codes': open,
  'POST /journal-searches': open,
  'GET /journal-versions/:id': on('journal-version', ['own']),
  'GET /shared-with-me': open,
  'GET /sessions/:id/journal-prompts': on('session', ['own', 'related facilitator']),
  'POST /sessions/:id/journal-prompts': on('session', ['related facilitator'], {
    sees: ['own'],
    body: ({ promptId }) => ({ promptIds: [promptId] }),
  }),
  'POST /sessions/:id/journal-prompts/skipping': { ...on('session', all), always: 'may' },
  'DELETE /sessions/:id/journal-prompts/:promptId': on('session', ['related facilitator'], {
    sees: ['own'],
    path: ({ promptId }) => ({ promptId }),
  }),

  // messages and tasks
  'GET /me/messages': open,
  'GET /me/notices': open,
  'GET /me/messages/:id': on('message', ['own']),
  'POST /me/messages/:id/reading': on('message', ['own']),
  'GET /staff-tasks': open,
  'GET /staff-tasks/:id': on('staff-task', ['coordinator']),
  'POST /staff-tasks/:id/completion': on('staff-task', ['coordinator']),
  'POST /staff-tasks/:id/taking': on('staff-task', ['coordinator']),
  'POST /staff-tasks/:id/giving-back': on('staff-task', ['coordinator']),
  'GET /me/wishes': open,

  // outcomes
  'GET /evaluation-forms': open,
  'POST /evaluation-forms': open,
  'GET /evaluation-forms/:id': on('evaluation-form', all),
  ...Object.fromEntries(
    [
      ['runs', 'run'],
      ['sessions', 'session'],
    ].flatMap(([path, kind]) => [
      [`POST /${path}/:id/evaluations`, on(kind as 'run' | 'session', ['own'])],
      [`GET /${path}/:id/evaluation-form`, on(kind as 'run' | 'session', ['own', 'related facilitator', ...staff])],
      [`GET /${path}/:id/evaluation-results`, on(kind as 'run' | 'session', ['related facilitator', ...staff])],
    ]),
  ),

  // learning plans, measures and steps
  'GET /learning-plans': open,
  'POST /learning-plans': open,
  'GET /learning-plans/:id': on('learning-plan', ['own', ...advisor, 'administrator']),
  'PATCH /learning-plans/:id': on('learning-plan', ['own'], { sees: [...advisor, 'administrator'] }),
  ...Object.fromEntries(
    ['GET export', 'GET shares', 'POST agreement', 'POST closing', 'DELETE advisor'].map((words) => {
      const [method, part] = words.split(' ');
      return [
        `${method} /learning-plans/:id/${part}`,
        on('learning-plan', ['own'], { sees: [...advisor, 'administrator'] }),
      ];
    }),
  ),
  'PUT /learning-plans/:id/advisor': on('learning-plan', ['own'], {
    sees: [...advisor, 'administrator'],
    body: ({ facilitatorId }) => ({ personId: facilitatorId }),
  }),
  // Whoever advised, and does not any more, is told that nothing is asked of them.
  'POST /learning-plans/:id/advisor/acceptance': on('learning-plan', [...advisor, 'related administrator'], {
    sees: ['own', 'administrator'],
  }),
  'POST /learning-plans/:id/advisor/decline': on('learning-plan', [...advisor, 'related administrator'], {
    sees: ['own', 'administrator'],
  }),
  'PUT /learning-plans/:id/shares/:personId': on('learning-plan', ['own'], {
    sees: [...advisor, 'administrator'],
    path: ({ facilitatorId }) => ({ personId: facilitatorId }),
  }),
  'DELETE /learning-plans/:id/shares/:personId': on('learning-plan', ['own'], {
    sees: [...advisor, 'administrator'],
    path: ({ facilitatorId }) => ({ personId: facilitatorId }),
  }),
  'POST /learning-plans/:id/goals': on('learning-plan', ['own', ...advisor], { sees: ['administrator'] }),
  'POST /learning-plans/:id/reviews': on('learning-plan', ['own', ...advisor], { sees: ['administrator'] }),
  'POST /learning-plan-reviews/:id/signature': on('plan-review', ['own', ...advisor]),
  'GET /me/possible-advisors': open,
  'GET /goals/:id': on('goal', ['own', ...advisor]),
  'PATCH /goals/:id': on('goal', ['own'], { sees: advisor }),
  ...Object.fromEntries(
    ['acceptance', 'conclusion', 'decline'].map((step) => [
      `POST /goals/:id/${step}`,
      on('goal', ['own'], { sees: advisor }),
    ]),
  ),
  'GET /instruments': open,
  'POST /instruments': open,
  'GET /instruments/:id': on('instrument', all),
  ...Object.fromEntries(
    ['POST activation', 'POST retirement', 'POST suspension', 'PUT item-texts', 'PUT licence', 'PUT thresholds'].map(
      (words) => {
        const [method, part] = words.split(' ');
        return [`${method} /instruments/:id/${part}`, on('instrument', all)];
      },
    ),
  ),
  'GET /measurements': open,
  'POST /measurements': openWith(({ instrumentId }) => ({ instrumentId, occasion: 'adhoc' })),
  'POST /runs/:id/measurements': on('run', ['related facilitator', 'coordinator'], {
    body: ({ instrumentId }) => ({ instrumentId, occasion: 'baseline' }),
  }),
  'GET /measurements/:id': on('measurement', ['own', ...advisor]),
  'POST /measurements/:id/answers': on('measurement', ['own'], {
    body: () => ({ mode: 'self_digital', responses: sevenOf(3) }),
  }),
  'POST /measurements/:id/decline': on('measurement', ['own']),
  'GET /measurements/:id/grants': on('measurement', ['own']),
  'POST /measurements/:id/grants': on('measurement', ['own'], {
    body: ({ facilitatorId }) => ({ readerId: facilitatorId }),
  }),
  'DELETE /measurement-grants/:id': on('measurement-grant', ['own']),
  'GET /progression-events': open,
  'POST /progression-events': open,
  'GET /progression-events/:id': on('progression-event', ['own', ...advisor]),
  'DELETE /progression-events/:id': on('progression-event', ['own']),
  // Their own is told 422 `own_record`.
  'POST /progression-events/:id/verification': on('progression-event', ['own', ...advisor]),

  // people
  ...Object.fromEntries(
    [
      'email-confirmation',
      'password-reset',
      'password-reset/confirmation',
      'password-reset/recovery-code',
      'sign-out',
    ].map((step) => [`POST /auth/${step}`, open]),
  ),
  'POST /auth/first-password': open,
  'POST /auth/sign-in': wrongSecret,
  'POST /auth/refresh': wrongSecret,
  'POST /auth/sign-up': openWith(() => ({ email: 'new@example.org' })),
  'GET /me': open,
  'PATCH /me': open,
  'GET /me/registration': open,
  'POST /me/registration/pause': open,
  'POST /me/registration/leaving': open,
  'POST /me/registration/return': open,
  'PUT /me/registration': openWith(() => ({ eligibilityBasis: 'public' })),
  'GET /me/safe-contact': open,
  'PUT /me/safe-contact': openWith(() => ({ channels: { inApp: { allowed: true } } })),
  'GET /me/safe-contact/history': open,
  'POST /me/password-recovery-codes': open,
  'GET /me/consents': open,
  'GET /me/consent-history': open,
  'PUT /me/consents/:purpose': { ...open, path: () => ({ purpose: 'photo' }) },
  'GET /me/emergency-contact': open,
  'PUT /me/emergency-contact': openWith(() => ({ phone: '+1 555 0100' })),
  'DELETE /me/emergency-contact': open,
  'GET /me/emergency-contact-uses': open,
  'POST /people/:id/emergency-contact-uses': on('person', ['related', 'unrelated']),
  'POST /people/:id/legal-name-readings': on('person', all),
  'GET /me/names': open,
  'PATCH /me/names': open,
  'GET /me/support-needs': open,
  'POST /me/support-needs': openWith(() => ({ kind: 'mobility', text: 'A seat by the door' })),
  'GET /me/support-needs/:id': on('support-need', ['own']),
  'PATCH /me/support-needs/:id': on('support-need', ['own']),
  'DELETE /me/support-needs/:id': on('support-need', ['own']),
  'GET /me/second-factor': open,
  'POST /me/second-factor': open,
  // Nobody here has begun with one.
  'POST /me/second-factor/confirmation': { may: [] },
  'POST /me/second-factor/recovery-codes': { may: [] },
  'DELETE /me/second-factor': { may: [] },
  'POST /me/sign-ins/current/proof': open,
  'GET /data-requests': open,
  'GET /data-requests/:id': on('data-request', all),
  'POST /data-requests/:id/answer': on('data-request', all, { body: () => ({ outcome: 'fulfilled' }) }),
  'POST /data-requests/:id/closing': on('data-request', all),
  'POST /data-requests/:id/extension': on('data-request', all),
  'POST /data-requests/:id/start': on('data-request', all),
  'POST /data-requests/:id/verification': on('data-request', all),
  'GET /me/data-requests': open,
  'POST /me/data-requests': open,
  'GET /role-grants': open,
  'GET /role-grants/:id': on('role-grant', all),
  'POST /role-grants/:id/confirmation': on('role-grant', all),
  'POST /role-grants/:id/decline': on('role-grant', all),
  'POST /me/email-change': openWith(() => ({ email: 'another@example.org' })),
  'GET /me/contact-changes': open,
  'GET /me/contact-changes/:id': on('contact-change', ['own']),
  'POST /me/contact-changes/:id/confirmation': on('contact-change', ['own']),
  // A code that does not fit is the same refusal for whatever it was sent to.
  'POST /me/contact-changes/:id/completion': {
    ...on('contact-change', all, { body: () => ({ code: 'A'.repeat(43) }) }),
    always: 'may',
  },
  'DELETE /me/contact-changes/:id': on('contact-change', ['own']),
  'POST /me/safe-contact/confirmation': open,
  'POST /people/:id/contact-confirmations': on('person', all, {
    body: () => ({ kind: 'email' }),
  }),
  'GET /me/sign-ins': open,
  'DELETE /me/sign-ins/:id': on('sign-in', ['own']),
  'PUT /me/password': openWith(() => ({ newPassword: 'seven quiet herons by the river' })),
  'GET /people': open,
  'POST /people': open,
  'GET /people/:id': on('person', all),
  'GET /people/:id/roles': on('person', all),
  'POST /people/:id/roles': on('person', all),
  'POST /people/:id/first-password-code': on('person', all),
  'GET /password-cards': open,
  'GET /password-cards/:id': on('password-card', all),
  'POST /password-cards/:id/confirmation': on('password-card', all),
  'POST /password-cards/:id/end': on('password-card', all),
  'POST /password-cards/:id/told': on('password-card', all, { body: () => ({ how: 'in_person' }) }),
  'GET /me/password-cards': open,
  'POST /me/password-cards/:id/end': on('password-card', ['own']),
  'DELETE /people/:id/roles/:role': on('person', all, { path: () => ({ role: 'learner' }) }),

  // privacy
  'GET /me/reads': open,
  'GET /me/erasure': open,
  'POST /me/erasure': open,
  'POST /me/data-export': open,

  // reports
  'GET /reports/definitions': open,
  'GET /reports/today': open,
  'GET /reports/:report': aReport,
  'GET /reports/:report.csv': aReport,

  // runs and sessions
  'GET /terms': open,
  'POST /terms': openWith(() => ({
    startsOn: day,
    endsOn: '2027-06-01',
    prospectusOpensAt: '2027-01-01T10:00:00Z',
    bookingOpensAt: '2027-02-01T10:00:00Z',
  })),
  'GET /terms/:id': on('term', all),
  'PATCH /terms/:id': on('term', all),
  'GET /venues': open,
  'POST /venues': open,
  'GET /venues/:id': on('venue', all),
  'PATCH /venues/:id': on('venue', all),
  'POST /venues/:id/verification': on('venue', all),
  'GET /online-rooms': open,
  'POST /online-rooms': open,
  'GET /online-rooms/:id': on('online-room', all),
  'PATCH /online-rooms/:id': on('online-room', all),
  'GET /runs': open,
  'POST /runs': openWith(({ versionId }) => ({ versionId, mode: 'online' })),
  'GET /runs/:id': on('draft-run', ['related', ...staff]),
  'PATCH /runs/:id': on('run', all),
  'POST /runs/:id/opening': on('draft-run', all),
  'POST /runs/:id/closing': on('run', all),
  'POST /runs/:id/cancellation': on('run', all),
  'GET /runs/:id/version-change': on('run', all, { query: ({ versionId }) => ({ versionId }) }),
  'POST /runs/:id/version-change': on('run', all, { body: ({ versionId }) => ({ versionId, sessions: [] }) }),
  'GET /runs/:id/readiness': on('draft-run', ['related', ...staff]),
  'GET /runs/:id/facilitators': on('draft-run', ['related', ...staff]),
  'POST /runs/:id/facilitators': on('draft-run', all, { body: ({ facilitatorId }) => ({ personId: facilitatorId }) }),
  'GET /runs/:id/sessions': on('draft-run', ['related', ...staff]),
  'POST /runs/:id/sessions': on('run', ['related', 'coordinator'], { sees: all }),
  'POST /runs/:id/session-series': on('run', ['related', 'coordinator'], { sees: all }),
  'GET /facilitator-assignments/:id': on('offered-assignment', ['own', 'coordinator', 'administrator']),
  'POST /facilitator-assignments/:id/acceptance': on('offered-assignment', ['own']),
  'POST /facilitator-assignments/:id/decline': on('offered-assignment', ['own']),
  'POST /facilitator-assignments/:id/conflict': on('assignment', ['own']),
  'POST /facilitator-assignments/:id/conflict-resolution': on('assignment', ['unrelated'], { sees: ['own'] }),
  'POST /facilitator-assignments/:id/standing-down': on('assignment', ['own', 'coordinator']),
  'POST /runs/:id/sessions/publication': on('run', ['related', 'coordinator'], { sees: all }),
  'POST /sessions/cancellation': openWith(() => ({ reason: 'Snow.', dryRun: true })),
  'GET /session-series/:id': on('series', ['related', 'coordinator']),
  'PATCH /session-series/:id': on('series', ['related', 'coordinator']),
  'GET /sessions': open,
  'GET /sessions/:id': on('session', all),
  ...Object.fromEntries(
    ['publication', 'cancellation', 'rescheduling'].map((step) => [
      `POST /sessions/:id/${step}`,
      on('session', ['related', 'coordinator'], { sees: all }),
    ]),
  ),
  'PATCH /sessions/:id': on('session', ['related', 'coordinator'], { sees: all }),
  'POST /sessions/:id/delivery': on('session', ['related', 'coordinator'], {
    sees: all,
    body: ({ facilitatorId }) => ({ presentFacilitatorIds: [facilitatorId] }),
  }),
  'PUT /sessions/:id/delivery': on('held-session', ['related', 'coordinator'], { sees: all }),
  'GET /sessions/:id/delivery': on('held-session', ['related', ...staff]),
  'POST /sessions/:id/waiver': on('session', ['own', 'unrelated'], { sees: ['related'] }),
  'GET /sessions/:id/debrief': on('held-session', ['related']),
  'PUT /sessions/:id/debrief': on('held-session', ['related'], { sees: all }),

  // timetable
  'GET /calendar-feeds/:token.ics': on('calendar-feed', all),
  'GET /me/agenda': open,
  'GET /me/start': open,
  'GET /me/calendar-feed': open,
  'POST /me/calendar-feed': open,
  'PATCH /me/calendar-feed': open,
  'DELETE /me/calendar-feed': open,
  'GET /prospectus': open,
  'GET /prospectus-editions': open,
  'POST /prospectus-editions': open,
  'GET /prospectus-editions/:id': on('prospectus-edition', all),
  'GET /runs/:id/materials': on('run', ['own', 'related facilitator'], { sees: all }),
  'GET /runs/:id/roster': on('run', ['related'], { sees: all }),
  'GET /sessions/:id/joining': on('present-session', ['own', 'related facilitator'], { sees: all }),
};

function panelOf(panel: readonly string[]): object[] {
  return panel.slice(0, 3).map((personId, index) => ({ personId, livedExperience: index < 2 }));
}
