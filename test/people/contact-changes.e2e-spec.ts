import { newId } from '../../src/platform/ids.js';
import { ContactConfirmationService } from '../../src/people/contact/contact-confirmation.service.js';
import {
  confirmationWays,
  contactChangeKinds,
  contactChangeMoves,
  contactChangeStates,
  type Preference,
  widens,
} from '../../src/people/contact/contact-change.rules.js';
import type { SafeLine } from '../../src/people/contact/safe-channels.dto.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { aCoordinator, aPerson, type TestPerson } from '../support/builders.js';
import { checkedValues, triggerMoves } from '../support/catalog.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { alike, codeIn, letters } from '../support/outbox.js';

let college: TestCollege;
beforeAll(async () => {
  college = await openTestCollege();
  await college.sql.query(`update college set time_zone = 'Europe/London'`);
});
afterAll(() => college.close());
// Each test begins on a Tuesday at one in the afternoon.
beforeEach(() => college.clock.moveTo('2027-06-01T12:00:00Z'));

const email = { allowed: true };
const inApp = { allowed: true };
const phone = { allowed: true, value: '+1 555 0100' };

async function someone(channels: object): Promise<TestPerson> {
  const person = await aPerson(college);
  await person.put('/me/safe-contact', { channels });
  return person;
}
const asks = async (person: TestPerson, channels: object, more: object = {}) =>
  (await person.put('/me/safe-contact', { channels, ...more })).body;
const lettersTo = async (address: string) => {
  await college.deliver();
  return (await letters(college.dataFolder)).filter((letter) => letter.includes(`To: ${address}`));
};
const digitsIn = (letter = '') => /^\d{8}$/m.exec(letter)?.[0] ?? '';
const confirm = (person: TestPerson, id: string, code?: string) =>
  person.post(`/me/contact-changes/${id}/confirmation`, code === undefined ? {} : { code });

test('what is to be sent about a change that went with an erasure meanwhile is not sent', async () => {
  const confirmations = college.app.get(ContactConfirmationService);
  await expect(confirmations.deliverLink(newId())).resolves.toBeUndefined();
  await expect(confirmations.deliverCode(newId())).resolves.toBeUndefined();
});

test('the database knows the same values and moves as the code', async () => {
  expect(await checkedValues(college.sql, 'contact_change_state')).toEqual([...contactChangeStates].sort());
  expect(await checkedValues(college.sql, 'contact_change_kind')).toEqual([...contactChangeKinds].sort());
  expect(await checkedValues(college.sql, 'contact_change_way')).toEqual([...confirmationWays].sort());
  expect(await triggerMoves(college.sql, 'contact_change_moves')).toEqual(movesOf(contactChangeMoves));
});

