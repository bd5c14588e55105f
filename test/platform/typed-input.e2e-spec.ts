import { newId } from '../../src/platform/ids.js';
import { codeSentTo, password } from '../people/account.js';
import { aLearner } from '../support/builders.js';
import { forgetLimits } from '../support/limits.js';
import { sample } from '../support/samples.js';
import { BodyFields, type Wanted } from '../support/body-fields.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let bodies: BodyFields;
beforeAll(async () => {
  college = await openTestCollege();
  bodies = await BodyFields.of(college);
});
afterAll(() => college.close());

/** Shows the places in which a list of objects is taken. */
const listOfObjects: Wanted = ({ items }, type) => type === 'array' && items?.properties !== undefined;

test.each([[[[]]], [[null]], [[1]], [[[{}]]], [['text']]])(
  'in every list of objects of every body, %j is refused, and its place is named',
  async (list) => {
    const answers = await bodies.tried(listOfObjects, () => list);
    const passed = answers.filter(
      ({ status, pointer, named }) => status !== 400 || !named.includes(`${pointer}/0`) || named.length > 20,
    );
    expect(passed).toEqual([]);
    expect(answers.length).toBeGreaterThan(25);
  },
);

test('in every list of objects of every body, an object without what it needs is refused by the names that it lacks', async () => {
  const answers = await bodies.tried(listOfObjects, () => [{}]);
  const passed = answers.filter(
    ({ status, pointer, named }) => status !== 400 || !named.some((each) => each.startsWith(`${pointer}/0/`)),
  );
  expect(passed).toEqual([]);
});

test('an id in capitals is the same id, in every list of ids of every body', async () => {
  const listOfIds: Wanted = ({ items }, type) => type === 'array' && items?.format === 'uuid';
  const id = newId();
  const answers = await bodies.tried(listOfIds, () => [id, id.toUpperCase()]);
  expect(answers.filter(({ status, pointer, named }) => status !== 400 || !named.includes(pointer))).toEqual([]);
  expect(answers.length).toBeGreaterThan(4);
});

test('spaces and line ends around whatever has a form of its own are taken off, in every body', async () => {
  const withForm: Wanted = (schema, type) =>
    type === 'string' && (schema.enum ?? schema.format ?? schema.pattern) !== undefined;
  const asIs = await bodies.tried(withForm, (schema, document) => sample(document, schema));
  const padded = await bodies.tried(withForm, (schema, document) => ` \t${String(sample(document, schema))}\r\n`);
  const refused = padded.filter(
    ({ pointer, named }, at) => named.includes(pointer) && !asIs[at]?.named.includes(pointer),
  );
  expect(refused).toEqual([]);
  expect(padded.length).toBeGreaterThan(200);
});

test('a keyboard that puts a space behind the address, and a code that was pasted with a line end, let somebody in', async () => {
  const post = (path: string, body: object) => college.http.post(`/api/v1/auth/${path}`).send(body);
  const email = `robin-${newId()}@example.org`;
  await forgetLimits(college);
  await post('sign-up', { email: ` ${email} `, chosenName: 'Robin' }).expect(202);
  const confirmed = await post('email-confirmation', { code: `\n${await codeSentTo(college, email)}\r\n`, password });
  expect([confirmed.status, confirmed.body]).toEqual([204, {}]);
  for (const typed of [`${email} `, ` ${email}`, `\t${email}\n`, `\u00a0${email}`])
    await post('sign-in', { email: typed, password }).expect(200);
  await post('password-reset', { email: `${email}\n` }).expect(202);
  const anew = 'eleven lanterns at dusk';
  const code = `${await codeSentTo(college, email)}\n`;
  await post('password-reset/confirmation', { code, password: ` ${anew} ` }).expect(204);
  await post('sign-in', { email, password: anew }).expect(401);
  await post('sign-in', { email, password: ` ${anew} ` }).expect(200);
});

test('queries and ids in a path are read without what stands around them', async () => {
  const me = await aLearner(college);
  const { body } = await me.get('/me/messages?limit=%202%20');
  expect(body.items).toEqual([]);
  expect((await me.get(`/runs/${newId()}%20`)).status).toBe(404);
});

test('an instant of a year that RFC 3339 cannot write is named, a leap second is the second before it', async () => {
  const term = (bookingOpensAt: string) =>
    bodies.somebody('coordinator').post('/terms', {
      name: `Spring ${newId()}`,
      startsOn: '2027-01-11',
      endsOn: '2027-03-26',
      prospectusOpensAt: '2026-11-15T16:00:00Z',
      bookingOpensAt,
    });
  const { status, body } = await term('9999-12-31T23:59:59-23:59');
  expect([status, body.errors]).toEqual([
    400,
    [expect.objectContaining({ pointer: '/bookingOpensAt', code: 'not_an_instant' })],
  ]);
  const leap = await term('2026-12-31T23:59:60Z');
  expect([leap.status, leap.body.bookingOpensAt]).toEqual([201, '2026-12-31T23:59:59.000Z']);
});

test('a line separator is a space in a text of one line, and an end of line elsewhere', async () => {
  const coordinator = bodies.somebody('coordinator');
  const { body } = await coordinator.post('/venues', {
    name: 'Hill\u2028House',
    address: '4 Hill\u2029Road',
    capacity: 20,
  });
  expect([body.name, body.address]).toEqual(['Hill House', '4 Hill\nRoad']);
});
