import fc from 'fast-check';
import { CertificationNoticeService } from '../../src/certification/certifications/certification-notice.service.js';
import { somePeople, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCertificate, aHouse, anApplication, type House, members, practiceOf, trainingOf } from './a-certificate.js';

let college: TestCollege;
let house: House;
let holder: TestPerson;
let applicant: TestPerson;
let certificationId: string;
let applicationId: string;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-11T12:00:00Z');
  house = await aHouse(college);
  [holder, applicant] = (await somePeople(college, 2, { roles: ['facilitator'] })) as [TestPerson, TestPerson];
  certificationId = await aCertificate(house, holder);
  applicationId = await anApplication(house, applicant);
});
afterAll(() => college.close());

const kept = [
  'certification',
  'certification_period',
  'certification_act',
  'certification_renewal',
  'renewal_decision',
  'requirement_set',
  'training_evidence',
  'practice_log',
  'practice_verification',
  'ethics_signature',
  'certification_reference',
  'certification_assessment',
  'panel_decision',
  'panel_member',
  'certification_notice',
  'certification_application',
  'application_appeal',
  'certification_act_words',
  'renewal_credit',
  'certificate',
  'supervision',
  'supervision_note',
  'event',
];
const counts = async (): Promise<number[]> => {
  const [row] = await college.sql.query(
    `select ${kept.map((table) => `(select count(*)::integer from ${table}) as ${table}`).join(', ')}`,
  );
  return kept.map((table) => row[table]);
};

/** Calls of everybody, in any order; most are refused, and that is part of it. */
const calls: Record<string, () => Promise<unknown>> = {
  evidence: () => applicant.post(`/certification-applications/${applicationId}/evidence`, trainingOf(college)),
  practice: () => applicant.post(`/certification-applications/${applicationId}/practice-logs`, practiceOf(college)),
  attest: () =>
    applicant.post(`/certification-applications/${applicationId}/attestation`, {
      livedExperience: true,
      codeOfEthicsVersion: '1',
    }),
  submit: () => applicant.post(`/certification-applications/${applicationId}/submission`),
  advance: () => house.casey.post(`/certification-applications/${applicationId}/advancement`),
  giveBack: () => house.casey.post(`/certification-applications/${applicationId}/return`, { missing: 'Something.' }),
  withdraw: () => applicant.post(`/certification-applications/${applicationId}/withdrawal`),
  applyAgain: async () =>
    (applicationId = String(
      (await applicant.post('/certification-applications', { schemeId: house.schemeId })).body.id ?? applicationId,
    )),
  decide: () =>
    house.panel[0]!.post(`/certification-applications/${applicationId}/decision`, {
      outcome: 'refuse',
      reasons: 'Not yet.',
      members: members(house.panel),
    }),
  renew: () => holder.post(`/certifications/${certificationId}/renewal`, { codeOfEthicsVersion: '1' }),
  reinstate: () => holder.post(`/certifications/${certificationId}/reinstatement`, { codeOfEthicsVersion: '1' }),
  acceptRenewal: () => house.casey.post(`/certifications/${certificationId}/renewal-decision`, { outcome: 'accepted' }),
  returnRenewal: () =>
    house.casey.post(`/certifications/${certificationId}/renewal-decision`, {
      outcome: 'returned',
      reasons: 'Please look again.',
    }),
  extend: () => house.casey.post(`/certifications/${certificationId}/extension`),
  suspend: () => house.admin.post(`/certifications/${certificationId}/suspension`, { reasons: 'A reason.' }),
  lift: () => house.otherAdmin.post(`/certifications/${certificationId}/suspension-lifting`, {}),
  notice: () => house.admin.post(`/certifications/${certificationId}/revocation-notice`, { reasons: 'A reason.' }),
  respond: () => holder.post(`/certifications/${certificationId}/revocation-response`, { reasons: 'An answer.' }),
  revoke: () =>
    house.admin.post(`/certifications/${certificationId}/revocation`, { outcome: 'revoked', reasons: 'A reason.' }),
  appeal: () => holder.post(`/certifications/${certificationId}/appeal`, { reasons: 'A ground.' }),
  inactivate: () => holder.post(`/certifications/${certificationId}/inactivity`, {}),
  reactivate: () => holder.post(`/certifications/${certificationId}/reactivation`, {}),
  reprint: () => holder.post(`/certifications/${certificationId}/certificate`),
  notify: () => college.app.get(CertificationNoticeService).announceDueEnds(),
  overturn: () =>
    house.otherAdmin.post(`/certifications/${certificationId}/appeal-decision`, {
      outcome: 'overturned',
      reasons: 'A reason.',
    }),
  laterAMonth: async () => college.clock.forward({ days: 31 }),
  laterAYear: async () => college.clock.forward({ days: 366 }),
};

/** Sequences that are known to lead somewhere, before the random ones. */
const renewingTwice = [
  'notify',
  'laterAYear',
  ...Array<string>(10).fill('laterAMonth'),
  'notify',
  'renew',
  'acceptRenewal',
  'laterAYear',
  ...Array<string>(12).fill('laterAMonth'),
  'notify',
  'renew',
  'returnRenewal',
  'renew',
  'acceptRenewal',
  'reprint',
];
const revokedAndRestored = [
  'suspend',
  'lift',
  'inactivate',
  'reactivate',
  'notice',
  'respond',
  'revoke',
  'appeal',
  'overturn',
  'evidence',
  'practice',
  'attest',
  'submit',
  'advance',
  'giveBack',
];

test('in no sequence of calls does the number of periods, steps or pieces of evidence fall (I-35)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.keys(calls)), { minLength: 10, maxLength: 15 }),
      async (sequence) => {
        let before = await counts();
        for (const name of sequence) {
          await calls[name]?.();
          const after = await counts();
          expect([name, after.every((count, index) => count >= (before[index] ?? 0))]).toEqual([name, true]);
          before = after;
        }
      },
    ),
    { numRuns: 12, examples: [[renewingTwice], [revokedAndRestored]] },
  );
  const [grown] = await college.sql.query(
    `
      select count(*)::integer as periods, count(*) filter (where kind <> 'first')::integer as renewals
      from certification_period`,
  );
  expect(grown.renewals).toBeGreaterThanOrEqual(2);
}, 120_000);