describe('a wider way of contact (BR-149)', () => {
  test('waits for the code that goes to the address which was safe before; nothing goes to the new number', async () => {
    const robin = await someone({ email, inApp });
    const { channels, waiting } = await asks(robin, { email, inApp, sms: phone });
    expect(channels.sms).toEqual({ allowed: false });
    expect(waiting).toMatchObject({
      kind: 'safe_contact',
      state: 'waiting',
      confirmBy: 'email',
      channels: { sms: phone },
      can: ['confirm', 'take_back'],
    });
    const [letter = '', ...more] = await lettersTo(`${robin.id}@example.org`);
    expect(more).toEqual([]);
    expect(letter).toContain('Subject: Your code');
    expect(letter).not.toContain('555 0100');
    const done = await confirm(robin, waiting.id, digitsIn(letter));
    expect(done.body).toMatchObject({ state: 'done', confirmedBy: null, can: [] });
    expect((await robin.get('/me/safe-contact')).body).toMatchObject({
      channels: { email, inApp, sms: phone },
      waiting: null,
    });
    expect((await confirm(robin, waiting.id, digitsIn(letter))).body.code).toBe('state_conflict');
    expect(
      (await robin.get('/me/consents')).body.items.find(
        ({ purpose }: { purpose: string }) => purpose === 'contact_channel:sms',
      ),
    ).toMatchObject({ state: 'given', method: 'with_a_setting' });
  });

  test('is confirmed with a recent sign-in where only the service itself was safe, and the inbox tells of it', async () => {
    const robin = await someone({ inApp });
    const { waiting } = await asks(robin, { inApp, phone });
    expect(waiting.confirmBy).toBe('in_app');
    expect(await lettersTo(`${robin.id}@example.org`)).toEqual([]);
    expect((await robin.get('/me/messages')).body.items).toContainEqual(
      expect.objectContaining({
        kind: 'contact_change_waiting',
        subjectId: waiting.id,
        usefulUntil: waiting.expiresAt,
      }),
    );
    college.clock.forward({ minutes: 11 });
    expect((await confirm(robin, waiting.id)).body.code).toBe('sign_in_again');
    expect((await robin.get('/me/safe-contact')).body.channels.phone).toEqual({ allowed: false });
    college.clock.forward({ minutes: -10 });
    expect((await confirm(robin, waiting.id)).status).toBe(201);
    expect((await robin.get('/me/safe-contact')).body.channels.phone).toEqual(phone);
  });

  test('is confirmed in person where no way was safe before, by a coordinator whom the person sees, with how they knew', async () => {
    const [robin, casey] = [await someone({ phone }), await aCoordinator(college)];
    const { waiting } = await asks(robin, { phone, email });
    expect(waiting).toMatchObject({ confirmBy: 'in_person', can: ['take_back'] });
    expect((await confirm(robin, waiting.id)).body.code).toBe('confirm_in_person');
    const path = `/people/${robin.id}/contact-confirmations`;
    const word = { kind: 'safe_contact', reason: 'Came to the desk with a card.' };
    for (const person of [
      robin,
      await aPerson(college, { roles: ['facilitator'] }),
      await aPerson(college, { roles: ['administrator'] }),
    ])
      expect((await person.post(path, word)).status).toBe(403);
    expect((await casey.post(path, { kind: 'safe_contact' })).status).toBe(400);
    expect((await casey.post(path, { ...word, kind: 'email' })).status).toBe(404);
    const confirmed = await casey.post(path, word);
    expect(confirmed.body).toEqual({ id: waiting.id, kind: 'safe_contact', confirmedAt: expect.any(String) });
    expect((await robin.get(`/me/contact-changes/${waiting.id}`)).body).toMatchObject({
      state: 'done',
      confirmedBy: casey.id,
      confirmedBecause: word.reason,
    });
    expect((await robin.get('/me/safe-contact')).body.channels.email).toEqual(email);
    expect((await casey.post(path, word)).status).toBe(404);
  });

  test('a coordinator does not confirm their own', async () => {
    const casey = await aCoordinator(college);
    await casey.put('/me/safe-contact', { channels: { phone } });
    await asks(casey, { phone, email });
    expect(
      (await casey.post(`/people/${casey.id}/contact-confirmations`, { kind: 'safe_contact', reason: 'It is me' })).body
        .code,
    ).toBe('own_record');
  });

  test('a code comes in the hours that both the old and the new preference call safe, and is drawn anew for each change', async () => {
    const robin = await someone({ email: { allowed: true, safeHours: [{ from: '18:00', to: '20:00' }] } });
    const first = await asks(robin, { email: { allowed: true, safeHours: [{ from: '19:00', to: '22:00' }] } });
    expect(first.channels.email.safeHours).toEqual([{ from: '19:00', to: '20:00', days: [1, 2, 3, 4, 5, 6, 7] }]);
    expect(await lettersTo(`${robin.id}@example.org`)).toEqual([]);
    college.clock.moveTo('2027-06-01T18:00:30Z');
    expect(await lettersTo(`${robin.id}@example.org`)).toHaveLength(1);
  });

  test('what is taken away is gone at once, also when something else is added, and no code goes to what is not safe any more', async () => {
    const robin = await someone({ email, phone, inApp });
    const { channels, waiting } = await asks(
      robin,
      { email: { allowed: false }, phone: { ...phone, value: '+1 555 0199' }, inApp },
      { learnerWillInitiate: true },
    );
    expect(channels).toEqual({ email: { allowed: false }, phone: { allowed: false, value: '+1 555 0100' }, inApp });
    expect(waiting.confirmBy).toBe('in_app');
    expect(await lettersTo(`${robin.id}@example.org`)).toEqual([]);
    expect((await robin.get('/me/safe-contact')).body.learnerWillInitiate).toBe(true);
  });

  test('a code can be tried five times, each counted before it is looked at, also when all come at once', async () => {
    const robin = await someone({ email });
    const { waiting } = await asks(robin, { email, sms: phone });
    const code = digitsIn((await lettersTo(`${robin.id}@example.org`))[0]);
    const wrong = code === '00000000' ? '00000001' : '00000000';
    const tries = await Promise.all(Array.from({ length: 8 }, () => confirm(robin, waiting.id, wrong)));
    expect(new Set(tries.map(({ body }) => body.code))).toEqual(new Set(['contact_code_wrong']));
    expect(await college.sql.query('select tries from contact_change where id = $1', [waiting.id])).toEqual([
      { tries: 5 },
    ]);
    expect((await confirm(robin, waiting.id, code)).body.code).toBe('contact_code_wrong');
    expect((await confirm(robin, waiting.id)).body.code).toBe('contact_code_wrong');
  });

  test('a code is good for a day and a change for a week, and a newer wish takes the place of an older one', async () => {
    const robin = await someone({ email });
    const first = (await asks(robin, { email, sms: phone })).waiting;
    const [letter] = await lettersTo(`${robin.id}@example.org`);
    const second = (await asks(robin, { email, phone })).waiting;
    expect((await robin.get(`/me/contact-changes/${first.id}`)).body).toMatchObject({ state: 'dropped', can: [] });
    expect((await confirm(robin, first.id, digitsIn(letter))).status).toBe(404);
    expect((await confirm(robin, second.id, digitsIn(letter))).body.code).toBe('contact_code_wrong');
    const newest = digitsIn((await lettersTo(`${robin.id}@example.org`)).at(-1));
    college.clock.moveTo('2027-06-02T12:01:00Z');
    await college.sql.query('update sign_in set started_at = $2 where person_id = $1', [robin.id, college.clock.now()]);
    expect((await confirm(robin, second.id, newest)).body.code).toBe('contact_code_wrong');
    college.clock.moveTo('2027-06-08T12:01:00Z');
    expect((await robin.get(`/me/contact-changes/${second.id}`)).body).toMatchObject({ state: 'dropped', can: [] });
    expect((await robin.get('/me/safe-contact')).body).toMatchObject({
      waiting: null,
      channels: { phone: { allowed: false } },
    });
  });

  test('can be taken back, by its owner alone, and others never find it', async () => {
    const [robin, other] = [
      await someone({ inApp }),
      await aPerson(college, { roles: ['coordinator', 'administrator'] }),
    ];
    const { waiting } = await asks(robin, { inApp, phone });
    const path = `/me/contact-changes/${waiting.id}`;
    for (const answer of [await other.get(path), await other.delete(path), await confirm(other, waiting.id)])
      expect(answer.status).toBe(404);
    expect((await robin.delete(path)).status).toBe(204);
    expect((await robin.delete(path)).status).toBe(404);
    expect((await confirm(robin, waiting.id)).status).toBe(404);
    expect((await robin.get('/me/contact-changes?limit=1')).body).toMatchObject({
      items: [{ id: waiting.id, state: 'dropped' }],
      next: null,
    });
  });

  test('of two confirmations at once one counts', async () => {
    const robin = await someone({ inApp });
    const { waiting } = await asks(robin, { inApp, phone });
    const answers = await Promise.all([confirm(robin, waiting.id), confirm(robin, waiting.id)]);
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
    expect((await robin.get('/me/safe-contact')).body.version).toBe(3);
  });

  test('taking the consent to a channel back ends it in the preference, at once (BR-142)', async () => {
    const robin = await someone({ email, phone });
    await asks(robin, { email, phone, sms: phone });
    expect((await robin.put('/me/consents/contact_channel:phone', { given: false })).body.state).toBe('withdrawn');
    expect((await robin.get('/me/safe-contact')).body).toMatchObject({
      channels: { email, phone: { allowed: false } },
      waiting: null,
    });
  });
});

