import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type Intent, NotificationService } from '../../src/notifications/notification.service.js';
import { newId } from '../../src/platform/ids.js';
import { aCoordinator, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

/** What the mail server does with the next letters, one after the other; afterwards it takes everything. */
type Mood = 'busy' | 'unknown_here' | 'too_odd' | 'breaks_off' | 'breaks_off_after_all';

const moods: Mood[] = [];
const taken: { to: string; id: string; text: string }[] = [];
let attempts = 0;

const answer = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

const behaviour: SMTPServerOptions = {
  authOptional: true,
  logger: false,
  onMailFrom: (_, session, done) => {
    attempts++;
    if (moods[0] === 'breaks_off') {
      moods.shift();
      sockets.forEach((socket) => socket.destroy());
    }
    done();
    void session;
  },
  onRcptTo: ({ address }, _, done) => {
    if (moods[0] === 'busy') return done(moods.shift() && answer(451, `4.7.1 ${address} please come back later`));
    if (moods[0] === 'unknown_here') return done(moods.shift() && answer(550, `5.1.1 ${address} is not known here`));
    done();
  },
  onData: (stream, session, done) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += String(chunk)));
    stream.on('end', () => {
      const mood = moods[0];
      if (mood === 'too_odd') return done(moods.shift() && answer(554, 'We do not like this'));
      taken.push({
        to: String(session.envelope.rcptTo[0]?.address),
        id: /^Message-ID: (.*)$/im.exec(text)?.[1] ?? '',
        text,
      });
      if (mood !== 'breaks_off_after_all') return done();
      moods.shift();
      sockets.forEach((socket) => socket.destroy());
    });
  },
};

const sockets = new Set<{ destroy(): void }>();
let server: SMTPServer;
let college: TestCollege;

async function listening(options: SMTPServerOptions): Promise<{ server: SMTPServer; port: number }> {
  const one = new SMTPServer(options);
  one.server.on('connection', (socket: { destroy(): void }) => sockets.add(socket));
  one.on('error', () => undefined);
  await new Promise<void>((ready) => one.listen(0, '127.0.0.1', ready));
  const address = one.server.address();
  return { server: one, port: typeof address === 'object' && address ? address.port : 0 };
}

beforeAll(async () => {
  const open = await listening({ ...behaviour, hideSTARTTLS: true });
  server = open.server;
  college = await openTestCollege({ settings: { SMTP_URL: `smtp://127.0.0.1:${open.port}` } });
});
afterAll(async () => {
  await college.close();
  await new Promise<void>((closed) => server.close(closed));
});
beforeEach(() => {
  moods.length = 0;
  taken.length = 0;
  attempts = 0;
});

async function told(intent: Partial<Intent> = {}): Promise<TestPerson> {
  const robin = await aPerson(college);
  await robin.put('/me/safe-contact', { channels: { email: { allowed: true } } });
  await college.app
    .get(NotificationService)
    .intend({ personId: robin.id, kind: 'place_cancelled', subjectId: newId(), ...intent });
  await college.deliver();
  return robin;
}
const messageOf = async ({ id }: TestPerson) =>
  (await college.sql.query('select id, state, attempts from message where person_id = $1', [id]))[0];
const tasksFor = async ({ id }: TestPerson) =>
  (await (await aCoordinator(college)).get(`/staff-tasks?personId=${id}`)).body.items;
const later = async (minutes: number) => {
  college.clock.forward({ minutes });
  await college.deliver();
};

test('a real mail server gets one letter, from a neutral sender, that says nothing (BR-145)', async () => {
  const robin = await told();
  expect(taken).toHaveLength(1);
  expect(taken[0]).toMatchObject({ to: `${robin.id}@example.org` });
  expect(taken[0]?.text).toMatch(/^From: Messages <messages@localhost>/m);
  expect(taken[0]?.text).toMatch(/^Subject: A message for you/m);
  expect(taken[0]?.text).toMatch(/^Auto-Submitted: auto-generated/m);
  expect(await messageOf(robin)).toMatchObject({ state: 'sent', attempts: 1 });
});

test('a server that asks to come back later gets the same letter again, and it is not doubled (greylisting)', async () => {
  moods.push('busy', 'busy');
  const robin = await told();
  expect(await messageOf(robin)).toMatchObject({ state: 'failed', attempts: 1 });
  await later(2);
  await later(5);
  await later(60);
  const { id } = await messageOf(robin);
  expect(taken.map((letter) => letter.id)).toEqual([`<${id}@localhost>`]);
  expect(attempts).toBe(3);
  expect(await tasksFor(robin)).toEqual([]);
});

test.each<Mood>(['unknown_here', 'too_odd'])(
  'a letter that the server will never take (%s) is not tried again; a person of the college is asked',
  async (mood) => {
    moods.push(mood);
    const robin = await told();
    expect(await messageOf(robin)).toMatchObject({ state: 'failed', attempts: 1 });
    expect(await tasksFor(robin)).toMatchObject([{ about: 'place_cancelled', reason: 'not_delivered' }]);
    await later(120);
    expect([attempts, taken.length]).toEqual([1, 0]);
  },
);

test('a line that breaks before the letter was given is tried again', async () => {
  moods.push('breaks_off');
  const robin = await told();
  expect(await messageOf(robin)).toMatchObject({ state: 'failed', attempts: 1 });
  await later(2);
  expect(taken).toHaveLength(1);
  expect(await messageOf(robin)).toMatchObject({ state: 'sent', attempts: 2 });
});

test('a line that breaks after the whole letter was given may have delivered it: it is not sent twice, and a person of the college is asked', async () => {
  moods.push('breaks_off_after_all');
  const robin = await told();
  expect(taken).toHaveLength(1);
  expect(await tasksFor(robin)).toMatchObject([{ reason: 'not_delivered' }]);
  await later(120);
  expect(taken).toHaveLength(1);
});

test('nothing the server says about an address is kept', async () => {
  moods.push('unknown_here', 'busy');
  const [first, second] = [await told(), await told()];
  const [{ text }] = await college.sql.query(
    `
      select coalesce((select json_agg(e) from event e)::text, '') || coalesce(
        (select json_agg(j) from graphile_worker._private_jobs j)::text, ''
      ) as text`,
  );
  for (const { id } of [first, second]) expect(text).not.toContain(`${id}@`);
});

test('a server whose certificate nobody vouches for gets no letter; it is tried again, never in the clear', async () => {
  const strict = await listening({ ...behaviour, hideSTARTTLS: false });
  const other = await openTestCollege({ settings: { SMTP_URL: `smtp://127.0.0.1:${strict.port}` } });
  const robin = await aPerson(other);
  await robin.put('/me/safe-contact', { channels: { email: { allowed: true } } });
  await other.app.get(NotificationService).intend({ personId: robin.id, kind: 'place_cancelled', subjectId: newId() });
  await other.deliver();
  expect((await other.sql.query('select state, attempts from message'))[0]).toEqual({ state: 'failed', attempts: 1 });
  expect(taken).toEqual([]);
  await other.close();
  await new Promise<void>((closed) => strict.server.close(closed));
});
