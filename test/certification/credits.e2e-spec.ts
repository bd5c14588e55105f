import { aCreditedCourse, anApproval, attended, cover } from '../ceu/credited.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCertificate, aHouse, codesOf, expecting, type House, smallTerms } from './a-certificate.js';

let college: TestCollege;
let house: House;
const at = (day: string): void => college.clock.moveTo(`${day}T12:00:00Z`);
beforeAll(async () => {
  college = await openTestCollege();
  at('2027-01-11');
  house = await aHouse(college, {
    ...smallTerms,
    continuingEducation: { minutes: 210, categories: [{ code: 'ethics', minMinutes: 60 }] },
  });
});
afterAll(() => college.close());

const awardsOf = async (person: TestPerson): Promise<{ id: string; approvalId: string }[]> =>
  college.sql.query(
    `
      select id, approval_id as "approvalId"
      from ce_award
      where person_id = $1 and state <> 'reversed'
      order by minutes desc, approval_id`,
    [person.id],
  );

test('a renewal stands on the credits of its cycle, in total and by category, each event once (BR-99 to BR-101)', async () => {
  at('2027-01-11');
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  const outside = await aCreditedCourse(college);
  await attended(college, outside, ada, [105, 105]);
  const path = `/certifications/${await aCertificate(house, ada)}`;
  const [early] = await awardsOf(ada);
  at('2028-10-20');
  const renew = (body: object = {}) => ada.post(`${path}/renewal`, { codeOfEthicsVersion: '1', ...body });
  expect(codesOf(await renew())).toEqual(['renewal_incomplete', 'credits_short', 'category_credits_short']);
  expect((await renew({ credits: [{ awardId: early?.id, category: 'ethics' }] })).body).toMatchObject({
    status: 422,
    code: 'credit_outside_cycle',
  });
  expect((await ada.get(`${path}/forecast`)).body).toMatchObject({
    credits: { neededMinutes: 210, countedMinutes: 0, waived: false },
    missing: [{ code: 'credits_short' }, { code: 'category_credits_short' }],
  });

  const course = await aCreditedCourse(college);
  const second = await anApproval(course.administrator, { approver: 'internal', name: 'Our own' });
  await cover(course.administrator, course.versionId, [
    { approvalId: course.approvalId, from: '2020-01-01' },
    { approvalId: second.id, from: '2020-01-01' },
  ]);
  await attended(college, course, ada, [105, 105]);
  const awards = (await awardsOf(ada)).filter(({ id }) => id !== early?.id);
  expect(awards).toHaveLength(2);
  const [counted, twin] = awards;
  const both = [
    { awardId: counted?.id, category: 'boundaries' },
    { awardId: counted?.id, category: 'ethics' },
  ];
  expect((await renew({ credits: [...both, { awardId: twin?.id, category: 'boundaries' }] })).body).toMatchObject({
    status: 409,
    code: 'duplicate_event',
  });
  expect((await renew({ credits: [...both, both[0]] })).body).toMatchObject({ status: 409, code: 'duplicate_event' });
  expect((await renew({ credits: [...both, { awardId: counted?.id, category: 'general' }] })).body).toMatchObject({
    status: 422,
    code: 'category_double_count',
  });
  expect(codesOf(await renew({ credits: [both[0]!] }))).toEqual([
    'renewal_incomplete',
    'credits_short',
    'category_credits_short',
  ]);
  await expecting(201, renew({ credits: both }));
  expect((await ada.get(`${path}/renewals`)).body.items).toMatchObject([
    {
      credits: [
        { category: 'boundaries', minutes: 150 },
        { category: 'ethics', minutes: 60 },
      ],
    },
  ]);

  const again = `
    insert into renewal_credit
    select renewal_id, coalesce($2::uuid, award_id), event_key, category, minutes, credited_on
    from renewal_credit
    where award_id = $1`;
  await expect(college.sql.query(again, [counted?.id, null])).rejects.toThrow(/renewal_credit_pk/);
  await expect(college.sql.query(again, [counted?.id, twin?.id])).rejects.toThrow(/renewal_credit_event_once/);
});