describe('the database', () => {
  const line = (seed: number): SafeLine => ({
    allowed: seed % 3 !== 0,
    ...(seed % 2 === 0 && { value: `555 010${seed % 5}` }),
    ...(seed % 4 !== 0 && {
      safeHours: [
        {
          from: `0${seed % 9}:30`,
          to: seed % 5 === 0 ? '24:00' : `1${seed % 7}:00`,
          ...(seed % 3 === 1 && { days: [1 + (seed % 7)] }),
        },
      ],
    }),
    ...(seed % 5 < 3 && { leaveMessage: (['none', 'vague', 'normal'] as const)[seed % 3] }),
    ...(seed % 6 === 1 && { whoMayAnswer: seed % 12 === 1 ? 'my sister' : 'anybody' }),
  });

  test('judges what is wider exactly as the code does', async () => {
    let seed = 20270601;
    const next = () => (seed = (seed * 48271) % 2147483647);
    const preferences = Array.from({ length: 600 }, (): Preference => {
      const one = next();
      // Often alike, so that small differences decide.
      return {
        channels: { phone: line(one % 30), ...(one % 2 === 0 && { email: line(0 + (next() % 10)) }) },
        discreet: true,
        learnerWillInitiate: false,
        resetByEmail: true,
      };
    });
    const pairs = preferences.slice(1).map((after, index) => ({ before: preferences[index] as Preference, after }));
    const judged: { wider: boolean }[] = await college.sql.query(
      `
        select contact_widens(pair -> 'before' -> 'channels', pair -> 'after' -> 'channels') as wider
        from jsonb_array_elements($1::jsonb) with ordinality as all_pairs(pair, place)
        order by place`,
      [JSON.stringify(pairs)],
    );
    const expected = pairs.map(({ before, after }) => widens(before, after));
    expect(judged.map(({ wider }) => wider)).toEqual(expected);
    expect(expected.filter(Boolean).length).toBeGreaterThan(50);
    expect(expected.filter((wider) => !wider).length).toBeGreaterThan(50);
  });

  test('refuses a wider preference without its confirmed change, and another address that nobody agreed to', async () => {
    const robin = await someone({ inApp });
    const { waiting } = await asks(robin, { inApp, phone });
    const insert = (changeId: string | null) =>
      college.sql.query(
        `
          insert into safe_contact (id, person_id, version, channels, confirmed_at, change_id)
          values (gen_random_uuid(), $1, 99, $2, now(), $3)`,
        [robin.id, JSON.stringify({ inApp, phone }), changeId],
      );
    await expect(insert(null)).rejects.toThrow('was not confirmed');
    await expect(insert(waiting.id)).rejects.toThrow('was not confirmed');
    await expect(
      college.sql.query(`update person set email_canonical = 'thief@example.org' where id = $1`, [robin.id]),
    ).rejects.toThrow('not agreed to');
    await expect(
      college.sql.query(`update contact_change set state = 'done', agreed_at = now() where id = $1`, [waiting.id]),
    ).rejects.toThrow('is not a move');
  });
});

