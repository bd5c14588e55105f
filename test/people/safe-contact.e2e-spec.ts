import { openTestCollege, type TestCollege } from '../support/college.js';
import { aPerson } from '../support/builders.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const phone = {
  allowed: true,
  value: '+1 555 0100',
  safeHours: [{ from: '09:00', to: '17:00', days: [1, 2] }],
  leaveMessage: 'vague',
  whoMayAnswer: 'my sister',
};

test('nothing is safe until a person says so, and messages are discreet by default', async () => {
  const robin = await aPerson(college);
  const before = await robin.get('/me/safe-contact');
  expect(before.body).toEqual({
    channels: {},
    discreet: true,
    learnerWillInitiate: false,
    resetByEmail: true,
    passwordRecoveryCodes: null,
    confirmedAt: null,
    confirmationDue: true,
    onlyInApp: false,
    waiting: null,
    version: 0,
  });

  const said = await robin.put('/me/safe-contact', { channels: { inApp: { allowed: true }, phone } });
  expect(said.status).toBe(200);
  expect(said.body).toMatchObject({
    channels: { inApp: { allowed: true }, phone },
    discreet: true,
    learnerWillInitiate: false,
    confirmationDue: false,
    version: 1,
  });
});

test('what was safe when stays on record, newest first, and only for its owner', async () => {
  const [robin, other] = [await aPerson(college), await aPerson(college)];
  await robin.put('/me/safe-contact', { channels: { inApp: { allowed: true } } });
  await robin.put('/me/safe-contact', { channels: { inApp: { allowed: false } } });
  await robin.put('/me/safe-contact', { channels: {}, learnerWillInitiate: true });
  const first = (await robin.get('/me/safe-contact/history?limit=2')).body;
  expect(first.items).toMatchObject([
    { version: 3, channels: {}, learnerWillInitiate: true },
    { version: 2, channels: { inApp: { allowed: false } }, discreet: true },
  ]);
  const rest = (await robin.get(`/me/safe-contact/history?limit=2&cursor=${first.next}`)).body;
  expect(rest).toMatchObject({ items: [{ version: 1 }], next: null });
  expect((await other.get('/me/safe-contact/history')).body.items).toEqual([]);
  expect((await other.get(`/me/safe-contact/history?limit=2&cursor=${first.next}`)).body.code).toBe('invalid_cursor');
});

test('an old preference asks to be confirmed, and long unconfirmed leaves only messages inside the service (BR-148)', async () => {
  const robin = await aPerson(college);
  await robin.put('/me/safe-contact', { channels: { email: { allowed: true } } });
  college.clock.forward({ days: 180 });
  expect((await robin.get('/me/safe-contact')).body).toMatchObject({ confirmationDue: true, onlyInApp: false });
  college.clock.forward({ days: 185 });
  expect((await robin.get('/me/safe-contact')).body).toMatchObject({ confirmationDue: true, onlyInApp: true });
  expect((await robin.get('/me')).body.asks).toMatchObject([{ code: 'safe_contact_due' }]);
  const confirmed = await robin.post('/me/safe-contact/confirmation');
  expect(confirmed.body).toMatchObject({
    channels: { email: { allowed: true } },
    confirmationDue: false,
    onlyInApp: false,
    version: 2,
  });
  expect((await robin.get('/me')).body.asks).toEqual([]);
  expect((await (await aPerson(college)).post('/me/safe-contact/confirmation')).body.code).toBe('safe_contact_missing');
});

test.each([
  [
    'hours that end before they begin',
    { email: { allowed: true, safeHours: [{ from: '17:00', to: '09:00' }] } },
    '/channels/email/safeHours/0/to',
  ],
  [
    'an hour that does not exist',
    { email: { allowed: true, safeHours: [{ from: '09:00', to: '25:00' }] } },
    '/channels/email/safeHours/0/to',
  ],
  [
    'an eighth day of the week',
    { email: { allowed: true, safeHours: [{ from: '09:00', to: '10:00', days: [8] }] } },
    '/channels/email/safeHours/0/days',
  ],
  ['a telephone without a number', { phone: { allowed: true } }, '/channels/phone/value'],
  ['a number that is none', { sms: { allowed: true, value: 'call my neighbour' } }, '/channels/sms/value'],
  ['letters without an address', { post: { allowed: true } }, '/channels/post/value'],
  [
    'another e-mail address than that of the account',
    { email: { allowed: true, value: 'x@example.org' } },
    '/channels/email/value',
  ],
  ['a channel that nobody knows', { pigeon: { allowed: true } }, '/channels/pigeon'],
])('%s is refused in plain words', async (_, channels, pointer) => {
  const robin = await aPerson(college);
  const refused = await robin.put('/me/safe-contact', { channels });
  expect(refused.status).toBe(400);
  expect(refused.body.errors).toMatchObject([{ pointer, message: expect.stringMatching(/^(Please|We do not know)/) }]);
});

test('midnight is a good end, and a number may stay on record while it is not allowed', async () => {
  const robin = await aPerson(college);
  const channels = {
    email: { allowed: true, safeHours: [{ from: '20:00', to: '24:00' }] },
    phone: { allowed: false, value: '555 0100' },
    sms: { allowed: false },
  };
  expect((await robin.put('/me/safe-contact', { channels })).status).toBe(200);
});

test('the record of what happened knows that a preference was said, and nothing of what it says', async () => {
  const robin = await aPerson(college);
  await robin.put('/me/safe-contact', { channels: { phone } });
  const events = await college.sql.query('select to_jsonb(e) as event from event e where actor_id = $1', [robin.id]);
  expect(JSON.stringify(events)).toContain('safe_contact.said');
  expect(JSON.stringify(events)).not.toMatch(/555 0100|sister|"from"/);
});

test('a preference that names no channels at all is asked for them', async () => {
  const robin = await aPerson(college);
  for (const channels of [undefined, null, [], 'any']) {
    const refused = await robin.put('/me/safe-contact', { channels });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/channels']);
  }
});

test('what cannot be left open is not cleared', async () => {
  const robin = await aPerson(college);
  for (const field of ['discreet', 'learnerWillInitiate']) {
    const refused = await robin.put('/me/safe-contact', { channels: {}, [field]: null });
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [expect.objectContaining({ pointer: `/${field}`, code: 'not_clearable' })],
    ]);
  }
});
