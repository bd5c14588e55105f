import { aCoordinator, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { smallTerms } from './a-certificate.js';

let college: TestCollege;
let casey: TestPerson;
let ada: TestPerson;
let schemeId: string;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-04T12:00:00Z');
  casey = await aCoordinator(college);
  ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  const scheme = await casey.post('/certification-schemes', {
    name: 'Peer supporter',
    issuer: 'external',
    issuerName: 'A national body',
    track: 'mh_peer',
  });
  schemeId = String(scheme.body.id);
});
afterAll(() => college.close());

const recording = (number: string) => ({
  schemeId,
  number,
  grade: 'full',
  validFrom: '2026-01-01',
  validThrough: '2027-12-31',
});

test('an external certification is recorded by its holder and counts once a coordinator has checked it (BR-104)', async () => {
  const recorded = await ada.post('/certifications', recording('A-1'));
  expect(recorded.body).toMatchObject({ personId: ada.id, state: 'recorded', validThrough: null, can: ['add_period'] });
  expect((await ada.post(`/certifications/${recorded.body.id}/verification`, { how: 'number' })).status).toBe(403);
  expect((await casey.get(`/certifications/${recorded.body.id}`)).body.can).toEqual(['add_period', 'verify']);
  const verified = await casey.post(`/certifications/${recorded.body.id}/verification`, { how: 'number' });
  expect(verified.body).toMatchObject({ state: 'active', validThrough: '2027-12-31' });
  expect((await casey.post(`/certifications/${recorded.body.id}/verification`, { how: 'number' })).body).toMatchObject({
    status: 409,
    code: 'period_verified',
  });
});

test('nobody verifies their own, not even a coordinator, nor the database on their behalf (BR-104)', async () => {
  const both = await aPerson(college, { roles: ['facilitator', 'coordinator'] });
  const { body } = await both.post('/certifications', recording('B-1'));
  expect((await both.post(`/certifications/${body.id}/verification`, { how: 'link' })).body).toMatchObject({
    status: 422,
    code: 'self_verified',
  });
  await expect(
    college.sql.query(
      `
        update certification_period
        set verified_by = $2, verified_at = now(), verified_how = 'link'
        where certification_id = $1`,
      [body.id, both.id],
    ),
  ).rejects.toThrow('verified by its holder');
});

test('a renewal adds a period and leaves the ones before; they never overlap and are never deleted', async () => {
  const { body } = await ada.post('/certifications', recording('C-1'));
  expect(
    (
      await ada.post(`/certifications/${body.id}/periods`, {
        grade: 'full',
        validFrom: '2027-12-31',
        validThrough: '2029-12-31',
      })
    ).body,
  ).toMatchObject({
    status: 409,
    code: 'certification_periods_overlap',
  });
  const renewed = await ada.post(`/certifications/${body.id}/periods`, {
    grade: 'full',
    validFrom: '2028-01-01',
    validThrough: '2029-12-31',
  });
  expect(renewed.body.periods).toHaveLength(2);
  expect((await casey.post(`/certifications/${body.id}/verification`, { how: 'link' })).body.validThrough).toBe(
    '2029-12-31',
  );
  await expect(college.sql.query('delete from certification_period')).rejects.toThrow('only grows');
});

test('a certification is seen by its holder and those who coordinate, by nobody else', async () => {
  const { body } = await ada.post('/certifications', recording('D-1'));
  const other = await aPerson(college, { roles: ['facilitator'] });
  expect((await other.get(`/certifications/${body.id}`)).status).toBe(404);
  expect(
    (
      await other.post(`/certifications/${body.id}/periods`, {
        grade: 'full',
        validFrom: '2028-01-01',
        validThrough: '2029-12-31',
      })
    ).status,
  ).toBe(404);
  expect((await other.get(`/certifications?personId=${ada.id}`)).body.items).toEqual([]);
  expect((await casey.get(`/certifications?personId=${ada.id}`)).body.items.length).toBeGreaterThan(0);
  expect((await other.post('/certifications', { ...recording('D-2'), personId: ada.id })).status).toBe(403);
  expect((await casey.post('/certifications', { ...recording('D-1'), personId: ada.id })).body).toMatchObject({
    status: 409,
    code: 'certification_recorded',
  });
});

test('what others certify is neither applied for here nor given requirements (BR-104)', async () => {
  const mo = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
  const external = { status: 422, code: 'scheme_is_external' };
  expect((await ada.post('/certification-applications', { schemeId })).body).toMatchObject(external);
  const set = { effectiveFrom: '2027-02-01', terms: smallTerms };
  expect((await mo.post(`/certification-schemes/${schemeId}/requirement-sets`, set)).body).toMatchObject(external);
});
