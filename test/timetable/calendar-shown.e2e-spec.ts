import ICAL from 'ical.js';
import { getMetadataStorage } from 'class-validator';
import { CourseChange } from '../../src/courses/catalogue/course.dto.js';
import { RunChange } from '../../src/sessions/runs/run.dto.js';
import { SessionChange } from '../../src/sessions/sessions/session.dto.js';
import { VenueChange } from '../../src/sessions/venues/venue.dto.js';
import { aCast, anOpenRun, type Cast } from '../sessions/a-run.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

interface Planned {
  cast: Cast;
  run: string;
  session: string;
  elsewhere: string;
  room: string;
}

/** What a calendar of a learner and one of a facilitator show of a session, and what they know its age by. */
async function shown(path: string, session: string) {
  const { text } = await college.http.get(path);
  const component = new ICAL.Component(ICAL.parse(text))
    .getAllSubcomponents('vevent')
    .find((each) => each.getFirstPropertyValue('uid') === `urn:uuid:${session}`);
  if (!component) throw new Error(`No such session in ${text}`);
  const { sequence } = new ICAL.Event(component);
  const stamp = String(component.getFirstPropertyValue('dtstamp'));
  for (const property of ['sequence', 'dtstamp']) component.removeProperty(property);
  return { sequence, stamp, words: component.toString() };
}

const feedOf = async (person: TestPerson) =>
  new URL(String((await person.post('/me/calendar-feed', { titles: 'full' })).body.link)).pathname;

async function aPlan(): Promise<Planned & { feeds: string[] }> {
  college.clock.moveTo('2027-01-04T12:00:00Z');
  const cast = await aCast(college);
  const learner = await aLearner(college);
  const { id: run, sessionIds } = await anOpenRun(cast, ['2027-03-11T10:00', '2027-03-18T10:00']);
  await learner.post(`/runs/${run}/enrolments`, {});
  const place = { name: 'Hilltop', address: '9 Hill Road', timeZone: 'America/Edmonton' };
  const venue = await cast.casey.post('/venues', { ...place, accessFeatures: ['step_free'], capacity: 20 });
  const room = await cast.casey.post('/online-rooms', {
    name: 'One',
    provider: 'Meetwell',
    joinLink: 'https://meet.example/one',
  });
  const feeds = [await feedOf(learner), await feedOf(cast.ada)];
  const session = String(sessionIds[0]);
  return { cast, run, session, elsewhere: String(venue.body.id), room: String(room.body.id), feeds };
}

async function patch(person: TestPerson, path: string, body: object): Promise<void> {
  const changed = await person.patch(path, body, { 'if-match': (await person.get(path)).headers['etag'] ?? '' });
  expect([changed.status, changed.body]).toMatchObject([200, {}]);
}

const times = { localStart: '2027-03-11T10:00', localEnd: '2027-03-11T12:00' };
const reschedule =
  (change: object | ((plan: Planned) => object)) =>
  async (plan: Planned): Promise<void> => {
    const body = { ...times, ...(typeof change === 'function' ? change(plan) : change) };
    const moved = await plan.cast.casey.post(`/sessions/${plan.session}/rescheduling`, body);
    expect([moved.status, moved.body]).toMatchObject([201, {}]);
  };

