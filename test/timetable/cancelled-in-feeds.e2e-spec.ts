import ICAL from 'ical.js';
import { aCast, anAcceptance, anOffer, anOpenRun, aDraftRun, aSession, type Cast } from '../sessions/a-run.js';
import { aPerson, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let cast: Cast;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());
beforeEach(async () => {
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
});

/** The feeds of these people, each by a link of its own: what a calendar program shows of each. */
async function feedsOf<Who extends string>(people: Record<Who, TestPerson>) {
  const links = new Map<Who, string>();
  for (const [who, person] of Object.entries<TestPerson>(people))
    links.set(who as Who, new URL(String((await person.post('/me/calendar-feed', {})).body.link)).pathname);
  return async () => {
    const shown: Partial<Record<Who, string[]>> = {};
    for (const [who, link] of links)
      shown[who] = new ICAL.Component(ICAL.parse((await college.http.get(link)).text))
        .getAllSubcomponents('vevent')
        .map((event) => String(event.getFirstPropertyValue('status')));
    return shown;
  };
}

const soon = () => college.clock.forward({ minutes: 1 });

test('a calendar shows as cancelled only what its owner had in it (I-13, I-22)', async () => {
  const [placed, withdrawn, offered, waiting, requested, late] = (await someLearners(college, 6)) as [
    TestPerson,
    TestPerson,
    TestPerson,
    TestPerson,
    TestPerson,
    TestPerson,
  ];
  const invited = await aPerson(college, { name: 'Gil', roles: ['facilitator'] });
  const declined = await aPerson(college, { name: 'Hope', roles: ['facilitator'] });
  const run = await anOpenRun(cast, ['2027-03-11T10:00', '2027-03-18T10:00'], {
    capacity: { kind: 'limited', places: 2 },
  });
  const approved = await anOpenRun(cast, ['2027-04-13T10:00', '2027-04-20T10:00'], { approvalNeeded: true });
  const invitation = await anOffer(cast.casey, run.id, invited, 'observer');
  const refused = await anOffer(cast.casey, run.id, declined, 'observer');
  expect((await declined.post(`/facilitator-assignments/${refused}/decline`, {})).status).toBe(201);
  const enrol = async (person: TestPerson, id: string, state: string) => {
    const { body } = await person.post(`/runs/${id}/enrolments`, {});
    expect(body.state).toBe(state);
    return String(body.id);
  };
  await enrol(placed, run.id, 'confirmed');
  const place = await enrol(withdrawn, run.id, 'confirmed');
  const offer = await enrol(offered, run.id, 'waitlisted');
  await enrol(waiting, run.id, 'waitlisted');
  const wish = await enrol(requested, approved.id, 'requested');
  const accepted = await enrol(late, approved.id, 'requested');
  await withdrawn.post(`/enrolments/${place}/withdrawal`);
  expect((await offered.get(`/enrolments/${offer}`)).body.state).toBe('offered');
  const feeds = await feedsOf({
    placed,
    withdrawn,
    offered,
    waiting,
    requested,
    late,
    invited,
    declined,
    ben: cast.ben,
  });
  const none = { withdrawn: [], waiting: [], requested: [], declined: [] };
  const [held, off] = ['CONFIRMED', 'CANCELLED'];
  expect(await feeds()).toEqual({
    ...none,
    placed: [held, held],
    offered: [],
    late: [],
    invited: [],
    ben: [held, held, held, held],
  });

  soon();
  for (const session of [run.sessionIds[0], approved.sessionIds[0]])
    expect((await cast.ben.post(`/sessions/${session}/cancellation`, { reason: 'Snow' })).status).toBe(201);
  const afterFirst = { ...none, placed: [off, held], ben: [off, held, off, held] };
  expect(await feeds()).toEqual({ ...afterFirst, offered: [], late: [], invited: [] });

  soon();
  await offered.post(`/enrolments/${offer}/offer/acceptance`, {});
  await cast.casey.post(`/enrolments/${accepted}/approval`, { approved: true });
  await invited.post(`/facilitator-assignments/${invitation}/acceptance`, {});
  expect(await feeds()).toEqual({ ...afterFirst, offered: [held], late: [held], invited: [held] });

  soon();
  for (const { id } of [run, approved])
    expect((await cast.casey.post(`/runs/${id}/cancellation`, { reason: 'Too few people.' })).status).toBe(201);
  expect((await requested.get(`/enrolments/${wish}`)).body.state).toBe('cancelled_by_college');
  expect(await feeds()).toEqual({
    ...none,
    placed: [off, off],
    offered: [off],
    late: [off],
    invited: [off],
    ben: [off, off, off, off],
  });
});

test('what was never taken from an offer before the run is cancelled stays out of the calendar (I-13)', async () => {
  const [placed, offered] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const run = await anOpenRun(cast, ['2027-03-11T10:00'], { capacity: { kind: 'limited', places: 1 } });
  const place = String((await placed.post(`/runs/${run.id}/enrolments`, {})).body.id);
  await offered.post(`/runs/${run.id}/enrolments`, {});
  await placed.post(`/enrolments/${place}/withdrawal`);
  const feeds = await feedsOf({ placed, offered });
  soon();
  await cast.casey.post(`/runs/${run.id}/cancellation`, { reason: 'Too few people.' });
  expect(await feeds()).toEqual({ placed: [], offered: [] });
});

test('a run that was never opened is in no calendar, also when it is cancelled (I-13)', async () => {
  const run = await aDraftRun(cast);
  await anAcceptance(cast.casey, run, cast.ada, 'peer');
  await anAcceptance(cast.casey, run, cast.ben, 'learned');
  const session = await aSession(cast.ben, run, '2027-03-11T10:00');
  await cast.ben.post(`/sessions/${session}/publication`);
  const feeds = await feedsOf({ ben: cast.ben });
  expect(await feeds()).toEqual({ ben: [] });
  await cast.casey.post(`/runs/${run}/cancellation`, { reason: 'Too few people.' });
  expect(await feeds()).toEqual({ ben: [] });
});
