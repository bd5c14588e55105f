import { aCourse, deliver, mark } from '../attendance/a-course.js';
import { anAdministrator, attended, aCreditedCourse } from '../ceu/credited.js';
import { expecting } from '../courses/co-production.js';
import { aLearner, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { linesOf, readPdf } from '../support/read-pdf.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const pdf = 'application/pdf';
const named = (person: TestPerson, customName: string) =>
  expecting(200, person.patch('/me/names', { customName, nameOnCertificate: 'custom' }));
const newest = async (person: TestPerson, kind: string): Promise<string> =>
  (await person.get('/me/certificates')).body.items.find((each: { kind: string }) => each.kind === kind).id;
async function paperOf(person: TestPerson, path: string) {
  const { body } = await expecting(200, person.get(path, { accept: pdf }));
  return { bytes: body.length as number, ...readPdf(body) };
}

const names = [
  ['Chinese', '王秀英'],
  ['Japanese', '山田 はなこ'],
  ['Korean', '김민준'],
  ['Punjabi', 'ਗੁਰਪ੍ਰੀਤ ਕੌਰ'],
  ['Hindi', 'प्रिया शर्मा'],
  ['Tamil', 'தமிழ்ச்செல்வி'],
  ['Thai', 'ธนพล ศรีสุข'],
  ['Amharic', 'አበበ በቀለ'],
  ['Inuktitut', 'ᐃᓄᒃᑎᑐᑦ ᓄᓇᕗᑦ'],
  ['Burmese', 'အောင်ဆန်း'],
  ['emoji', 'Sam 🌻👩‍🚀👍🏽'],
  ['Latin with accents', 'Ọlúwáṣeun Nguyễn Ŵyn'],
  ['Arabic', 'محمد علي'],
  ['many scripts', 'Zoë 王 (प्रिया) 김'],
] as const;

test('a certificate of attendance prints every name as its bearer writes it, small, and to be copied from (BR-115, BR-232)', async () => {
  const course = await aCourse(college, {
    starts: [fromNow(college, { hours: 1 })],
    capacity: names.length,
    learners: names.length,
  });
  for (const [index, [, name]] of names.entries()) await named(course.learners[index] as TestPerson, name);
  college.clock.forward({ hours: 2 });
  await deliver(college, course.sessionIds[0]);
  const marks = course.enrolmentIds.map((enrolmentId) => ({ enrolmentId, state: 'present' }));
  await mark(course.ada, course.sessionIds[0], ...marks);
  await college.deliver();
  for (const [index, [script, name]] of names.entries()) {
    const learner = course.learners[index] as TestPerson;
    const paper = await paperOf(learner, `/certificates/${await newest(learner, 'attendance')}`);
    expect([script, linesOf(paper.placed)]).toEqual([script, expect.arrayContaining([name])]);
    expect([script, paper.placed.flatMap(({ glyphs }) => glyphs).includes(0)]).toEqual([script, false]);
    expect(paper.bytes).toBeLessThan(60_000);
    for (const font of paper.fonts) expect(font.bytes).toBeLessThan(20_000);
  }
});

test('transcripts and certificates of credit do, too', async () => {
  const course = await aCreditedCourse(college, { administrator: await anAdministrator(college), title: '北京 साथी' });
  const eve = await aLearner(college, { name: 'ਗੁਰਪ੍ਰੀਤ ਕੌਰ' });
  await attended(college, course, eve, [105, 105]);
  for (const path of [`/certificates/${await newest(eve, 'ceu')}`, '/me/transcript']) {
    const { placed } = await paperOf(eve, path);
    expect(linesOf(placed)).toContain('ਗੁਰਪ੍ਰੀਤ ਕੌਰ');
    expect(linesOf(placed).join('\n')).toContain('北京 साथी');
    expect(placed.flatMap(({ glyphs }) => glyphs)).not.toContain(0);
  }
});

test('a name that no font has is refused on paper alone, and another name on a newer one prints', async () => {
  const course = await aCourse(college, { starts: [fromNow(college, { hours: 1 })], learners: 1 });
  const [eve] = course.learners as [TestPerson];
  await named(eve, 'Eve \ue001');
  college.clock.forward({ hours: 2 });
  await deliver(college, course.sessionIds[0]);
  await mark(course.ada, course.sessionIds[0], { enrolmentId: course.enrolmentIds[0], state: 'present' });
  await college.deliver();
  const path = `/certificates/${await newest(eve, 'attendance')}`;
  expect((await expecting(200, eve.get(path))).body.namePrinted).toBe('Eve \ue001');
  const refused = await expecting(422, eve.get(path, { accept: pdf }));
  expect(refused.body).toMatchObject({
    code: 'pdf_name_not_printable',
    detail: expect.stringContaining('choose another name for paper'),
  });
  expect(JSON.stringify(refused.body)).not.toContain('Eve');
  await named(eve, 'Eve');
  const { id } = (await expecting(201, eve.post(`${path}/reissue`))).body;
  expect(linesOf((await paperOf(eve, `/certificates/${id}`)).placed)).toContain('Eve');
});
