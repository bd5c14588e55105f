import type { OpenAPIObject } from '@nestjs/swagger';
import { fullHour } from '../../src/platform/calendar.js';
import { aFacilitator } from '../attendance/a-course.js';
import { aCoordinator, aPerson, aRun, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';

let college: TestCollege;
let casey: TestPerson;
let stranger: TestPerson;
let analyst: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
  [stranger] = (await someLearners(college, 1)) as [TestPerson];
  analyst = await aPerson(college, { roles: ['analyst'] });
});
afterAll(async () => {
  await requirePromises(college);
  await college.close();
});
/** Ten past, so that there is room for a story before the next full hour. */
beforeEach(() =>
  college.clock.moveTo(new Date(fullHour(fromNow(college, { hours: 1 })).getTime() + 600_000).toISOString()),
);

const minutesLater = (minutes: number) => college.clock.forward({ minutes });

/** Everything that somebody without a part hears of a run: whole answers, and what a cache would compare. */
async function heard(person: TestPerson, runId: string): Promise<unknown[]> {
  const run = `/runs/${runId}`;
  const answers = [];
  for (const path of [
    run,
    '/runs?limit=100',
    '/runs?state=open&limit=100',
    `${run}/waitlist/explanation`,
    `${run}/eligibility`,
    `${run}/sessions`,
    `${run}/waitlist`,
    `${run}/roster`,
    `${run}/enrolments`,
    `${run}/readiness`,
    `${run}/facilitators`,
    `${run}/evaluation-results`,
    '/prospectus?limit=50',
  ]) {
    const { status, body, headers } = await person.get(path);
    if (status >= 500) throw new Error(`${path}: ${status}`);
    answers.push([path, status, headers['etag'], { ...body, requestId: undefined }]);
  }
  return answers;
}

const word = async (person: TestPerson, runId: string) => (await person.get(`/runs/${runId}`)).body.places;

test.each([[true], [false]])(
  'within the hour a stranger and an analyst hear nothing of anybody who comes or leaves, with a waiting list or without: %s (BR-211)',
  async (waitlistOn) => {
    const run = await aRun(college, { capacity: 4, starts: [fromNow(college, { days: 30 })] });
    await college.sql.query('update run set waitlist_on = $2 where id = $1', [run.id, waitlistOn]);
    const people = await someLearners(college, 6);
    const enrolments: string[] = [];
    const enrol = async (nth: number) => {
      const { status, body } = (await people[nth]?.post(`/runs/${run.id}/enrolments`, {})) ?? {};
      enrolments[nth] = String(body.id);
      return status;
    };
    const withdraw = (nth: number) => people[nth]?.post(`/enrolments/${enrolments[nth]}/withdrawal`);
    const outsiders = [stranger, analyst];
    const hear = async () => {
      const all = [];
      for (const person of outsiders) all.push(await heard(person, run.id));
      return all;
    };

    let before = await hear();
    const same = async () => {
      minutesLater(2);
      expect(await hear()).toEqual(before);
    };
    const nextHour = async () => {
      minutesLater(60);
      before = await hear();
      return word(stranger, run.id);
    };
    expect(await word(stranger, run.id)).toBe('places available');
    for (const nth of [0, 1, 2, 3]) {
      expect(await enrol(nth)).toBe(201);
      await same();
    }
    expect(await nextHour()).toBe(waitlistOn ? 'waiting list' : 'full');
    await withdraw(0);
    await same();
    await withdraw(1);
    await same();
    expect(await nextHour()).toBe('few places');
    await enrol(0);
    await enrol(1);
    await same();
    if (!waitlistOn) return;
    await enrol(4);
    await enrol(5);
    await same();
    expect(await nextHour()).toBe('waiting list');
    await withdraw(0);
    await withdraw(5);
    await same();
    expect((await people[4]?.get(`/enrolments/${enrolments[4]}`))?.body.state).toBe('offered');
    await people[4]?.post(`/enrolments/${enrolments[4]}/offer/acceptance`, {});
    await same();
    expect(await nextHour()).toBe('waiting list');
  },
);

test('a request that is put into the queue says nothing within the hour, nor does an offer whose time is over (BR-211)', async () => {
  const run = await aRun(college, { capacity: 1, starts: [fromNow(college, { days: 30 })] });
  await college.sql.query('update run set approval_needed = true where id = $1', [run.id]);
  const [eve, fay, gus] = (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];
  const enrol = async (person: TestPerson) => String((await person.post(`/runs/${run.id}/enrolments`, {})).body.id);
  const approve = (id: string) => casey.post(`/enrolments/${id}/approval`, { approved: true });
  const [first, second, third] = [await enrol(eve), await enrol(fay), await enrol(gus)];
  await approve(first);
  minutesLater(60);
  const full = await heard(stranger, run.id);
  await approve(second);
  await approve(third);
  expect(await heard(stranger, run.id)).toEqual(full);
  await eve.post(`/enrolments/${first}/withdrawal`);
  expect(await heard(stranger, run.id)).toEqual(full);
  minutesLater(60 * 49);
  const later = await heard(stranger, run.id);
  expect((await gus.post(`/enrolments/${third}/withdrawal`)).status).toBe(201);
  expect(await heard(stranger, run.id)).toEqual(later);
  minutesLater(60);
  expect(await word(stranger, run.id)).toBe('few places');
});