type Value = unknown;
/** A value for each field that can be changed; a function where it is an id, null where another command changes it. */
const fields: { of: string; body: abstract new () => object; values: Record<string, Value> }[] = [
  {
    of: 'run',
    body: RunChange,
    values: {
      termId: null,
      mode: 'online',
      venueId: ({ elsewhere }: Planned) => elsewhere,
      onlineRoomId: ({ room }: Planned) => room,
      capacity: { kind: 'limited', places: 5 },
      cohortMinimum: 2,
      bookingOpensAt: '2027-01-02T12:00:00Z',
      bookingClosesAt: '2027-03-01T12:00:00Z',
      firstSessionMandatory: true,
      waitlistOn: false,
      approvalNeeded: true,
      cameraRule: 'on_expected_with_alternatives',
      cameraAlternative: 'The chat',
    },
  },
  {
    of: 'session',
    body: SessionChange,
    values: {
      title: 'Saying no',
      planOrder: null,
      plannedContactMinutes: 90,
      accessNote: 'Ring the lower bell.',
      recordedAsHeld: false,
      localStart: reschedule({ localStart: '2027-03-11T09:00' }),
      localEnd: reschedule({ localEnd: '2027-03-11T13:00' }),
      venueId: reschedule(({ elsewhere }) => ({ venueId: elsewhere })),
      startOccurrence: 'of localStart',
      endOccurrence: 'of localEnd',
    },
  },
  {
    of: 'venue',
    body: VenueChange,
    values: {
      name: 'Lakeside',
      address: '2 River Street',
      directions: 'Past the mill.',
      accessFeatures: ['quiet_room'],
      accessNotes: 'Two steps.',
      capacity: 30,
    },
  },
  {
    of: 'course',
    body: CourseChange,
    values: { title: 'Kinder Boundaries', topic: 'boundaries', audience: ['everybody'], strand: null },
  },
];
const cases = fields.flatMap(({ of, values }) =>
  Object.entries(values)
    .filter(([field]) => !field.endsWith('Occurrence'))
    .map(([field, value]) => [`${of}.${field}`, of, field, value] as const),
);
/** What has to be said with it. */
const needed = ({ room }: Planned): Record<string, object> => ({
  'run.mode': { onlineRoomId: room },
  'run.cameraRule': { cameraAlternative: 'The chat' },
});
const shownByCalendars = [
  ...['run.mode', 'run.venueId', 'session.title', 'session.localStart', 'session.localEnd', 'session.venueId'],
  ...['venue.name', 'venue.address', 'course.title'],
];

test.each(fields)('each field of $of that can be changed is changed below', ({ body, values }) => {
  const declared = getMetadataStorage()
    .getTargetValidationMetadatas(body, '', false, false)
    .map(({ propertyName }) => propertyName);
  expect(Object.keys(values).sort()).toEqual([...new Set(declared)].sort());
});

test.each(cases)(
  '%s: what a calendar shows raises SEQUENCE and DTSTAMP, once, and what changes nothing leaves both (I-22)',
  async (name, of, field, value) => {
    const plan = await aPlan();
    const look = () => Promise.all(plan.feeds.map((feed) => shown(feed, plan.session)));
    const paths: Record<string, string> = {
      run: `/runs/${plan.run}`,
      session: `/sessions/${plan.session}`,
      venue: `/venues/${plan.cast.venueId}`,
      course: `/courses/${plan.cast.courseId}`,
    };
    const isCommand = of === 'session' && typeof value === 'function';
    const change = async (): Promise<void> => {
      if (isCommand) return (value as (plan: Planned) => Promise<void>)(plan);
      const sent = typeof value === 'function' ? (value as (plan: Planned) => unknown)(plan) : value;
      await patch(plan.cast.casey, String(paths[of]), { [field]: sent, ...needed(plan)[name] });
    };
    const before = await look();
    college.clock.forward({ hours: 1 });
    await change();
    const after = await look();
    for (const [index, entry] of after.entries()) {
      const earlier = before[index];
      const another = entry.words !== earlier?.words;
      expect([name, another]).toEqual([name, shownByCalendars.includes(name)]);
      if (!another) continue;
      expect(entry.sequence).toBe((earlier?.sequence ?? 0) + 1);
      expect(entry.stamp).toMatch(/^2027-01-04T13:/);
    }
    college.clock.forward({ hours: 1 });
    await change();
    expect(await look()).toEqual(after);
  },
);

test('what is cancelled, and a venue that is called otherwise afterwards, are told as later too (I-22)', async () => {
  const plan = await aPlan();
  const [feed = ''] = plan.feeds;
  const before = await shown(feed, plan.session);
  college.clock.forward({ hours: 1 });
  await plan.cast.casey.post(`/runs/${plan.run}/cancellation`, { reason: 'Too few people' });
  const cancelled = await shown(feed, plan.session);
  expect(cancelled.sequence).toBeGreaterThan(before.sequence);
  expect(cancelled.stamp).toMatch(/^2027-01-04T13:/);
  college.clock.forward({ hours: 1 });
  await patch(plan.cast.casey, `/venues/${plan.cast.venueId}`, { name: 'Lakeside' });
  const renamed = await shown(feed, plan.session);
  expect(renamed.words).toContain('Lakeside');
  expect(renamed.sequence).toBeGreaterThan(cancelled.sequence);
  expect(renamed.stamp).toMatch(/^2027-01-04T14:/);
});
