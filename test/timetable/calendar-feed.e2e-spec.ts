import ICAL from 'ical.js';
import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, anOpenRun, type Cast } from '../sessions/a-run.js';

let college: TestCollege;
let cast: Cast;
let eve: TestPerson;
let fay: TestPerson;
let run: string;
let session: string;
beforeAll(async () => {
  college = await openTestCollege();
});
afterAll(() => college.close());
beforeEach(async () => {
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
  eve = await aLearner(college, { name: 'Eve Marigold' });
  fay = await aLearner(college, { name: 'Fay Larkspur' });
  const open = await anOpenRun(cast, ['2027-03-11T10:00', '2027-03-18T10:00']);
  run = open.id;
  session = String(open.sessionIds[0]);
  for (const learner of [eve, fay]) await learner.post(`/runs/${run}/enrolments`, {});
});

/** A feed as a calendar program sees it. */
const subscribe = async (person: TestPerson, titles?: string): Promise<string> =>
  new URL(String((await person.post('/me/calendar-feed', titles ? { titles } : {})).body.link)).pathname;

const fetchText = (path: string) => college.http.get(path);

const eventsIn = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      summary: event.summary,
      location: event.location,
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      status: component.getFirstPropertyValue('status'),
      stamp: component.getFirstPropertyValue('dtstamp') !== null,
    };
  });

const fetchEvents = async (path: string) => eventsIn((await fetchText(path)).text);

test('a calendar program reads the feed before and after a move and a cancellation: one entry for life, its sequence rising (I-22)', async () => {
  const path = await subscribe(eve);
  const [before] = await fetchEvents(path);
  expect(before).toMatchObject({
    uid: `urn:uuid:${session}`,
    start: '2027-03-11T17:00:00.000Z',
    end: '2027-03-11T19:00:00.000Z',
    status: 'CONFIRMED',
    stamp: true,
  });

  await cast.ben.post(`/sessions/${session}/rescheduling`, {
    localStart: '2027-03-16T10:00',
    localEnd: '2027-03-16T12:00',
  });
  const moved = (await fetchEvents(path)).find(({ uid }) => uid === before?.uid);
  expect(moved).toMatchObject({
    start: '2027-03-16T16:00:00.000Z',
    end: '2027-03-16T18:00:00.000Z',
    status: 'CONFIRMED',
  });
  expect(moved?.sequence).toBeGreaterThan(before?.sequence ?? 0);

  await cast.ben.post(`/sessions/${session}/cancellation`, { reason: 'The building is closed that day.' });
  const cancelled = (await fetchEvents(path)).find(({ uid }) => uid === before?.uid);
  expect(cancelled).toMatchObject({ status: 'CANCELLED', start: '2027-03-16T16:00:00.000Z' });
  expect(cancelled?.sequence).toBeGreaterThan(moved?.sequence ?? 0);

  college.clock.forward({ days: 29 });
  expect((await fetchEvents(path)).map(({ uid }) => uid)).toContain(before?.uid);
  college.clock.forward({ days: 2 });
  expect((await fetchEvents(path)).map(({ uid }) => uid)).not.toContain(before?.uid);
});

test('another place and another run place raise the sequence too (I-22)', async () => {
  const path = await subscribe(eve);
  const sequences = async () => (await fetchEvents(path)).map(({ sequence }) => sequence);
  const first = await sequences();
  const venue = await cast.casey.post('/venues', {
    name: 'Hilltop',
    address: '9 Hill Road',
    timeZone: 'America/Edmonton',
    accessFeatures: ['step_free'],
    capacity: 20,
  });
  await cast.casey.patch(
    `/runs/${run}`,
    { venueId: venue.body.id },
    { 'if-match': (await cast.casey.get(`/runs/${run}`)).headers['etag'] ?? '' },
  );
  expect(await sequences()).toEqual(first.map((sequence) => sequence + 1));
  await cast.ben.post(`/sessions/${session}/rescheduling`, {
    localStart: '2027-03-11T10:00',
    localEnd: '2027-03-11T12:00',
    venueId: cast.venueId,
  });
  expect((await sequences())[0]).toBe((first[0] ?? 0) + 2);
});