test('those who run it hear numbers, as they are now; everybody else hears words (BR-211)', async () => {
  const run = await aRun(college, { capacity: 2, starts: [fromNow(college, { days: 3 })] });
  const ada = await aFacilitator(college, run.id);
  const watching = await aFacilitator(college, run.id, { part: 'observer' });
  const other = await aPerson(college, { roles: ['facilitator'] });
  const administrator = await aPerson(college, { roles: ['administrator'] });
  const [eve, fay, gus] = (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];
  for (const person of [eve, fay, gus]) await person.post(`/runs/${run.id}/enrolments`, {});
  const explanation = `/runs/${run.id}/waitlist/explanation`;
  for (const person of [casey, ada, administrator]) {
    expect((await person.get(`/runs/${run.id}`)).body).toMatchObject({
      capacity: { kind: 'limited', places: 2 },
      placesLeft: 0,
      places: 'few places',
      full: true,
    });
    expect((await person.get(explanation)).body).toMatchObject({ waiting: 1, openOffers: 0, freePlaces: 0 });
  }
  for (const person of [stranger, analyst, other, watching, eve, gus]) {
    const { body } = await person.get(`/runs/${run.id}`);
    expect(body).toMatchObject({
      capacity: { kind: 'limited', places: null },
      placesLeft: null,
      places: 'few places',
      full: false,
    });
    const listed = (await person.get('/runs?limit=100')).body.items;
    expect(listed.find(({ id }: { id: string }) => id === run.id)).toEqual(body);
    expect((await person.get(explanation)).body).toMatchObject({ waiting: null, openOffers: null, freePlaces: null });
  }
  // Whoever waits knows why, and where they stand.
  expect((await gus.get(explanation)).body.reasons).toMatchObject([{ code: 'all_places_taken' }]);
  expect((await gus.get('/me/enrolments')).body.items[0]).toMatchObject({ state: 'waitlisted', position: 1 });
});

test('of a run that is over, an analyst hears neither a number nor a word (BR-166, 211)', async () => {
  const run = await aRun(college, { capacity: 8, starts: [fromNow(college, { days: 3 })] });
  const [eve] = (await someLearners(college, 1)) as [TestPerson];
  await eve.post(`/runs/${run.id}/enrolments`, {});
  await college.sql.query(`update run set state = 'finished', ended_at = $2 where id = $1`, [
    run.id,
    college.clock.now(),
  ]);
  expect((await analyst.get(`/runs/${run.id}`)).body).toMatchObject({
    capacity: { kind: 'limited', places: null },
    placesLeft: null,
    places: null,
    full: null,
  });
});

/** Numbers of places or people in the document, and why whoever gets them may know them. */
const counted: Readonly<Record<string, readonly string[]>> = {
  'null for those who do not run the run': [
    'RunDto.placesLeft',
    'RunDto.placesTaken',
    'RunDto.waiting',
    'RunCapacityDto.places',
    'WaitlistExplanationDto.waiting',
    'WaitlistExplanationDto.openOffers',
    'WaitlistExplanationDto.freePlaces',
  ],
  'a route for those who run the run, or the college': [
    'EnrolmentBatchDto.confirmed',
    'EnrolmentBatchDto.waitlisted',
    'CeRosterDetailDto.lineCount',
    'CeRosterDto.lineCount',
    'CeRosterLineDto.position',
    'CeTotalDto.people',
    'DropInDto.anonymousCount',
    'QueueDto.openOffers',
    'QueueDto.waiting',
    'TodaysIdsDto.count',
    'TodaysRunsDto.count',
    'TodaysSessionDto.placesTaken',
    'TodaysWaitlistDto.waiting',
    'TodaysWaitlistDto.offered',
    'WaitingDto.position',
  ],
  'hidden below the small number, and for those who run the run': [
    'EvaluationItemResultDto.valid',
    'EvaluationItemResultDto.agree',
    'EvaluationResultsDto.respondents',
    'EvaluationResultsDto.invited',
  ],
  "one's own": [
    'EnrolmentDto.position',
    'FollowUpDto.absencesInRun',
    'ForecastCategoryDto.countedMinutes',
    'ForecastCreditsDto.countedMinutes',
    'SecondFactorDto.recoveryCodesLeft',
  ],
  'of the rows that its reader may list, and may read one by one': ['TotalDto.count'],
  'of a course, a term, a room or a form, whoever comes': [
    'Capacity.places',
    'CeApprovalDto.attendancePercent',
    'CourseVersionDto.capacityDefault',
    'CourseVersionDto.maxLearnersPerFacilitator',
    'EditedCourseVersionDto.capacityDefault',
    'EditedCourseVersionDto.maxLearnersPerFacilitator',
    'InstrumentDto.itemCount',
    'InstrumentSummaryDto.itemCount',
    'PeriodicReviewDto.learnerParticipants',
    'TermDto.maxRunsPerLearner',
    'VenueDto.capacity',
  ],
};

test('every number of places or people that the document knows is told to those only who may know it (BR-211)', async () => {
  const { body } = await college.http.get('/openapi.json').expect(200);
  const { components } = body as OpenAPIObject;
  const names =
    /places|capacity|waiting|offer|taken|left$|count|people|learner|participant|respondent|invited|attend|enrol|confirmed|waitlisted|absen|position|valid|agree$/i;
  const found = Object.entries(components?.schemas ?? {}).flatMap(([schema, described]) =>
    'properties' in described && !/(Body|Change|Terms|Policy|Query)$/.test(schema)
      ? Object.entries(described.properties ?? {})
          .filter(([name, value]) => names.test(name) && /"(integer|number)"/.test(JSON.stringify(value)))
          .map(([name]) => `${schema}.${name}`)
      : [],
  );
  const known = Object.values(counted).flat();
  expect(found.filter((each) => !known.includes(each))).toEqual([]);
  expect(known.filter((each) => !found.includes(each))).toEqual([]);
});
