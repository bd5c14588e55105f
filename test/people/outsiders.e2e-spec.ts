import type { Response } from 'supertest';
import { NotificationService } from '../../src/notifications/notification.service.js';
import { letterOf, wordsOf } from '../../src/notifications/letters.js';
import { messageKinds } from '../../src/notifications/message.rules.js';
import { newId } from '../../src/platform/ids.js';
import { aCertification, aCast, anOpenRun, type Cast } from '../sessions/a-run.js';
import { behindTheBack } from '../support/behind-the-back.js';
import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { letters } from '../support/outbox.js';
import { type DeclaredOperation, operations } from './operations.js';

let college: TestCollege;
let cast: Cast;
let [eve, mari, stranger, another, clinician] = [] as unknown as [
  TestPerson,
  TestPerson,
  TestPerson,
  TestPerson,
  TestPerson,
];
let run: { id: string; sessionIds: string[] };
/** What belongs to Marigold, by what it is. */
let hers: Record<string, string>;
/** What everybody may know of. */
let open: Record<string, string>;
/** Words and ids of which nobody else may ever see one. */
let secrets: string[];

beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-02-01T12:00:00Z');
  cast = await aCast(college);
  const opened = await anOpenRun(cast, ['2027-02-09T10:00', '2027-02-16T10:00'], {});
  run = { id: opened.id, sessionIds: opened.sessionIds.map(String) };
  eve = await aLearner(college, { name: 'Eve' });
  mari = await aLearner(college, { name: 'Marigold Quince' });
  [stranger, another] = [await aLearner(college, { name: 'Wilf' }), await aLearner(college, { name: 'Wanda' })];
  clinician = await aPerson(college, { name: 'Doctor', roles: ['facilitator'] });
  await aCertification(cast.casey, clinician);
  const enrolments = [
    await eve.post(`/runs/${run.id}/enrolments`, {}),
    await mari.post(`/runs/${run.id}/enrolments`, {}),
  ].map(({ body }) => String(body.id));
  await mari.patch('/me', { pronouns: 'xe/xem' });
  const need = await mari.post('/me/support-needs', {
    kind: 'other',
    text: 'Tangerine blinds',
    shareWithFacilitators: true,
  });
  const adjustment = await mari.post(`/enrolments/${enrolments[1]}/adjustments`, { wish: 'Cobalt cushions' });
  await mari.patch('/me/names', { legalName: 'Euphemia Thistlewood', nameOnCertificate: 'legal' });
  await mari.put('/me/emergency-contact', {
    name: 'Balthazar',
    relation: 'an aunt',
    phone: '+1 555 0188',
    knowsAboutCollege: false,
  });
  const change = await mari.put('/me/safe-contact', {
    channels: { inApp: { allowed: true }, sms: { allowed: true, value: '+1 555 0177' } },
  });
  await eve.put('/me/safe-contact', { channels: { inApp: { allowed: true } } });
  await college.deliver();
  hers = {
    person: mari.id,
    enrolment: String(enrolments[1]),
    need: need.body.id,
    adjustment: adjustment.body.id,
    change: change.body.waiting.id,
    message: (await mari.get('/me/messages')).body.items[0].id,
  };
  open = {
    run: run.id,
    session: run.sessionIds[0] ?? '',
    version: cast.versionId,
    course: cast.courseId,
    venue: cast.venueId,
    enrolment: enrolments[0] ?? '',
    person: eve.id,
  };
  secrets = [
    'Marigold',
    'Quince',
    'xe/xem',
    'Tangerine',
    'Cobalt',
    'Euphemia',
    'Thistlewood',
    'Balthazar',
    '555 0188',
    '555 0177',
    ...Object.values(hers),
  ];
});
afterAll(() => college.close());

const fields = ['status', 'code', 'title', 'detail', 'errors', 'message'];
/** All that an answer tells, without what differs between any two calls. */
const told = ({ status, body, headers }: Response, ids: string[]) => {
  const text = JSON.stringify([
    status,
    headers['content-type'],
    headers['cache-control'],
    headers['etag'] === undefined,
    fields.map((field) => (body as Record<string, unknown>)[field]),
  ]);
  return ids.reduce((rest, id) => rest.replaceAll(id, 'ID'), text);
};

async function ask(
  person: TestPerson | null,
  { method, path, query, body }: DeclaredOperation,
  { id, field }: { id: string; field?: string },
): Promise<Response> {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'id' ? (field === undefined ? id : run.id) : name === 'role' ? 'learner' : newId(),
  );
  const named = field !== undefined && query.includes(field) ? `?${field}=${id}` : '';
  const sent =
    body &&
    (field !== undefined && field in body ? { ...body, [field]: Array.isArray(body[field]) ? [id] : id } : body);
  if (person === null) {
    const request = college.http[method](`/api/v1${place}${named}`);
    return sent ? request.send(sent) : request;
  }
  if (method === 'get' || method === 'delete') return person[method](`${place}${named}`);
  return person[method](`${place}${named}`, sent ?? {}, { 'if-match': '"1"' });
}

