import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CalendarFeedService } from '../../src/timetable/calendar-feeds/calendar-feed.service.js';
import { aLearner, aPerson, signedInAgain, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { codeIn, letters } from '../support/outbox.js';
import { repository } from '../support/repository.js';
import { anAccount, connectApp, holding, password } from './account.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const contact = { name: 'Ash', relation: 'friend', phone: '+1 555 0100', knowsAboutCollege: true };
const phoneToo = { channels: { inApp: { allowed: true }, phone: { allowed: true, value: '+1 555 0101' } } };
const anew = 'eleven lanterns at dusk';

/** Each route that lets somebody see or reach a person for long, with what it is asked. */
const lastingSight: readonly [string, object?][] = [
  ['POST /me/calendar-feed', { titles: 'neutral' }],
  ['PATCH /me/calendar-feed', { titles: 'full' }],
  ['PUT /me/emergency-contact', contact],
  ['DELETE /me/emergency-contact'],
  ['POST /people/:id/emergency-contact-uses', { reason: 'harm_to_self' }],
  ['PUT /me/safe-contact', phoneToo],
  ['PUT /me/safe-contact', { channels: {} }],
  ['PUT /me/consents/:purpose', { given: false }],
  ['POST /me/second-factor/recovery-codes'],
  ['POST /me/password-recovery-codes'],
  ['POST /me/second-factor'],
  ['POST /me/second-factor/confirmation', { code: '123456' }],
  ['DELETE /me/second-factor'],
];
/** What changes one of these and only takes away, or says again what holds. */
const withoutProof = ['DELETE /me/calendar-feed', 'POST /me/safe-contact/confirmation'];

const call = (person: TestPerson, route: string, body: object = {}) => {
  const [method, path = ''] = route.split(' ');
  const at = path.replace(':id', person.id).replace(':purpose', 'contact_channel:phone');
  if (method === 'DELETE') return person.delete(at);
  return method === 'PUT' ? person.put(at, body) : method === 'PATCH' ? person.patch(at, body) : person.post(at, body);
};
const kinds = async (person: TestPerson) => {
  await college.deliver();
  return (await person.get('/me/messages')).body.items.map(({ kind }: { kind: string }) => kind);
};
const feedOf = async (person: TestPerson, titles = 'neutral') =>
  new URL(String((await person.post('/me/calendar-feed', { titles })).body.link)).pathname;

test('each route of lasting sight is known, and asks for a proof or says why not (BR-189)', () => {
  const routes = readFileSync(join(repository, 'test/snapshots/routes.txt'), 'utf8')
    .split('\n')
    .map((line) => /(POST|PUT|PATCH|DELETE)\s+(?:\/api\/v1)?(\/\S+)/.exec(line))
    .flatMap((found) => (found ? [`${found[1]} ${found[2]}`] : []));
  const about = routes.filter((route) =>
    /calendar-feed|emergency-contact|safe-contact|second-factor|recovery-codes/.test(route),
  );
  expect(about.length).toBeGreaterThan(8);
  const listed = [...lastingSight.map(([route]) => route), ...withoutProof];
  expect(about.filter((route) => !listed.includes(route))).toEqual([]);
  expect(listed.filter((route) => !routes.includes(route))).toEqual([]);
});

test('an unlocked phone gives no lasting sight: without a proof of the last ten minutes each is refused (BR-189)', async () => {
  const robin = await aLearner(college, { name: 'Robin', roles: ['coordinator'] });
  await robin.put('/me/safe-contact', phoneToo);
  await robin.post('/me/calendar-feed', {});
  await robin.put('/me/emergency-contact', contact);
  college.clock.forward({ minutes: 11 });
  for (const [route, body] of lastingSight) {
    const answer = await call(robin, route, body);
    expect([route, answer.status, answer.body.code]).toEqual([route, 401, 'sign_in_again']);
  }
  expect((await robin.get('/me/calendar-feed')).body.titles).toBe('neutral');
  expect((await robin.get('/me/emergency-contact')).body.name).toBe('Ash');
  expect((await robin.patch('/me/calendar-feed', { titles: 'neutral' })).status).toBe(200);
  expect((await robin.post('/me/safe-contact/confirmation')).status).toBe(201);
  expect((await robin.delete('/me/calendar-feed')).status).toBe(204);
});

test('whoever is seen or reached in a new way is told inside the service, each time, whatever they allow (BR-189)', async () => {
  const robin = await aPerson(college);
  const onlyPhone = { phone: { allowed: true, value: '+1 555 0101' } };
  await robin.put('/me/safe-contact', { channels: onlyPhone, learnerWillInitiate: true });
  await robin.post('/me/safe-contact/confirmation');
  expect(await kinds(robin)).toEqual([]);
  await robin.post('/me/calendar-feed', {});
  expect(await kinds(robin)).toEqual(['calendar_feed_made']);
  await robin.patch('/me/calendar-feed', { titles: 'full' });
  await robin.patch('/me/calendar-feed', { titles: 'full' });
  expect(await kinds(robin)).toEqual(['calendar_feed_made', 'calendar_feed_made']);
  await robin.put('/me/emergency-contact', contact);
  await robin.delete('/me/emergency-contact');
  await robin.put('/me/safe-contact', { channels: {}, learnerWillInitiate: true });
  expect((await kinds(robin)).slice(0, -2).sort()).toEqual([
    'emergency_contact_changed',
    'emergency_contact_changed',
    'safe_contact_changed',
  ]);
  expect(await college.sql.query('select from staff_task where person_id = $1', [robin.id])).toEqual([]);
});

test('a wider wish that only waits says that it waits, and that it changed once it did (BR-149, BR-189)', async () => {
  const robin = await aPerson(college);
  await robin.put('/me/safe-contact', { channels: { inApp: { allowed: true } } });
  const { waiting, version } = (await robin.put('/me/safe-contact', phoneToo)).body;
  expect(version).toBe(2);
  expect(await kinds(robin)).toEqual(['contact_change_waiting']);
  expect((await robin.post(`/me/contact-changes/${waiting.id}/confirmation`, {})).status).toBe(201);
  expect(await kinds(robin)).toEqual(['safe_contact_changed', 'contact_change_waiting']);
});

test('whoever gets new recovery codes of the second factor is told each time (BR-189)', async () => {
  const account = await anAccount(college);
  const { accessToken } = (await account.signIn()).body;
  await connectApp(college, accessToken);
  const me = holding(college, accessToken);
  const told = async () => {
    await college.deliver();
    return (await me.get('/me/messages').expect(200)).body.items.map(({ kind }: { kind: string }) => kind);
  };
  expect(await told()).toEqual([]);
  await me.post('/me/second-factor/recovery-codes').expect(201);
  expect(await told()).toEqual(['recovery_codes_made']);
  await me.post('/me/second-factor/recovery-codes').expect(201);
  expect(await told()).toEqual(['recovery_codes_made', 'recovery_codes_made']);
});

test('a calendar link ends when the password is changed, and when it is reset (BR-213)', async () => {
  const account = await anAccount(college);
  const opened = async (path: string) => (await college.http.get(path)).status;
  const before = await feedOf(account.person);
  expect(await opened(before)).toBe(200);
  const me = holding(college, (await account.signIn()).body['accessToken']);
  await me.put('/me/password', { currentPassword: password, newPassword: anew }).expect(204);
  expect(await opened(before)).toBe(404);
  expect((await me.get('/me/calendar-feed')).status).toBe(404);

  const again = await feedOf(await signedInAgain(college, account.person));
  expect(await opened(again)).toBe(200);
  const post = (path: string, body: object) => college.http.post(`/api/v1${path}`).send(body);
  await post('/auth/password-reset', { email: account.email }).expect(202);
  await college.deliver();
  const letter = (await letters(college.dataFolder)).filter((each) => each.includes(account.email)).at(-1) ?? '';
  await post('/auth/password-reset/confirmation', { code: codeIn(letter), password }).expect(204);
  expect(await opened(again)).toBe(404);
});

test('a calendar link that nothing fetched for 60 days is over, with or without the job that tidies up (BR-213)', async () => {
  const robin = await aPerson(college);
  const path = await feedOf(robin);
  const status = async () => (await college.http.get(path)).status;
  college.clock.forward({ hours: 59 * 24 });
  expect(await status()).toBe(200);
  college.clock.forward({ hours: 59 * 24 });
  expect(await status()).toBe(200);
  college.clock.forward({ hours: 60 * 24 });
  expect(await status()).toBe(404);
  expect((await (await signedInAgain(college, robin)).get('/me/calendar-feed')).status).toBe(404);
  await college.app.get(CalendarFeedService).endWhatIsOver();
  const [feed] = await college.sql.query('select revoked_at from calendar_feed where person_id = $1', [robin.id]);
  expect(feed.revoked_at).not.toBeNull();
});

test('a repeated opening of an emergency contact is another use that everybody hears of (BR-150)', async () => {
  const robin = await aLearner(college);
  const watching = await aPerson(college, { roles: ['administrator'], registered: true });
  const casey = await aPerson(college, { roles: ['coordinator'] });
  await robin.put('/me/emergency-contact', contact);
  const open = async () =>
    (
      await casey.post(
        `/people/${robin.id}/emergency-contact-uses`,
        { reason: 'harm_to_self' },
        { 'idempotency-key': 'x1' },
      )
    ).body;
  const first = await open();
  await robin.put('/me/emergency-contact', { ...contact, phone: '+1 555 0199' });
  const second = await open();
  expect(second.phone).toBe('+1 555 0199');
  expect(second.id).not.toBe(first.id);
  expect((await robin.get('/me/emergency-contact-uses')).body.items).toHaveLength(2);
  expect(await kinds(watching)).toEqual(['emergency_contact_used', 'emergency_contact_used']);
});
