import { newId } from '../../src/platform/ids.js';
import { forgetLimits } from '../support/limits.js';
import { anEntry } from '../journals/journal.js';
import { BodyFields, formless } from '../support/body-fields.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let bodies: BodyFields;
beforeAll(async () => {
  college = await openTestCollege();
  bodies = await BodyFields.of(college);
});
beforeEach(() => forgetLimits(college));
afterAll(() => college.close());

const somebody = (role: string): TestPerson => bodies.somebody(role);

/** What the person proves or carries on with: taken as it is, or looked up, and never shown to anybody as text. */
const secrets = new Set([
  'password',
  'currentPassword',
  'newPassword',
  'code',
  'secret',
  'refreshToken',
  'deviceToken',
  'cursor',
]);
/** What somebody writes for themselves, and looks for in it. */
const forOneself = new Set(['title', 'mood', 'text', 'description', 'words']);
const isForOneself = (route: string, name: string): boolean =>
  /^(POST|PATCH) \/(journal-entries|journal-entries\/:id|journal-searches)$/.test(route) && forOneself.has(name);

/** Every text that any route takes in a body, tried with this; what was not refused by its name. */
async function overlooked(text: string): Promise<{ tried: number; passed: string[] }> {
  const answers = await bodies.tried(
    formless,
    () => text,
    ({ route, name }) => secrets.has(name) || isForOneself(route, name),
  );
  const passed = answers
    .filter(({ name, pointer, status, body, named }) => {
      const refused = [400, 422].includes(status) && named.some((each) => pointer === each || pointer === `${each}/0`);
      return !refused && !(name === 'email' && body['code'] === 'email_unusable');
    })
    .map(
      ({ route, pointer, status, body, named }) =>
        `${route} ${pointer}: ${status} ${String(body['code'])} ${named.join(' ')}`,
    );
  return { tried: answers.length, passed };
}

test('no text of any body may show nothing, or hide something (BR-207)', async () => {
  for (const text of ['\u200b', 'a\u202ebob']) {
    const { tried, passed } = await overlooked(text);
    expect(passed).toEqual([]);
    expect(tried).toBeGreaterThan(150);
  }
}, 300_000);

test('no link may hide something (BR-207)', async () => {
  const link = `https://example.org/\u202etxt`;
  const change = { crisisSignposts: [{ name: 'Help', how: 'Call.', url: link }] };
  const { status, body } = await somebody('administrator').patch('/college', change, { 'if-match': '"1"' });
  expect([status, body.errors?.[0]]).toEqual([
    400,
    expect.objectContaining({ pointer: '/crisisSignposts/0/url', code: 'odd_characters' }),
  ]);
});

const blanks = [
  '\u200b',
  '\u2800',
  '\u3164',
  '\u115f\u1160',
  '\u00ad',
  '\u2060',
  '\u202e',
  '\uffa0',
  '\u180e',
  '\ufe0f',
];
const hidden = [
  ...blanks,
  '\u{e0067}\u{e007f}',
  '\u0301',
  'Juniper\u200b Holt',
  'a\u202ebob',
  'Ju\u200dniper',
  'Sam\u0378',
];
const aDay = { startsOn: '2027-01-11', endsOn: '2027-03-26' };
const places: [string, string, (text: string) => Promise<{ status: number; body: Record<string, unknown> }>][] = [
  [
    'at sign-up',
    '/chosenName',
    async (chosenName) =>
      college.http.post('/api/v1/auth/sign-up').send({ email: `${newId()}@example.org`, chosenName }),
  ],
  ['in PATCH /me', '/chosenName', (chosenName) => somebody('learner').patch('/me', { chosenName })],
  ['in POST /people', '/chosenName', (chosenName) => somebody('coordinator').post('/people', { chosenName })],
  ['as a legal name', '/legalName', (legalName) => somebody('learner').patch('/me/names', { legalName })],
  ['as a name on certificates', '/customName', (customName) => somebody('learner').patch('/me/names', { customName })],
  [
    'as a venue',
    '/name',
    (name) => somebody('coordinator').post('/venues', { name, address: '4 Hill Road', capacity: 20 }),
  ],
  [
    'as the title of a course',
    '/title',
    (title) => somebody('coordinator').post('/courses', { title, topic: 'sleep' }),
  ],
  [
    'as a term',
    '/name',
    (name) =>
      somebody('coordinator').post('/terms', {
        name,
        prospectusOpensAt: '2026-11-15T16:00:00Z',
        bookingOpensAt: '2026-12-01T16:00:00Z',
        ...aDay,
      }),
  ],
];

test.each(places)(
  '%s, text that hides something is refused, and other text of any script is not (BR-207)',
  async (_, pointer, say) => {
    for (const text of hidden) {
      await forgetLimits(college);
      const { status, body } = await say(text);
      expect([text, status, body['errors']]).toEqual([text, 400, [expect.objectContaining({ pointer })]]);
    }
    for (const text of [
      'می\u200cخواهم',
      'श्री क्\u200dष',
      'น้ำฝน',
      '김민준',
      'שָׁלוֹם',
      '葛\u{e0100}',
      '👩🏽‍⚕️ ❤️',
      '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
      '1️⃣',
    ]) {
      await forgetLimits(college);
      const { status, body } = await say(text);
      expect([text, Math.floor(status / 100), body['errors']]).toEqual([text, 2, undefined]);
    }
  },
);

test('a new address may hide nothing before its @ (BR-207)', async () => {
  const { status, body } = await college.http.post('/api/v1/auth/sign-up').send({
    email: `rob\u200bin@example.org`,
    chosenName: 'Robin',
  });
  expect([status, body.code]).toEqual([400, 'email_unusable']);
});

test('a name from before stays readable, and nothing else has to change with it (BR-207)', async () => {
  const old = await aPerson(college, { name: 'Juniper\u200b Holt' });
  expect((await old.get('/me')).body.chosenName).toBe('Juniper\u200b Holt');
  expect((await old.patch('/me', { pronouns: 'she/her' })).status).toBe(200);
});

test('in a journal people write what they like (BR-207)', async () => {
  const author = await aPerson(college);
  const words = '\u202eturned\u202c \u200b \u2800';
  const entry = await anEntry(author, words, { title: '\u2800', mood: '\u3164' });
  const { body } = await author.get(`/journal-entries/${entry.id}`);
  expect([body.title, body.mood, body.blocks[0].text]).toEqual(['\u2800', '\u3164', words]);
  expect((await author.post('/journal-searches', { words: '\u202eturned' })).status).toBe(200);
});
