import { openTestCollege, type TestCollege } from '../support/college.js';
import type { TestPerson } from '../support/builders.js';
import { aDraft, approve, edit, expecting, publish, signBoth } from './co-production.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n');
const upload = async (person: TestPerson, versionId: string, bytes: Buffer) =>
  college.http
    .post(`/api/v1/course-versions/${versionId}/files`)
    .auth(await person.bearer(), { type: 'bearer' })
    .set('content-type', 'application/octet-stream')
    .send(bytes)
    .then((answer) => answer);

test('a handout is added to a draft, named in its materials, and read by whoever sees the version', async () => {
  const group = await aDraft(college);
  const { body: file } = await expecting(201, upload(group.ada, group.versionId, pdf));
  expect(file).toMatchObject({
    courseId: group.courseId,
    mediaType: 'application/pdf',
    size: pdf.length,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const path = `/course-files/${file.id}`;
  await expecting(404, group.ben.get(path));
  const { body: largePrint } = await expecting(
    201,
    upload(group.ben, group.versionId, Buffer.from('Grenzen – in large print')),
  );
  expect(largePrint.mediaType).toBe('text/plain');
  const materials = [
    {
      title: 'Worksheet',
      format: 'PDF',
      fileId: file.id,
      alternativeFormats: [{ format: 'Large print', fileId: largePrint.id }],
    },
  ];
  expect((await expecting(200, edit(group, group.ada, { materials }))).body.materials).toEqual(materials);
  const read = await expecting(200, group.ben.get(path));
  expect(read.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="${file.id}.pdf"`,
    'x-content-type-options': 'nosniff',
  });
  expect(Buffer.compare(Buffer.from(read.body), pdf)).toBe(0);
  await expecting(404, group.dee.get(path));
  await approve(group);
  await signBoth(group);
  await expecting(201, publish(group));
  await expecting(200, group.dee.get(path));
  expect((await upload(group.ada, group.versionId, pdf)).body.code).toBe('version_immutable');
});

test('a material names files of its own course only', async () => {
  const [group, elsewhere] = [await aDraft(college), await aDraft(college)];
  const { body: file } = await expecting(201, upload(elsewhere.ada, elsewhere.versionId, pdf));
  expect(
    (await expecting(422, edit(group, group.ada, { materials: [{ title: 'X', format: 'PDF', fileId: file.id }] }))).body
      .code,
  ).toBe('file_unknown');
});

test('other kinds of files, and files from outside the group, are refused', async () => {
  const group = await aDraft(college);
  for (const bytes of [
    Buffer.from([0x4d, 0x5a, 0x90, 0x00]),
    Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'),
    Buffer.alloc(0),
  ]) {
    expect((await upload(group.ada, group.versionId, bytes)).status).toBe(415);
  }
  await expecting(403, upload(group.coordinator, group.versionId, pdf));
  await expecting(404, upload(group.dee, group.versionId, pdf));
});
