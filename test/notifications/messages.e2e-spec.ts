import { MessageSenderService } from '../../src/notifications/message-sender.service.js';
import { type Intent, NotificationService } from '../../src/notifications/notification.service.js';
import { newId } from '../../src/platform/ids.js';
import { type Letter, LetterNotSent, Mailer } from '../../src/platform/mail/mailer.js';
import { aCoordinator, aPerson, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { letters } from '../support/outbox.js';

let college: TestCollege;
let sendLetter: (letter: Letter) => Promise<void>;
beforeAll(async () => {
  college = await openTestCollege();
  await college.sql.query(`update college set time_zone = 'Europe/London'`);
  const mailer = college.app.get(Mailer);
  sendLetter = mailer.send.bind(mailer);
});
afterAll(() => college.close());

// Each test begins on a Tuesday at one in the afternoon, with a mail server that takes letters and nothing left to do.
beforeEach(async () => {
  await college.sql.query('delete from graphile_worker._private_jobs');
  college.app.get(Mailer).send = sendLetter;
  college.clock.moveTo('2027-06-01T12:00:00Z');
});

const inApp = { allowed: true };
const email = { allowed: true };
const office = { allowed: true, safeHours: [{ from: '09:00', to: '17:00' }] };

async function someone(channels: object, more: object = {}, name = 'Robin'): Promise<TestPerson> {
  const person = await aPerson(college, { name });
  const said = await person.put('/me/safe-contact', { channels, ...more });
  expect(said.status).toBe(200);
  return person;
}

/** Tells somebody of something that nobody has to look up before it is told. */
async function tell(person: TestPerson, intent: Partial<Intent> = {}): Promise<string> {
  const subjectId = intent.subjectId ?? newId();
  await college.app.get(NotificationService).intend({
    personId: person.id,
    kind: 'place_cancelled',
    subjectId,
    notAfter: fromNow(college, { days: 2 }),
    ...intent,
  });
  await college.deliver();
  return subjectId;
}

const lettersTo = async ({ id }: TestPerson) =>
  (await letters(college.dataFolder)).filter((letter) => letter.includes(`To: ${id}@example.org`));
const messageOf = async (subjectId: string) =>
  (await college.sql.query('select * from message where subject_id = $1', [subjectId]))[0];
const inboxOf = async (person: TestPerson) => (await person.get('/me/messages')).body.items;
const tasksFor = async (person: TestPerson) =>
  (await (await aCoordinator(college)).get(`/staff-tasks?personId=${person.id}`)).body.items;

describe('where a message goes', () => {
  test('who chose messages inside the service finds them there, and gets no letter (BR-51)', async () => {
    const robin = await someone({ inApp });
    const subjectId = await tell(robin);
    expect(await inboxOf(robin)).toMatchObject([
      { kind: 'place_cancelled', subjectId, title: 'Called off', readAt: null, can: ['read'] },
    ]);
    expect(await lettersTo(robin)).toEqual([]);
    expect(await messageOf(subjectId)).toMatchObject({ state: 'sent', channel: 'inApp' });
  });

  test('who chose e-mail alone gets one discreet letter, and nothing waits inside the service', async () => {
    const robin = await someone({ email });
    await tell(robin);
    const [letter = '', ...more] = await lettersTo(robin);
    expect(more).toEqual([]);
    expect(letter).toContain('Subject: A message for you');
    expect(letter).not.toMatch(/booked|place|sorry/);
    expect(await inboxOf(robin)).toEqual([]);
  });

  test('who does not ask for discretion gets the plain words', async () => {
    const robin = await someone({ email }, { discreet: false });
    await tell(robin);
    expect((await lettersTo(robin))[0]).toContain('Subject: Called off');
  });

  test('an address that nobody confirmed is not written to', async () => {
    const robin = await someone({ email });
    await college.sql.query('update person set email_confirmed_at = null where id = $1', [robin.id]);
    const subjectId = await tell(robin);
    expect(await messageOf(subjectId)).toMatchObject({ state: 'suppressed', suppressed_because: 'no_safe_channel' });
  });

  test('a preference that nobody confirmed for a year leaves only the service itself (BR-148)', async () => {
    const [both, mail] = [await someone({ email, inApp }), await someone({ email })];
    college.clock.forward({ days: 365 });
    await tell(both);
    const subjectId = await tell(mail);
    expect(await inboxOf(both)).toHaveLength(1);
    expect([...(await lettersTo(both)), ...(await lettersTo(mail))]).toEqual([]);
    expect(await messageOf(subjectId)).toMatchObject({ state: 'suppressed', suppressed_because: 'no_safe_channel' });
  });
});

describe('what stays unsent', () => {
  test('without a safe channel nothing goes out and a person of the college is asked (BR-143)', async () => {
    const robin = await someone({ phone: { allowed: true, value: '+1 555 0100' }, email: { allowed: false } });
    const subjectId = await tell(robin);
    expect(await messageOf(subjectId)).toMatchObject({
      state: 'suppressed',
      suppressed_because: 'no_safe_channel',
      in_inbox_at: null,
    });
    expect(await lettersTo(robin)).toEqual([]);
    expect(await tasksFor(robin)).toMatchObject([
      {
        kind: 'message_not_sent',
        about: 'place_cancelled',
        reason: 'no_safe_channel',
        subjectId,
        personId: robin.id,
        chosenName: 'Robin',
      },
    ]);
  });

  test('who said nothing is not written to', async () => {
    const subjectId = await tell(await aPerson(college));
    expect(await messageOf(subjectId)).toMatchObject({ state: 'suppressed', suppressed_because: 'no_safe_channel' });
  });

  test('outside the safe hours a letter waits for the morning, and can be read inside meanwhile (BR-144)', async () => {
    college.clock.moveTo('2027-06-01T21:00:00Z');
    const robin = await someone({ email: office, inApp });
    const subjectId = await tell(robin);
    expect(await lettersTo(robin)).toEqual([]);
    expect(await messageOf(subjectId)).toMatchObject({ state: 'planned' });
    expect(await inboxOf(robin)).toHaveLength(1);
    college.clock.moveTo('2027-06-02T07:59:00Z');
    await college.deliver();
    expect(await lettersTo(robin)).toEqual([]);
    college.clock.moveTo('2027-06-02T08:00:30Z');
    await college.deliver();
    expect(await lettersTo(robin)).toHaveLength(1);
    expect(await messageOf(subjectId)).toMatchObject({ state: 'sent', channel: 'email' });
  });

  test('a letter that could only come too late is not sent, and a person of the college is asked at once (BR-144)', async () => {
    college.clock.moveTo('2027-06-01T21:00:00Z');
    const robin = await someone({ email: office });
    const subjectId = await tell(robin, { notAfter: new Date('2027-06-02T07:00:00Z') });
    expect(await messageOf(subjectId)).toMatchObject({ state: 'suppressed', suppressed_because: 'outside_hours' });
    expect(await tasksFor(robin)).toMatchObject([
      { reason: 'outside_hours', subjectId, dueAt: '2027-06-02T07:00:00.000Z' },
    ]);
  });

  test('a letter that was delayed beyond its use is not sent any more (I-26)', async () => {
    const robin = await someone({ email });
    const subjectId = newId();
    await college.app
      .get(NotificationService)
      .intend({ personId: robin.id, kind: 'place_cancelled', subjectId, notAfter: fromNow(college, { hours: 1 }) });
    college.clock.forward({ hours: 2 });
    await college.deliver();
    expect(await lettersTo(robin)).toEqual([]);
    expect(await messageOf(subjectId)).toMatchObject({ state: 'suppressed' });
  });

  test('who always makes the first step is left alone, but gets what they asked for (BR-147)', async () => {
    const robin = await someone({ email, inApp }, { learnerWillInitiate: true });
    const news = await tell(robin, { kind: 'place_cancelled' });
    expect(await messageOf(news)).toMatchObject({
      state: 'suppressed',
      suppressed_because: 'learner_initiates',
      in_inbox_at: null,
    });
    expect(await lettersTo(robin)).toEqual([]);
    expect(await inboxOf(robin)).toEqual([]);
    expect(await tasksFor(robin)).toEqual([]);
    await tell(robin, { kind: 'offer_expired', requested: true });
    expect(await lettersTo(robin)).toHaveLength(1);
    expect(await inboxOf(robin)).toHaveLength(1);
  });
});

describe('once, and not twice', () => {
  test('the same thing intended by many at once is told once (I-26)', async () => {
    const robin = await someone({ email });
    const intent: Intent = { personId: robin.id, kind: 'place_cancelled', subjectId: newId() };
    await Promise.all(
      Array.from({ length: 10 }, () =>
        college.app.get(NotificationService).intend(intent, { ...intent, kind: 'offer_expired' }),
      ),
    );
    await college.deliver();
    await college.app.get(NotificationService).intend(intent);
    await college.deliver();
    expect(await lettersTo(robin)).toHaveLength(2);
  });

  test('another occasion of the same subject is told again', async () => {
    const robin = await someone({ inApp });
    const subjectId = await tell(robin, { occasion: 'first change' });
    await tell(robin, { subjectId, occasion: 'second change' });
    expect(await inboxOf(robin)).toHaveLength(2);
  });

  test('messages that several workers take at the same time are sent once', async () => {
    const robin = await someone({ email });
    await college.app.get(NotificationService).intend(
      ...Array.from({ length: 8 }, (): Intent => ({
        personId: robin.id,
        kind: 'place_cancelled',
        subjectId: newId(),
      })),
    );
    const ids: { id: string }[] = await college.sql.query('select id from message where person_id = $1', [robin.id]);
    await Promise.all(
      ids.flatMap(({ id }) => Array.from({ length: 4 }, () => college.app.get(MessageSenderService).send(id))),
    );
    college.clock.forward({ hours: 1 });
    await college.deliver();
    expect(await lettersTo(robin)).toHaveLength(8);
    expect(
      await college.sql.query('select distinct state, attempts from message where person_id = $1', [robin.id]),
    ).toEqual([{ state: 'sent', attempts: 1 }]);
  });

  test('an attempt whose end nobody knows is not repeated; a person of the college is asked', async () => {
    const robin = await someone({ email });
    await college.app
      .get(NotificationService)
      .intend({ personId: robin.id, kind: 'place_cancelled', subjectId: newId() });
    await college.sql.query(
      `update message set state = 'queued', channel = 'email', attempts = 1, attempted_at = $1 where person_id = $2`,
      [college.clock.now(), robin.id],
    );
    await college.deliver();
    expect(await tasksFor(robin)).toEqual([]);
    college.clock.forward({ minutes: 16 });
    await college.deliver();
    expect(await lettersTo(robin)).toEqual([]);
    expect(await tasksFor(robin)).toMatchObject([{ about: 'place_cancelled', reason: 'not_delivered' }]);
  });
});

describe('a mail server that does not take letters', () => {
  const refuseLetters = (times: number): Letter[] => {
    const offered: Letter[] = [];
    const mailer = college.app.get(Mailer);
    mailer.send = async (letter) => {
      offered.push(letter);
      if (offered.length <= times) throw new LetterNotSent('EENVELOPE');
      await sendLetter(letter);
    };
    return offered;
  };

  test('is tried again later, and the letter then goes out once', async () => {
    const offered = refuseLetters(2);
    const robin = await someone({ email });
    const subjectId = await tell(robin);
    expect(await messageOf(subjectId)).toMatchObject({ state: 'failed', attempts: 1 });
    await college.deliver();
    expect(offered).toHaveLength(1);
    for (let minutes = 0; minutes < 10; minutes++) {
      college.clock.forward({ minutes: 1 });
      await college.deliver();
    }
    expect(offered).toHaveLength(3);
    expect(await lettersTo(robin)).toHaveLength(1);
    expect(await messageOf(subjectId)).toMatchObject({ state: 'sent', attempts: 3 });
  });

  test('is given up on after five attempts, and a person of the college is asked', async () => {
    const offered = refuseLetters(Infinity);
    const robin = await someone({ email });
    const subjectId = await tell(robin);
    for (let hours = 0; hours < 8; hours++) {
      college.clock.forward({ hours: 1 });
      await college.deliver();
    }
    expect(offered).toHaveLength(5);
    expect(await messageOf(subjectId)).toMatchObject({ state: 'failed', attempts: 5 });
    expect(await tasksFor(robin)).toMatchObject([{ about: 'place_cancelled', reason: 'not_delivered', subjectId }]);
  });
});

describe('the inbox', () => {
  test('is read page by page, newest first, and by its owner alone', async () => {
    const [robin, other] = [await someone({ inApp }), await someone({ inApp })];
    for (const kind of ['place_cancelled', 'offer_expired', 'place_released'] as const) {
      await tell(robin, { kind });
      college.clock.forward({ minutes: 1 });
    }
    const first = (await robin.get('/me/messages?limit=2')).body;
    expect(first.items.map(({ kind }: { kind: string }) => kind)).toEqual(['place_released', 'offer_expired']);
    const rest = (await robin.get(`/me/messages?limit=2&cursor=${first.next}`)).body;
    expect(rest).toMatchObject({ items: [{ kind: 'place_cancelled' }], next: null });
    expect(await inboxOf(other)).toEqual([]);
    expect((await other.get(`/me/messages/${first.items[0].id}`)).status).toBe(404);
    expect((await other.post(`/me/messages/${first.items[0].id}/reading`)).status).toBe(404);
    expect((await other.get(`/me/messages?limit=2&cursor=${first.next}`)).body.code).toBe('invalid_cursor');
  });

  test('remembers when a message was first read', async () => {
    const robin = await someone({ inApp });
    await tell(robin);
    const [{ id }] = await inboxOf(robin);
    const read = await robin.post(`/me/messages/${id}/reading`);
    expect(read.body).toMatchObject({ id, readAt: expect.any(String), can: [] });
    college.clock.forward({ minutes: 5 });
    expect((await robin.post(`/me/messages/${id}/reading`)).body.readAt).toBe(read.body.readAt);
    expect((await robin.get('/me/messages?unread=true')).body.items).toEqual([]);
    expect((await robin.get(`/me/messages/${id}`)).body.readAt).toBe(read.body.readAt);
  });
});

test('addresses, numbers and words stay out of events, jobs and their faults', async () => {
  const mailer = college.app.get(Mailer);
  mailer.send = () => Promise.reject(new LetterNotSent('EENVELOPE'));
  const robin = await someone(
    { email, phone: { allowed: true, value: '+1 555 0100', whoMayAnswer: 'my sister' } },
    { discreet: false },
  );
  await tell(robin);
  await college.http
    .post('/api/v1/auth/password-reset')
    .send({ email: `${robin.id}@example.org` })
    .expect(202);
  await college.deliver({ mayFail: true });
  const kept = await college.sql.query(
    `
      select (select json_agg(e) from event e) as events,
        (select json_agg(j) from graphile_worker._private_jobs j) as jobs`,
  );
  const text = JSON.stringify(kept);
  expect(text).toContain('EENVELOPE');
  expect(
    ['example.org', '555 0100', 'my sister', 'Called off', 'sorry', 'Robin'].filter((secret) =>
      text.toLowerCase().includes(secret.toLowerCase()),
    ),
  ).toEqual([]);
});
