import { getMetadataArgsStorage } from 'typeorm';
import { ChangesTellThoseConcerned } from '../../src/reactions/messages/changes-tell-those-concerned.js';
import { Run } from '../../src/sessions/runs/run.entity.js';
import { Session } from '../../src/sessions/sessions/session.entity.js';
import { OnlineRoom, Venue } from '../../src/sessions/venues/venue.entity.js';
import { aCast, anOffer, anOpenRun } from '../sessions/a-run.js';
import { behindTheBack } from '../support/behind-the-back.js';
import { aLearner, aPerson, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { statementsOf } from '../support/counted-statements.js';
import { letters } from '../support/outbox.js';

let college: TestCollege;
beforeAll(async () => {
  college = await openTestCollege();
});
afterAll(() => college.close());
beforeEach(() => college.clock.moveTo('2027-01-04T12:00:00Z'));

interface Told {
  id: string;
  kind: string;
  subjectId: string;
  text: string;
  usefulUntil: string;
}
const inboxOf = async (person: TestPerson): Promise<Told[]> => (await person.get('/me/messages?limit=100')).body.items;
const isOfChange = ({ kind }: Told) => ['session_rescheduled', 'session_cancelled', 'run_cancelled'].includes(kind);
const changesFor = async (person: TestPerson) => (await inboxOf(person)).filter(isOfChange);
/** The newest message, opened. */
const opened = async (person: TestPerson) => {
  const [newest] = await changesFor(person);
  return (await person.get(`/me/messages/${newest?.id}`)).body;
};

const readsInside = (person: TestPerson) => person.put('/me/safe-contact', { channels: { inApp: { allowed: true } } });

/** A run with a place, an offer and a turn in the queue, and one who stepped back; Ada and Ben hold it, Cleo is asked. */
async function aFullRun(starts = ['2027-03-11T10:00', '2027-03-18T10:00'], wish: object = {}) {
  const cast = await aCast(college);
  const run = await anOpenRun(cast, starts, { capacity: { kind: 'limited', places: 2 }, ...wish });
  const cleo = await aPerson(college, { name: 'Cleo', roles: ['facilitator'] });
  for (const facilitator of [cast.ada, cast.ben, cleo]) await readsInside(facilitator);
  await anOffer(cast.casey, run.id, cleo, 'support');
  const [placed, gone, offered, waiting] = (await someLearners(college, 4)) as [
    TestPerson,
    TestPerson,
    TestPerson,
    TestPerson,
  ];
  const enrolments: string[] = [];
  for (const person of [placed, gone, offered, waiting])
    enrolments.push((await person.post(`/runs/${run.id}/enrolments`, {})).body.id);
  await gone.post(`/enrolments/${enrolments[1]}/withdrawal`);
  const stranger = await aLearner(college);
  const room = await cast.casey.post('/online-rooms', {
    name: 'One',
    provider: 'Meetwell',
    joinLink: 'https://meet.example/one',
  });
  await college.deliver();
  return {
    ...{ cast, run, cleo, placed, gone, offered, waiting, stranger, roomId: String(room.body.id) },
    offer: String(enrolments[2]),
    concerned: [placed, offered, waiting, cast.ada, cast.ben, cleo],
  };
}
type FullRun = Awaited<ReturnType<typeof aFullRun>>;

/** Changes a thing as whoever has just looked at it. */
async function patch(person: TestPerson, path: string, body: object): Promise<void> {
  const changed = await person.patch(path, body, { 'if-match': (await person.get(path)).headers['etag'] ?? '' });
  expect([changed.status, changed.body]).toMatchObject([200, {}]);
}

const another = async (casey: TestPerson): Promise<string> => {
  const elsewhere = { name: 'Hilltop', address: '9 Hill Road', timeZone: 'America/Edmonton' };
  return String((await casey.post('/venues', { ...elsewhere, accessFeatures: ['step_free'], capacity: 20 })).body.id);
};

const reschedule = async (person: TestPerson, session: string | undefined, body: object): Promise<void> => {
  const moved = await person.post(`/sessions/${session}/rescheduling`, body);
  expect([moved.status, moved.body]).toMatchObject([201, {}]);
};

/** Goes online, or both ways. */
const meets = async ({ cast, run, roomId }: FullRun, mode: string) =>
  patch(cast.casey, `/runs/${run.id}`, { mode, onlineRoomId: roomId });
const ofVenue =
  (change: object) =>
  ({ cast }: FullRun) =>
    patch(cast.casey, `/venues/${cast.venueId}`, change);
const ofRoom =
  (change: object) =>
  ({ cast, roomId }: FullRun) =>
    patch(cast.casey, `/online-rooms/${roomId}`, change);
const first = ({ run }: FullRun) => `/sessions/${run.sessionIds[0]}`;

interface Change {
  before?: (full: FullRun) => Promise<unknown>;
  make: (full: FullRun) => Promise<unknown>;
  /** Who did it. */
  by?: (full: FullRun) => TestPerson;
  /** Asked of the state that is told. */
  says: RegExp;
}

/** What everybody concerned is told of, by the column behind it. */
const told: Record<string, Change> = {
  'run.mode': { make: (full) => meets(full, 'hybrid'), says: /1 River Street, or online/ },
  'run.venueId': {
    before: (full) => another(full.cast.casey).then((id) => Object.assign(full, { elsewhere: id })),
    make: (full) =>
      patch(full.cast.casey, `/runs/${full.run.id}`, { venueId: (full as FullRun & { elsewhere: string }).elsewhere }),
    says: /Hilltop, 9 Hill Road/,
  },
  'run.onlineRoomId': {
    before: async (full) => {
      await meets(full, 'online');
      const room = await full.cast.casey.post('/online-rooms', {
        name: 'Two',
        provider: 'Elsewhere',
        joinLink: 'https://meet.example/two',
      });
      Object.assign(full, { roomId: room.body.id });
    },
    make: (full) => meets(full, 'online'),
    says: /Thursday,? 11 March.*: online/,
  },
  'session.accessNote': {
    make: (full) => patch(full.cast.ben, first(full), { accessNote: 'Ring the lower bell.' }),
    by: ({ cast }) => cast.ben,
    says: /River Street/,
  },
  'venue.name': { make: ofVenue({ name: 'Lakeside' }), says: /Lakeside, 1 River Street/ },
  'venue.address': { make: ofVenue({ address: '2 River Street' }), says: /2 River Street/ },
  'venue.directions': { make: ofVenue({ directions: 'Past the mill.' }), says: /River Street/ },
  'venue.accessFeatures': { make: ofVenue({ accessFeatures: ['quiet_room', 'parking'] }), says: /River Street/ },
  'venue.accessNotes': { make: ofVenue({ accessNotes: 'The lift is out of order.' }), says: /River Street/ },
  'onlineRoom.provider': {
    before: (full) => meets(full, 'hybrid'),
    make: ofRoom({ provider: 'Other' }),
    says: /or online/,
  },
  'onlineRoom.joinLink': {
    before: (full) => meets(full, 'hybrid'),
    make: ofRoom({ joinLink: 'https://meet.example/three' }),
    says: /or online/,
  },
  'onlineRoom.joiningHelp': {
    before: (full) => meets(full, 'hybrid'),
    make: ofRoom({ joiningHelp: 'No account is needed.' }),
    says: /or online/,
  },
};

const sameAsMoved = 'moved by a rescheduling, whose times decide it';
/** What is not told by a message about a change, and why. */
const untold: Record<string, string> = {
  'run.id': 'never changes',
  'run.versionId': 'never changes',
  'run.termId': 'of the prospectus; moves no date and no place',
  'run.capacity': 'those who wait hear of the offer that follows; it is never below those who have a place',
  'run.placesTaken': 'nobody who does not run it sees it',
  'run.turnAt': 'nobody sees it',
  'run.firstStart': 'follows from its sessions, whose moves are told',
  'run.lastEnd': 'follows from its sessions, whose moves are told',
  'run.wentOnUntil': 'only says where an agenda has to look',
  'run.toldFrom': 'nobody sees it',
  'run.toldTaken': 'nobody sees it',
  'run.toldWaiting': 'nobody sees it',
  'run.cohortMinimum': 'concerns those who plan',
  'run.bookingOpensAt': 'concerns whoever is not on the run yet',
  'run.bookingClosesAt': 'told to those who wait: below',
  'run.firstSessionMandatory': 'a rule of follow-up; agenda and calendar stay',
  'run.waitlistOn': 'who waits, waits on',
  'run.approvalNeeded': 'concerns whoever books next',
  'run.cameraRule': 'never required',
  'run.cameraAlternative': 'never required',
  'run.timeZone': 'follows its venue, and only while nothing is planned',
  'run.state': 'told by place_cancelled and run_cancelled',
  'run.openedAt': 'told by nothing: before it nobody is on the run',
  'run.endedAt': 'with its state',
  'run.cancellationReason': 'with its state',
  'run.createdAt': 'never changes',
  'run.version': 'counts',
  'session.id': 'never changes',
  'session.runId': 'never changes',
  'session.seriesId': 'nobody sees it',
  'session.editedAlone': 'nobody sees it',
  'session.planOrder': 'what it is about, not where and when; calendars show it',
  'session.title': 'the same',
  'session.localStart': 'told by a rescheduling: below',
  'session.localEnd': sameAsMoved,
  'session.timeZone': sameAsMoved,
  'session.startsAt': sameAsMoved,
  'session.endsAt': sameAsMoved,
  'session.venueId': 'told by a rescheduling: below',
  'session.plannedContactMinutes': 'counts for credit, within the same times',
  'session.deliveredContactMinutes': 'of what was held',
  'session.startedMin': 'of what was held',
  'session.state': 'told by session_cancelled; what is published anew takes nothing from anybody',
  'session.sequence': 'counts',
  'session.shownAt': 'counts',
  'session.publishedAt': 'with its state',
  'session.publishedBy': 'with its state',
  'session.deliveredAt': 'of what was held',
  'session.deliveredBy': 'of what was held',
  'session.coDelivered': 'of what was held',
  'session.cancelledAt': 'with its state',
  'session.cancelledBy': 'with its state',
  'session.cancellationReason': 'with its state',
  'session.version': 'counts',
  'venue.id': 'never changes',
  'venue.partOf': 'never changes',
  'venue.timeZone': 'never changes',
  'venue.capacity': 'concerns those who plan',
  'venue.verifiedAt': 'concerns those who plan',
  'venue.verifiedBy': 'concerns those who plan',
  'venue.version': 'counts',
  'onlineRoom.id': 'never changes',
  'onlineRoom.name': 'learners are told the provider, and not what the college calls its rooms',
  'onlineRoom.version': 'counts',
};

test('every column of a run, session, venue and online room is told by a message, or says why not (BR-180)', () => {
  const of = (name: string, entity: typeof Run | typeof Session | typeof Venue | typeof OnlineRoom) =>
    getMetadataArgsStorage()
      .columns.filter(({ target }) => target === entity)
      .map(({ propertyName }) => `${name}.${propertyName}`);
  const columns = [
    ...of('run', Run),
    ...of('session', Session),
    ...of('venue', Venue),
    ...of('onlineRoom', OnlineRoom),
  ];
  expect(columns.filter((column) => !(column in told) && !(column in untold))).toEqual([]);
  expect(Object.keys({ ...told, ...untold }).filter((column) => !columns.includes(column))).toEqual([]);
});

test.each(Object.entries(told))(
  '%s: whoever has a place, an offer or a turn, and who facilitates, hears once of a change, and of none that is none (BR-180)',
  async (_, { before, make, by, says }) => {
    const full = await aFullRun();
    await before?.(full);
    await college.deliver();
    const counts = async () => {
      const found: number[] = [];
      for (const person of [...full.concerned, full.gone, full.stranger, full.cast.casey])
        found.push((await changesFor(person)).length);
      return found;
    };
    const earlier = await counts();
    await make(full);
    await college.deliver();
    const expected = full.concerned.map((person, index) => (earlier[index] ?? 0) + (person === by?.(full) ? 0 : 1));
    expect(await counts()).toEqual([...expected, 0, 0, 0]);
    for (const person of full.concerned) {
      if (person === by?.(full)) continue;
      const message = await opened(person);
      expect(message).toMatchObject({ kind: 'session_rescheduled', subjectId: full.run.id });
      expect(message.plan).toMatch(/^How it is now: Building Better Boundaries\nThursday,? 11 March/);
      expect(message.plan).toMatch(says);
      expect(message.text).not.toMatch(/Boundaries|River|Hill/);
    }
    await make(full);
    await college.deliver();
    expect(await counts()).toEqual([...expected, 0, 0, 0]);
  },
);

test('a session that moves is told to all but who moved it, with its new time and place (BR-32, 180)', async () => {
  const full = await aFullRun();
  const { cast, run, concerned, gone } = full;
  const venueId = await another(cast.casey);
  await reschedule(cast.ben, run.sessionIds[1], {
    ...{ localStart: '2027-03-19T14:00', localEnd: '2027-03-19T16:00' },
    venueId,
  });
  // The same again is no change.
  await reschedule(cast.casey, run.sessionIds[1], { localStart: '2027-03-19T14:00', localEnd: '2027-03-19T16:00' });
  await college.deliver();
  expect(await changesFor(cast.ben)).toEqual([]);
  expect(await changesFor(gone)).toEqual([]);
  for (const person of concerned.filter((each) => each !== cast.ben)) {
    expect(await changesFor(person)).toHaveLength(1);
    expect((await opened(person)).plan).toMatch(
      /Friday,? 19 March at (14:00|2:00 p\.m\.).* to .*: Hilltop, 9 Hill Road/,
    );
  }
});

test('a cancelled session is told to all of them but who cancelled it, and says which (BR-180)', async () => {
  const { cast, run, concerned, gone } = await aFullRun();
  await cast.ada.post(`/sessions/${run.sessionIds[0]}/cancellation`, { reason: 'Snow' });
  await college.deliver();
  expect(await changesFor(cast.ada)).toEqual([]);
  expect(await changesFor(gone)).toEqual([]);
  for (const person of concerned.filter((each) => each !== cast.ada)) {
    expect(await changesFor(person)).toMatchObject([{ kind: 'session_cancelled', subjectId: run.sessionIds[0] }]);
    expect((await opened(person)).plan).toMatch(/11 March.*: does not take place\nThursday,? 18 March.*River Street/);
  }
});

test('a cancelled run is told once to each of its facilitators, and learners hear by their own place (BR-180)', async () => {
  const { cast, run, placed, offered, waiting, cleo } = await aFullRun();
  expect((await cast.casey.post(`/runs/${run.id}/cancellation`, { reason: 'Too few people' })).status).toBe(201);
  await college.deliver();
  for (const person of [cast.ada, cast.ben, cleo]) {
    expect(await changesFor(person)).toMatchObject([{ kind: 'run_cancelled', subjectId: run.id }]);
    expect((await opened(person)).plan).toBe('Building Better Boundaries does not take place.');
  }
  for (const person of [placed, offered, waiting]) {
    expect(await changesFor(person)).toEqual([]);
    const [newest] = await inboxOf(person);
    expect((await person.get(`/me/messages/${newest?.id}`)).body).toMatchObject({
      kind: 'place_cancelled',
      plan: 'Building Better Boundaries does not take place.',
    });
  }
});

test('a move that leaves less time to answer tells whoever has an offer once, with the new time (BR-180)', async () => {
  const { cast, run, placed, offered, offer } = await aFullRun(['2027-01-09T10:00', '2027-01-18T10:00']);
  const deadline = async () => (await offered.get(`/enrolments/${offer}`)).body.offer.expiresAt;
  const before = await deadline();
  await reschedule(cast.casey, run.sessionIds[0], { localStart: '2027-01-05T10:00', localEnd: '2027-01-05T12:00' });
  await college.deliver();
  const after = await deadline();
  expect(after < before).toBe(true);
  expect(await changesFor(offered)).toMatchObject([{ kind: 'session_rescheduled', usefulUntil: after }]);
  expect((await opened(offered)).plan).toMatch(/A place is kept for you until Tuesday,? 5 January/);
  expect((await opened(placed)).plan).not.toMatch(/kept for you/);
});

test('a session that is only planned may leave less time to answer too, and so does any command that settles (BR-180)', async () => {
  const { cast, run, offered, waiting } = await aFullRun(['2027-01-09T10:00', '2027-01-18T10:00']);
  await cast.ben.post(`/runs/${run.id}/sessions`, {
    ...{ localStart: '2027-01-05T10:00', localEnd: '2027-01-05T12:00' },
    plannedContactMinutes: 105,
  });
  await college.deliver();
  expect(await changesFor(offered)).toHaveLength(1);
  expect(await changesFor(waiting)).toEqual([]);
});

test('booking that closes sooner is told to those who wait and whose offer it ends sooner, once; later to nobody (BR-180)', async () => {
  const { cast, run, placed, offered, waiting } = await aFullRun();
  const closes = async (bookingClosesAt: string | null) => {
    await patch(cast.casey, `/runs/${run.id}`, { bookingClosesAt });
    await college.deliver();
  };
  await closes('2027-01-05T09:00:00Z');
  for (const person of [offered, waiting]) expect(await changesFor(person)).toHaveLength(1);
  expect((await opened(waiting)).plan).toMatch(/Places are given until Tuesday,? 5 January/);
  expect((await opened(offered)).plan).toMatch(/kept for you until Tuesday,? 5 January/);
  for (const person of [placed, cast.ada, cast.ben]) expect(await changesFor(person)).toEqual([]);
  await closes('2027-02-05T09:00:00Z');
  await closes(null);
  for (const person of [offered, waiting]) expect(await changesFor(person)).toHaveLength(1);
});

test('the task of telling somebody of an offer is due by its new end (BR-51, 180)', async () => {
  const { cast, run, offered, offer } = await aFullRun(['2027-01-09T10:00', '2027-01-18T10:00']);
  await college.sql.query(
    `
      insert into staff_task (id, kind, subject_id, person_id, about, reason, occasion, opened_at, due_at)
      select gen_random_uuid(), 'message_not_sent', $1, $2, 'place_offered', 'no_safe_channel', 'once', $3, offer_expires_at
      from enrolment
      where id = $1`,
    [offer, offered.id, college.clock.now()],
  );
  await reschedule(cast.casey, run.sessionIds[0], { localStart: '2027-01-05T10:00', localEnd: '2027-01-05T12:00' });
  await college.deliver();
  const [task] = (await cast.casey.get(`/staff-tasks?personId=${offered.id}&state=open`)).body.items;
  expect(task.dueAt).toBe((await offered.get(`/enrolments/${offer}`)).body.offer.expiresAt);
});

test('of what is over nobody is told (BR-180)', async () => {
  const { cast, run, concerned } = await aFullRun(['2027-01-09T10:00']);
  college.clock.moveTo('2027-01-10T12:00:00Z');
  await patch(cast.casey, `/venues/${cast.venueId}`, { address: '3 River Street' });
  await patch(cast.casey, `/runs/${run.id}`, { venueId: await another(cast.casey) });
  await cast.casey.post(`/sessions/${run.sessionIds[0]}/cancellation`, { reason: 'It was not held' });
  await college.deliver();
  for (const person of concerned) expect(await changesFor(person)).toEqual([]);
});

test('an edited venue tells a person once for each run that meets there, in as many statements for many as for one', async () => {
  const cast = await aCast(college);
  const runs = [];
  for (const day of ['11', '12', '13'])
    runs.push(await anOpenRun(cast, [`2027-03-${day}T10:00`, `2027-04-${day}T10:00`]));
  await readsInside(cast.ada);
  const learner = await aLearner(college);
  for (const { id } of runs) await learner.post(`/runs/${id}/enrolments`, {});
  await patch(cast.casey, `/venues/${cast.venueId}`, { address: '4 River Street' });
  await college.deliver();
  expect((await changesFor(learner)).map(({ subjectId }) => subjectId).sort()).toEqual(runs.map(({ id }) => id).sort());
  expect(await changesFor(cast.ada)).toHaveLength(3);

  const reaction = college.app.get(ChangesTellThoseConcerned);
  const lonely = await aFullRun();
  const tell = (subjectId: string, changeSet: string) =>
    reaction.tellOfVenue({
      ...{ id: '', at: college.clock.now(), actorId: null, type: 'venue.changed', subjectId },
      refs: { announced: true, changeSet },
    });
  expect(await statementsOf(() => tell(cast.venueId, 'one'))).toBe(
    await statementsOf(() => tell(lonely.cast.venueId, 'two')),
  );
});

test('what is opened later tells how it stands then, and nothing to whom it no longer concerns (BR-180)', async () => {
  const { cast, placed } = await aFullRun();
  await patch(cast.casey, `/venues/${cast.venueId}`, { address: '5 River Street' });
  await college.deliver();
  const { id } = await opened(placed);
  await patch(cast.casey, `/venues/${cast.venueId}`, { address: '6 River Street' });
  expect((await placed.get(`/me/messages/${id}`)).body.plan).toContain('6 River Street');
  expect(JSON.stringify((await placed.get('/me/messages')).body)).not.toMatch(/River|Boundaries/);
  const mine = (await placed.get('/me/enrolments')).body.items[0];
  await placed.post(`/enrolments/${mine.id}/withdrawal`);
  expect((await placed.get(`/me/messages/${id}`)).body.plan).toBeNull();
});

test('who facilitates no more hears nothing, and a letter names neither course nor place (BR-145, 180)', async () => {
  const { cast, run, cleo } = await aFullRun();
  await behindTheBack(
    college,
    `update role_grant set ended_at = $2, ended_by = $1 where person_id = $1 and role = 'facilitator'`,
    [cleo.id, college.clock.now()],
  );
  await patch(cast.casey, `/runs/${run.id}`, { venueId: await another(cast.casey) });
  await college.deliver();
  expect(await changesFor(cleo)).toEqual([]);
  const sent = (await letters(college.dataFolder)).filter((letter) => letter.includes('A change of plan')).join('\n');
  expect(sent).not.toMatch(/Boundaries|Hilltop|River/);
});