describe('another e-mail address (BR-149)', () => {
  const ask = (person: TestPerson, address: string) => person.post('/me/email-change', { email: address });
  const complete = (person: TestPerson, id: string, code: string) =>
    person.post(`/me/contact-changes/${id}/completion`, { code });

  test('is confirmed at the old one first; only then does the new one get a code, and only that code makes it the address', async () => {
    const robin = await someone({ email });
    const asked = await ask(robin, 'Robin.New@example.net');
    expect(asked.body).toMatchObject({
      kind: 'email',
      email: 'Robin.New@example.net',
      confirmBy: 'email',
      state: 'waiting',
    });
    expect(await lettersTo('Robin.New@example.net')).toEqual([]);
    const [old = ''] = await lettersTo(`${robin.id}@example.org`);
    expect(old).not.toContain('example.net');
    expect((await complete(robin, asked.body.id, 'a'.repeat(43))).body.code).toBe('link_invalid');
    expect((await confirm(robin, asked.body.id, digitsIn(old))).body).toMatchObject({
      state: 'agreed',
      can: ['complete', 'take_back'],
    });
    expect((await robin.get('/me')).body.email).toBe(`${robin.id}@example.org`);
    const [letter = ''] = await lettersTo('Robin.New@example.net');
    expect((await complete(robin, asked.body.id, codeIn(letter))).body).toMatchObject({ state: 'done' });
    expect((await robin.get('/me')).body.email).toBe('Robin.New@example.net');
    expect((await complete(robin, asked.body.id, codeIn(letter))).body.code).toBe('link_invalid');
  });

  test('asks for a recent sign-in, and for an address that can be one', async () => {
    const robin = await someone({ inApp });
    expect((await ask(robin, 'not an address')).body.code).toBe('email_unusable');
    college.clock.forward({ minutes: 11 });
    expect((await ask(robin, 'robin@example.net')).body.code).toBe('sign_in_again');
  });

  test('is answered alike whether or not somebody uses it here, and both are written to alike (BR-138, BR-214)', async () => {
    const [robin, known] = [await someone({ inApp }), await someone({ email })];
    const shapes: unknown[] = [];
    const sent: string[] = [];
    for (const address of [`${known.id}@example.org`, 'nobody.here@example.org']) {
      const asked = await ask(robin, address);
      const agreed = await confirm(robin, asked.body.id);
      const [letter = '', ...more] = await lettersTo(address);
      expect(more).toEqual([]);
      sent.push(alike(letter, address));
      const completed = await complete(robin, asked.body.id, 'a'.repeat(43));
      if (address.startsWith(known.id))
        expect((await complete(robin, asked.body.id, codeIn(letter))).body.code).toBe('link_invalid');
      shapes.push(
        [asked, agreed, completed].map(({ status, body }) => [
          status,
          { ...body, id: 0, email: 0, requestId: 0, requestedAt: 0, expiresAt: 0, confirmedAt: 0 },
        ]),
      );
    }
    expect(shapes[0]).toEqual(shapes[1]);
    expect(sent[0]).toBe(sent[1]);
    const { items } = (await known.get('/me/messages')).body;
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(['address_entered']);
  });

  test('somebody who never said how they may be reached confirms inside the service', async () => {
    const robin = await aPerson(college);
    const asked = await ask(robin, 'first.time@example.net');
    expect(asked.body.confirmBy).toBe('in_app');
    expect((await confirm(robin, asked.body.id)).body.state).toBe('agreed');
  });

  test('two people who want the same address: the first one to complete has it', async () => {
    const both = [await someone({ inApp }), await someone({ inApp })] as const;
    const codes: string[] = [];
    const ids: string[] = [];
    for (const person of both) {
      const { id } = (await ask(person, 'shared@example.net')).body;
      await confirm(person, id);
      codes.push(codeIn((await lettersTo('shared@example.net')).at(-1) ?? ''));
      ids.push(id);
    }
    const answers = await Promise.all(
      both.map((person, index) => complete(person, ids[index] ?? '', codes[index] ?? '')),
    );
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
    expect(answers.find(({ status }) => status !== 201)?.status).toBeLessThan(500);
  });
});

test('addresses, numbers and codes stay out of events and jobs', async () => {
  const robin = await someone({ email });
  await asks(robin, { email, sms: { allowed: true, value: '+1 555 0166' } });
  await robin.post('/me/email-change', { email: 'secret.place@example.net' });
  const found = await lettersTo(`${robin.id}@example.org`);
  const [kept] = await college.sql.query(
    `
      select (select json_agg(e) from event e)::text || coalesce(
        (select json_agg(j) from graphile_worker._private_jobs j)::text, ''
      ) as text`,
  );
  // An id may have any four digits in it.
  const told = kept.text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'an id');
  for (const secret of ['0166', 'secret.place', ...found.map(digitsIn)]) expect(told).not.toContain(secret);
});