describe('"is she your student?" (BR-138)', () => {
  const unknown = () => newId();
  const byId = operations.filter(({ path, learner }) => learner && path.includes('{id}'));
  const byField = operations.flatMap((operation) =>
    operation.learner
      ? [...operation.query, ...Object.keys(operation.body ?? {})]
          .filter((field) => /(person|recipient)Ids?$/i.test(field))
          .map((field) => ({ operation, field }))
      : [],
  );

  test('there is something to ask', () => {
    expect(byId.length).toBeGreaterThan(100);
    expect(byField.length).toBeGreaterThan(3);
  });

  test('every route with an id in it answers strangers alike for hers and for one that was never given', async () => {
    const differences: string[] = [];
    for (const operation of byId) {
      const nothing = unknown();
      const expected = told(await ask(operation.visitor ? null : stranger, operation, { id: nothing }), [nothing]);
      // Who someone is, and that they are enrolled, must not show anywhere; the rest belongs to no route of another
      // name.
      for (const [index, [what, id]] of Object.entries(hers).entries()) {
        // Two of them, so that the limit of what one person may try in a minute does not answer instead.
        const person = operation.visitor ? null : index % 2 === 0 ? stranger : another;
        const answered = told(await ask(person, operation, { id }), [id]);
        if (answered !== expected)
          differences.push(`${operation.method} ${operation.path} with her ${what}: ${answered}, not ${expected}`);
      }
    }
    expect(differences).toEqual([]);
  }, 240_000);

  test('every field and every filter that names a person answers strangers and colleagues alike, whoever it names', async () => {
    const differences: string[] = [];
    const refusals = new Map<string, number>();
    for (const { operation, field } of byField) {
      for (const person of [stranger, clinician]) {
        const nobody = unknown();
        const answer = await ask(person, operation, { id: mari.id, field });
        refusals.set(`${operation.path} ${field}`, answer.status);
        const [hersAnswer, nobodys] = [
          told(answer, [mari.id]),
          told(await ask(person, operation, { id: nobody, field }), [nobody]),
        ];
        if (hersAnswer !== nobodys)
          differences.push(`${operation.method} ${operation.path} by ${field}: ${hersAnswer}, not ${nobodys}`);
      }
    }
    expect(differences).toEqual([]);
    expect([...refusals].filter(([, status]) => status === 400)).toEqual([]);
  });

  test('every public form answers alike for her address and for one that nobody has, and writes to neither who is not to be written to', async () => {
    const password = 'nine lanterns along the quay';
    for (const [path, more] of [
      ['/auth/sign-in', { password }],
      ['/auth/password-reset', {}],
      ['/auth/sign-up', { chosenName: 'Any' }],
    ] as const) {
      const answers = [];
      for (const email of [`${mari.id}@example.org`, 'nobody.at.all@example.org'])
        answers.push(told(await college.http.post(`/api/v1${path}`).send({ email, ...more }), [email]));
      expect([path, answers[0]]).toEqual([path, answers[1]]);
    }
  });
});

describe('what a learner sees of another (I-13)', () => {
  const without = (text: string) => secrets.filter((secret) => text.includes(secret));

  test('no route that a learner can read holds a word or an id of somebody else on the same run', async () => {
    const leaks: string[] = [];
    for (const operation of operations.filter(
      ({ method, learner, path }) => method === 'get' && learner && !path.includes('{token}'),
    )) {
      for (const id of operation.path.includes('{id}') ? Object.values(open) : ['']) {
        const answer = await ask(eve, operation, { id });
        const found = without(`${answer.text ?? ''}${JSON.stringify(answer.headers)}`);
        if (found.length > 0) leaks.push(`${operation.path}: ${found.join(', ')}`);
      }
    }
    expect(leaks).toEqual([]);
  }, 240_000);

  test('no calendar holds one', async () => {
    const feed = await eve.post('/me/calendar-feed', {});
    const url = new URL(String(feed.body.link));
    const { text } = await college.http.get(url.pathname);
    expect(text).toContain('BEGIN:VEVENT');
    expect(without(text)).toEqual([]);
  });

  test('no message of any kind holds one, inside the service or as a letter, discreet or plain', async () => {
    for (const discreet of [true, false]) {
      const reader = await aLearner(college);
      await behindTheBack(college, 'delete from safe_contact where person_id = $1', [reader.id]);
      await reader.put('/me/safe-contact', {
        channels: { email: { allowed: true }, inApp: { allowed: true } },
        discreet,
      });
      // About what is hers, as if something had gone wrong before.
      await college.app
        .get(NotificationService)
        .intend(...messageKinds.map((kind) => ({ personId: reader.id, kind, subjectId: run.id, occasion: kind })));
      // Where the fact behind a kind does not hold, it is withdrawn, or its reference leads nowhere.
      await college.deliver({ mayFail: true });
      const inbox = (await reader.get('/me/messages?limit=100')).text;
      const mail = (await letters(college.dataFolder)).filter((letter) => letter.includes(reader.id));
      expect(mail.length).toBeGreaterThan(3);
      expect(without(inbox + mail.join(''))).toEqual([]);
      for (const kind of messageKinds) {
        const message = { kind, notAfter: new Date(), timeZone: 'Europe/London' };
        const words = [letterOf(message, discreet, 'UTC'), wordsOf(message, 'UTC')];
        expect(without(JSON.stringify(words))).toEqual([]);
      }
    }
  });

  test('the roster of those who facilitate holds what she shares, and nothing else of her', async () => {
    const { text } = await cast.ada.get(`/runs/${run.id}/roster`);
    expect(without(text).sort()).toEqual(['Marigold', 'Quince', 'Tangerine', 'xe/xem']);
  });
});
