import { createHash } from 'node:crypto';
import type { Response } from 'supertest';
import { newId } from '../../src/platform/ids.js';
import { aPerson, somePeople, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';
import { codeIn, letters } from '../support/outbox.js';
import { dayAfter, daysLater } from '../../src/platform/calendar.js';

export { dayAfter, daysLater };

/** Calls, and fails with the problem when the status is another. */
export async function expecting(status: number, call: Promise<Response>): Promise<Response> {
  const response = await call;
  if (response.status !== status)
    throw new Error(`Expected ${status}, got ${response.status}: ${JSON.stringify(response.body)}`);
  return response;
}

/** The code of a refusal, with every code that it lists. */
export const codesOf = ({ body }: Response): string[] => [
  body.code,
  ...(body.errors ?? []).map((error: { code: string }) => error.code),
];

export interface House {
  college: TestCollege;
  admin: TestPerson;
  otherAdmin: TestPerson;
  casey: TestPerson;
  assessor: TestPerson;
  panel: TestPerson[];
  schemeId: string;
}

/** Terms that are met by little. */
export const smallTerms = {
  minimumAge: 18,
  training: { minutes: 600, liveMinutes: 300, ethicsMinutes: 60, completedWithinMonths: 12 },
  selection: { competencies: ['listens'] },
  practice: { minutes: 600, lookbackMonths: 24, excludedKinds: [] },
  assessment: { kind: 'observed_practice', competencies: ['opens_a_session'], passMark: 60 },
  references: { count: 1, kinds: ['supervisor', 'colleague'], relationshipMaxAgeMonths: 12 },
  attestation: { livedExperience: true, codeOfEthicsVersion: '1' },
  provisional: { months: 6, extensionMonths: 6, practiceMinutes: 60 },
  renewal: { model: 'expiry', months: 24, windowDays: 90, graceDays: 180 },
};

/** The people of certification, and a scheme of the college's own. */
export async function aHouse(college: TestCollege, terms: object = smallTerms): Promise<House> {
  const [admin, otherAdmin] = (await somePeople(college, 2, { name: 'Admin', roles: ['administrator'] })) as [
    TestPerson,
    TestPerson,
  ];
  const casey = await aPerson(college, { name: 'Casey', roles: ['coordinator'] });
  const assessor = await aPerson(college, { name: 'Alex', roles: ['facilitator'] });
  const panel = await somePeople(college, 6, { name: 'Panel', roles: ['panel_member'] });
  const { body } = await expecting(
    201,
    admin.post('/certification-schemes', { name: `Peers ${newId().slice(-6)}`, issuer: 'college', track: 'mh_peer' }),
  );
  await expecting(
    201,
    admin.post(`/certification-schemes/${body.id}/requirement-sets`, { effectiveFrom: today(college), terms }),
  );
  return { college, admin, otherAdmin, casey, assessor, panel, schemeId: body.id };
}

/** A facilitator, to be certified. */
export const aPeer = ({ college }: Pick<House, 'college'>): Promise<TestPerson> =>
  aPerson(college, { name: 'Ada', roles: ['facilitator'] });

export const today = (college: TestCollege): string => college.clock.now().toISOString().slice(0, 10);
export const trainingOf = (college: TestCollege, wish: object = {}) => ({
  title: 'Peer training',
  provider: 'A college',
  completedOn: daysLater(today(college), -30),
  minutes: 600,
  liveMinutes: 300,
  ethicsMinutes: 60,
  ...wish,
});
export const practiceOf = (college: TestCollege, wish: object = {}) => ({
  practisedOn: daysLater(today(college), -10),
  minutes: 600,
  kind: 'co_facilitation',
  ...wish,
});
export const members = (panel: TestPerson[], lived = 2) =>
  panel.slice(0, 3).map(({ id }, index) => ({ personId: id, livedExperience: index < lived }));

export async function anApplication({ schemeId }: House, applicant: TestPerson): Promise<string> {
  return String((await expecting(201, applicant.post('/certification-applications', { schemeId }))).body.id);
}

export const advance = ({ casey }: Pick<House, 'casey'>, id: string): Promise<Response> =>
  casey.post(`/certification-applications/${id}/advancement`);

/** Books and records an assessment; answers the record. */
export async function assess(
  { casey, assessor, college }: House,
  id: string,
  kind: string,
  result: object,
): Promise<Response> {
  const start = new Date(college.clock.now().getTime() - Math.floor(1 + Math.random() * 500_000) * 3_600_000);
  const booked = await expecting(
    201,
    casey.post(`/certification-applications/${id}/assessments`, {
      kind,
      assessorId: assessor.id,
      startsAt: start.toISOString(),
      endsAt: new Date(start.getTime() + 1_800_000).toISOString(),
    }),
  );
  return expecting(201, assessor.post(`/certification-assessments/${booked.body.id}/result`, result));
}

/** Asks for a reference, and has it answered through the letter; answers its id. */
export async function aReference(
  { college, casey }: House,
  applicant: TestPerson,
  applicationId: string,
  { kind = 'supervisor', until = today(college) } = {},
): Promise<string> {
  const { body } = await expecting(
    201,
    applicant.post(`/certification-applications/${applicationId}/references`, {
      kind,
      refereeName: 'Sam Referee',
      refereeEmail: 'sam@example.org',
    }),
  );
  const secret = await theSecret(college, body.id);
  await expecting(
    201,
    college.http
      .post('/api/v1/reference-replies')
      .send({ secret, workedTogetherUntil: until, recommends: true, statement: 'Kind and clear.' }),
  );
  await expecting(201, casey.post(`/certification-references/${body.id}/decision`, { accepted: true }));
  return body.id;
}

/** Delivers the letter about this reference and finds its code. */
export async function theSecret(college: TestCollege, referenceId: string): Promise<string> {
  await college.deliver();
  const [row] = await college.sql.query('select secret_hash from certification_reference where id = $1', [referenceId]);
  const codes = (await letters(college.dataFolder)).map(codeIn);
  const found = codes.find((code) => createHash('sha256').update(code).digest().equals(row.secret_hash));
  if (!found) throw new Error('No letter holds this code');
  return found;
}

/** Through every stage, up to the panel. */
export async function atThePanel(
  house: House,
  applicant: TestPerson,
  { practice = {} }: { practice?: object } = {},
): Promise<string> {
  const id = await anApplication(house, applicant);
  const path = `/certification-applications/${id}`;
  await expecting(201, applicant.post(`${path}/evidence`, trainingOf(house.college)));
  await expecting(201, applicant.post(`${path}/attestation`, { livedExperience: true, codeOfEthicsVersion: '1' }));
  const log = await expecting(201, applicant.post(`${path}/practice-logs`, practiceOf(house.college, practice)));
  await expecting(201, house.casey.post(`/practice-logs/${log.body.id}/verification`));
  await aReference(house, applicant, id);
  await expecting(201, applicant.post(`${path}/submission`));
  await expecting(201, advance(house, id));
  await assess(house, id, 'selection', { competencies: [{ code: 'listens', met: true }] });
  for (let stage = 0; stage < 3; stage++) await expecting(201, advance(house, id));
  await assess(house, id, 'observed_practice', { competencies: [{ code: 'opens_a_session', met: true }], mark: 75 });
  await expecting(201, advance(house, id));
  return id;
}

/** A certificate of the college, granted by a panel. */
export async function aCertificate(
  house: House,
  holder: TestPerson,
  grade: 'full' | 'provisional' = 'full',
): Promise<string> {
  const id = await atThePanel(house, holder, grade === 'provisional' ? { practice: { minutes: 60 } } : {});
  const { body } = await expecting(
    201,
    house.panel[0]?.post(`/certification-applications/${id}/decision`, {
      outcome: 'approve',
      grade,
      members: members(house.panel),
    }) ?? Promise.reject(new Error('no panel')),
  );
  return body.certificationId;
}