test("a run that is cancelled stays in its learners' calendars as cancelled (I-22)", async () => {
  const path = await subscribe(eve);
  await cast.casey.post(`/runs/${run}/cancellation`, { reason: 'Too few people could come this term.' });
  expect((await fetchEvents(path)).map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
});

test('the feed follows RFC 5545: version, product, stamps, CRLF, and no line beyond 75 octets', async () => {
  const { text, headers } = await fetchText(await subscribe(eve, 'full'));
  expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
  expect(headers['cache-control']).toBe('no-store');
  const calendar = new ICAL.Component(ICAL.parse(text));
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  expect(calendar.getFirstPropertyValue('prodid')).toBeTruthy();
  const lines = text.replace(/\r\n$/, '').split('\r\n');
  expect(lines.filter((line) => line.includes('\n') || Buffer.byteLength(line) > 75)).toEqual([]);
});

test('neither a course nor a place nor the college stands in a feed unless its owner wishes (I-13)', async () => {
  const path = await subscribe(eve);
  const words = /boundaries|riverside|river street|recovery|college|\b(eve|fay|ada|ben|casey)\b/i;
  expect((await fetchText(path)).text).not.toMatch(words);
  const changed = await eve.patch('/me/calendar-feed', { titles: 'full' });
  expect(changed.body).toMatchObject({ titles: 'full' });
  const [full] = await fetchEvents(path);
  expect(full).toMatchObject({ summary: 'Building Better Boundaries', location: 'Riverside Centre, 1 River Street' });
});

test('nobody else stands in a feed, whatever its owner wishes (I-13)', async () => {
  for (const person of [eve, cast.ben]) {
    const { text } = await fetchText(await subscribe(person, 'full'));
    expect(text).not.toMatch(/Eve|Marigold|Fay|Larkspur|ATTENDEE|ORGANIZER|@/);
  }
});

test('the secret link is shown once, stored as a hash, and dies with the next one or when it is taken back (I-23)', async () => {
  expect((await eve.get('/me/calendar-feed')).status).toBe(404);
  const made = await eve.post('/me/calendar-feed', {});
  const path = new URL(made.body.link).pathname;
  const token = path.split('/').at(-1)?.replace('.ics', '') ?? '';
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const mine = await eve.get('/me/calendar-feed');
  expect(mine.body).toMatchObject({ titles: 'neutral', lastUsedAt: null, can: ['edit', 'revoke'] });
  expect(JSON.stringify(mine.body)).not.toContain(token);
  const stored: object[] = await college.sql.query('select to_jsonb(f) as row from calendar_feed f');
  expect(JSON.stringify(stored)).not.toContain(token);

  expect((await fetchText(path)).status).toBe(200);
  expect((await eve.get('/me/calendar-feed')).body.lastUsedAt).toMatch(/^2027-01-04T/);
  const next = await subscribe(eve);
  expect((await fetchText(path)).status).toBe(404);
  expect((await fetchText(next)).status).toBe(200);
  expect((await eve.delete('/me/calendar-feed')).status).toBe(204);
  expect((await fetchText(next)).body).toMatchObject({ status: 404, code: 'not_found' });
  expect((await eve.get('/me/calendar-feed')).status).toBe(404);
});

test('a retried request for a link makes one link and does not show it again', async () => {
  const key = { 'idempotency-key': 'feed-1' };
  const first = await eve.post('/me/calendar-feed', {}, key);
  const again = await eve.post('/me/calendar-feed', {}, key);
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(again.body).toMatchObject({ id: first.body.id, link: null });
  expect((await fetchText(new URL(first.body.link).pathname)).status).toBe(200);
});

test('a guessed link is 404, and says no more than a revoked one (I-23)', async () => {
  const path = await subscribe(eve);
  await eve.delete('/me/calendar-feed');
  const [revoked, guessed] = [await fetchText(path), await fetchText(`/api/v1/calendar-feeds/${'A'.repeat(43)}.ics`)];
  const { requestId: _a, ...one } = revoked.body;
  const { requestId: _b, ...other } = guessed.body;
  expect(one).toEqual(other);
});

test('a feed holds what its owner attends and facilitates now, and nothing that is only waited for or drafted', async () => {
  const gil = await aLearner(college, { name: 'Gil' });
  const path = await subscribe(gil);
  expect(await fetchEvents(path)).toEqual([]);
  const enrolled = await gil.post(`/runs/${run}/enrolments`, {});
  expect(await fetchEvents(path)).toHaveLength(2);
  await gil.post(`/enrolments/${enrolled.body.id}/withdrawal`);
  expect(await fetchEvents(path)).toEqual([]);

  await cast.ben.post(`/runs/${run}/sessions`, {
    localStart: '2027-03-25T10:00',
    localEnd: '2027-03-25T12:00',
    plannedContactMinutes: 60,
  });
  expect(await fetchEvents(await subscribe(cast.ben))).toHaveLength(2);
  const stranger = await aPerson(college, { roles: ['facilitator'] });
  expect(await fetchEvents(await subscribe(stranger))).toEqual([]);
});