test('a renewal is signed under the code of ethics that its requirement set asks for, and the database takes no other (BR-98)', async () => {
  at('2027-01-11');
  const plain = await aHouse(college);
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  const id = await aCertificate(plain, ada);
  at('2028-12-01');
  expect((await ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '9' })).body).toMatchObject({
    status: 422,
    code: 'code_of_ethics_unsigned',
  });
  const insert = (codeVersion: string) =>
    college.sql.query(
      `
        insert into certification_renewal (
          id, certification_id, holder_id, kind, set_id, cycle_start, code_version, late, submitted_on, submitted_at
        )
        select gen_random_uuid(), c.id, c.person_id, 'renewal', p.set_id, p.cycle_start, $2, false, '2028-12-01', $3
        from certification c
        join certification_period p on p.certification_id = c.id
        where c.id = $1`,
      [id, codeVersion, college.clock.now()],
    );
  await expect(insert('9')).rejects.toThrow(/another code of ethics/);
  await insert('1');
  expect((await ada.get(`/certifications/${id}`)).body).toMatchObject({ state: 'renewal_submitted' });
});

test('credits after the renewal was handed in count for the next cycle, and none counts for both (BR-100)', async () => {
  at('2027-01-11');
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  const path = `/certifications/${await aCertificate(house, ada)}`;
  at('2028-10-20');
  await attended(college, await aCreditedCourse(college), ada, [105, 105]);
  await expecting(201, ada.post(`${path}/renewal`, { codeOfEthicsVersion: '1' }));
  await expecting(201, house.casey.post(`${path}/renewal-decision`, { outcome: 'accepted' }));
  expect((await ada.get(`${path}/forecast`)).body.credits).toMatchObject({
    cycleStart: '2028-10-21',
    countedMinutes: 0,
  });
  at('2028-11-20');
  await attended(college, await aCreditedCourse(college), ada, [105, 105]);
  expect((await ada.get(`${path}/forecast`)).body.credits).toMatchObject({ countedMinutes: 210 });
});

test('where the set says so, what was not used before is carried over up to its cap and in its categories (BR-100)', async () => {
  at('2027-01-11');
  const carrying = await aHouse(college, {
    ...smallTerms,
    continuingEducation: { minutes: 60, categories: [], carryOverMaxMinutes: 100, carryOverCategories: ['boundaries'] },
  });
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  const path = `/certifications/${await aCertificate(carrying, ada)}`;
  at('2028-10-20');
  await attended(college, await aCreditedCourse(college), ada, [105, 105]);
  const [award] = await awardsOf(ada);
  await expecting(
    201,
    ada.post(`${path}/renewal`, { codeOfEthicsVersion: '1', credits: [{ awardId: award?.id, category: 'ethics' }] }),
  );
  await expecting(201, carrying.casey.post(`${path}/renewal-decision`, { outcome: 'accepted' }));
  expect((await ada.get(`${path}/forecast`)).body.credits).toMatchObject({ neededMinutes: 60, countedMinutes: 100 });
});

test('the same credits serve two certificates, each by its own terms (I-43)', async () => {
  at('2027-01-11');
  const other = await aHouse(college, {
    ...smallTerms,
    continuingEducation: { minutes: 200, categories: [{ code: 'boundaries', minMinutes: 100 }] },
  });
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  const [one, two] = [await aCertificate(house, ada), await aCertificate(other, ada)];
  at('2028-10-20');
  await attended(college, await aCreditedCourse(college), ada, [105, 105]);
  for (const id of [one, two]) {
    await expecting(201, ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '1' }));
    expect((await ada.get(`/certifications/${id}/renewals`)).body.items[0].credits).toMatchObject([
      { category: 'boundaries', minutes: 150 },
      { category: 'ethics', minutes: 60 },
    ]);
  }
});

test('credits of a renewal that was returned stay free to be carried over (BR-100)', async () => {
  at('2027-01-11');
  const carrying = await aHouse(college, {
    ...smallTerms,
    continuingEducation: {
      minutes: 60,
      categories: [],
      carryOverMaxMinutes: 500,
      carryOverCategories: ['boundaries', 'ethics'],
    },
  });
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  const path = `/certifications/${await aCertificate(carrying, ada)}`;
  at('2028-10-20');
  await attended(college, await aCreditedCourse(college), ada, [105, 105]);
  const [award] = await awardsOf(ada);
  const putForward = (category: string) =>
    expecting(
      201,
      ada.post(`${path}/renewal`, { codeOfEthicsVersion: '1', credits: [{ awardId: award?.id, category }] }),
    );
  await putForward('boundaries');
  await expecting(
    201,
    carrying.casey.post(`${path}/renewal-decision`, { outcome: 'returned', reasons: 'Please use the others.' }),
  );
  await putForward('ethics');
  await expecting(201, carrying.casey.post(`${path}/renewal-decision`, { outcome: 'accepted' }));
  expect((await ada.get(`${path}/forecast`)).body.credits).toMatchObject({ countedMinutes: 150 });
});
