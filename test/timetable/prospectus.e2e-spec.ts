import type { Response } from 'supertest';
import { newId } from '../../src/platform/ids.js';
import { expecting, aPublishedCourse, wholeContent } from '../courses/co-production.js';
import { aPerson, aPublishedVersion, aRun, aTerm, fromNow, someLearners } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterEach(async () => {
  college.clock.moveTo(new Date());
  await college.sql.query(`update run set state = 'finished' where state = 'open'`);
});
afterAll(() => college.close());

const prospectus = (query = '', headers: Record<string, string> = {}): Promise<Response> =>
  college.http
    .get(`/api/v1/prospectus${query}`)
    .set(headers)
    .then((response) => response);
const titles = async (query = ''): Promise<string[]> => {
  const { body } = await expecting(200, prospectus(query));
  return body.items.map(({ title }: { title: string }) => title);
};
const aVenue = async (): Promise<string> => {
  const [venue] = await college.sql.query(
    `
      insert into venue (id, name, time_zone, address, access_features, access_notes, capacity)
      values (
        gen_random_uuid(), 'Harbour House', 'UTC', '1 Harbour Lane', '{step_free,quiet_room}', 'Ring twice.', 20
      )
      returning id`,
  );
  return venue.id;
};

test('anybody reads what is on, with everything that helps to decide (BR-18)', async () => {
  const { versionId, courseId, ada, contributions } = await aPublishedCourse(college, {
    ...wholeContent,
    minimumAge: 16,
    eligibilityRules: [{ type: 'area', values: ['north'], words: 'For people who live in the north.' }],
  });
  await expecting(
    200,
    ada.patch(`/contributors/${contributions.ada}`, { creditAs: { kind: 'name' } }, { 'If-Match': '"2"' }),
  );
  const run = await aRun(college, {
    versionId,
    mode: 'in_person',
    termId: await aTerm(college),
    capacity: 2,
    starts: [fromNow(college, { days: 3 }), fromNow(college, { days: 10 })],
  });
  await college.sql.query('update run set venue_id = $2 where id = $1', [run.id, await aVenue()]);
  const { body } = await expecting(200, prospectus());
  expect(body.next).toBeNull();
  expect(body.items).toEqual([
    {
      runId: run.id,
      versionId,
      courseId,
      title: 'Building Better Boundaries',
      topic: 'boundaries',
      audience: [],
      strand: null,
      summary: wholeContent.summary,
      levelText: null,
      outcomes: wholeContent.outcomes,
      whatToExpect: wholeContent.whatToExpect,
      contentWarnings: wholeContent.contentWarnings,
      whatYouCanSkip: wholeContent.whatYouCanSkip,
      eligibility: { minimumAge: 16, conditions: ['For people who live in the north.'] },
      freeOfCharge: true,
      coProduced: true,
      coProducedBy: ['Ada'],
      mode: 'in_person',
      term: { id: expect.any(String), name: 'A term' },
      venue: {
        name: 'Harbour House',
        address: '1 Harbour Lane',
        accessFeatures: ['step_free', 'quiet_room'],
        accessNotes: 'Ring twice.',
      },
      sessions: ['What a boundary is', 'Saying it'].map((title, index) => ({
        id: run.sessionIds[index],
        title,
        startsAt: expect.stringMatching(/Z$/),
        endsAt: expect.stringMatching(/Z$/),
        timeZone: 'UTC',
        localStart: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/),
        localEnd: expect.any(String),
        venueName: null,
      })),
      places: 'few places',
      booking: 'open',
      bookingOpensAt: expect.any(String),
      bookingClosesAt: null,
      approvalNeeded: false,
    },
  ]);
});

describe('a credit', () => {
  test('prints exactly as each contributor wishes, and who wishes to stay anonymous appears nowhere (BR-9)', async () => {
    const group = await aPublishedCourse(college);
    await aRun(college, { versionId: group.versionId });
    await expecting(
      200,
      group.ada.patch(
        `/contributors/${group.contributions.ada}`,
        { creditAs: { kind: 'alias', alias: 'A. from the harbour' } },
        { 'If-Match': '"2"' },
      ),
    );
    const everywhere = [await prospectus(), await group.dee.get(`/course-versions/${group.versionId}`)].map(
      ({ body }) => JSON.stringify(body),
    );
    for (const text of everywhere) {
      expect(text).toContain('A. from the harbour');
      expect(text).not.toMatch(/"(Ada|Ben)"/);
      expect(text).not.toContain('anonymous');
    }
  });

  test('that is withdrawn is gone from the next prospectus (BR-10)', async () => {
    const { versionId, ben, contributions } = await aPublishedCourse(college);
    await aRun(college, { versionId });
    const path = `/contributors/${contributions.ben}`;
    const { headers } = await expecting(200, ben.patch(path, { creditAs: { kind: 'name' } }, { 'If-Match': '"2"' }));
    const before = await prospectus();
    expect(before.body.items[0].coProducedBy).toEqual(['Ben']);
    await expecting(200, ben.patch(path, { creditAs: { kind: 'anonymous' } }, { 'If-Match': headers['etag'] ?? '' }));
    const after = await expecting(200, prospectus('', { 'If-None-Match': before.headers['etag'] ?? '' }));
    expect(after.body.items[0].coProducedBy).toEqual([]);
  });
});

test('a printed prospectus is flagged when a credit changes later, and never altered (BR-10)', async () => {
  const { versionId, coordinator, ada, contributions } = await aPublishedCourse(college);
  await aRun(college, { versionId });
  await expecting(
    200,
    ada.patch(`/contributors/${contributions.ada}`, { creditAs: { kind: 'name' } }, { 'If-Match': '"2"' }),
  );
  const { body: edition } = await expecting(201, coordinator.post('/prospectus-editions', { name: 'Spring booklet' }));
  expect(edition).toMatchObject({ name: 'Spring booklet', courses: 1, changedCredits: [] });
  college.clock.forward({ days: 1 });
  await expecting(
    200,
    ada.patch(`/contributors/${contributions.ada}`, { creditAs: { kind: 'anonymous' } }, { 'If-Match': '"3"' }),
  );
  const flagged = {
    ...edition,
    changedCredits: [{ versionId, title: 'Building Better Boundaries', changedAt: expect.any(String) }],
  };
  expect((await coordinator.get(`/prospectus-editions/${edition.id}`)).body).toEqual(flagged);
  expect((await coordinator.get('/prospectus-editions')).body.items).toEqual([flagged]);
  await expecting(403, ada.get('/prospectus-editions'));
  await expecting(404, coordinator.post('/prospectus-editions', { name: 'Spring booklet', termId: newId() }));
  await expect(college.sql.query(`update prospectus_edition set name = 'Other'`)).rejects.toThrow('only grows');
});

test('only what is open and not over is on, and of a term only once its prospectus is out', async () => {
  const { id: versionId } = await aPublishedVersion(college, { title: 'Seen' });
  for (const state of ['draft', 'finished', 'cancelled'] as const) await aRun(college, { versionId, state });
  await aRun(college, { versionId, starts: [fromNow(college, { days: -3 })] });
  const termId = await aTerm(college);
  await aRun(college, { versionId, termId });
  await college.sql.query(
    `
      update term
      set prospectus_opens_at = $1::timestamptz + interval '1 day',
        booking_opens_at = $1::timestamptz + interval '2 days'`,
    [college.clock.now()],
  );
  expect(await titles()).toEqual([]);
  college.clock.forward({ days: 1, minutes: 1 });
  const { body } = await prospectus();
  expect(body.items).toMatchObject([{ title: 'Seen', booking: 'not open yet' }]);
  college.clock.forward({ days: 1 });
  expect((await prospectus()).body.items).toMatchObject([{ booking: 'open' }]);
});

test('text, topic, audience, mode, term and days narrow it down', async () => {
  const coordinator = await aPerson(college, { roles: ['coordinator'] });
  const [sleep, anger] = [
    await aPublishedVersion(college, { title: 'Sleeping Soundly' }),
    await aPublishedVersion(college, { title: 'Anger and Ease' }),
  ];
  await expecting(
    200,
    coordinator.patch(
      `/courses/${anger.courseId}`,
      { topic: 'anger', audience: ['young_adults'] },
      { 'If-Match': '"1"' },
    ),
  );
  const termId = await aTerm(college);
  await aRun(college, { versionId: sleep.id, mode: 'in_person', termId, starts: [fromNow(college, { days: 2 })] });
  await aRun(college, { versionId: anger.id, mode: 'online', starts: [fromNow(college, { days: 20 })] });
  const day = (days: number) => fromNow(college, { days }).toISOString().slice(0, 10);
  expect(await titles()).toEqual(['Sleeping Soundly', 'Anger and Ease']);
  expect(await titles('?text=sleep')).toEqual(['Sleeping Soundly']);
  expect(await titles('?text=ease%20angry')).toEqual([]);
  expect(await titles('?text=ease%20anger')).toEqual(['Anger and Ease']);
  expect(await titles('?text=sleping')).toEqual(['Sleeping Soundly']);
  expect(await titles('?text=-sleep')).toEqual(['Sleeping Soundly']);
  expect(await titles(`?text=${'-'.repeat(100)}`)).toEqual([]);
  expect(await titles('?topic=anger')).toEqual(['Anger and Ease']);
  expect(await titles('?audience=young_adults')).toEqual(['Sleeping Soundly', 'Anger and Ease']);
  expect(await titles('?audience=older_adults')).toEqual(['Sleeping Soundly']);
  expect(await titles('?mode=online')).toEqual(['Anger and Ease']);
  expect(await titles(`?termId=${termId}`)).toEqual(['Sleeping Soundly']);
  expect(await titles(`?from=${day(5)}`)).toEqual(['Anger and Ease']);
  expect(await titles(`?to=${day(5)}`)).toEqual(['Sleeping Soundly']);
  for (const wrong of ['?colour=blue', '?mode=telepathy', '?from=soon', '?limit=1000'])
    await expecting(400, prospectus(wrong));
});

test('places are told in words, and a newcomer sees the waiting list while somebody waits', async () => {
  const { id: versionId } = await aPublishedVersion(college);
  const run = await aRun(college, { versionId, capacity: 5 });
  // Bookings do not renew the page within an hour; what stands for one here is seen at once.
  const places = async () => {
    await college.sql.query('update shown_stamp set stamp = gen_random_uuid()');
    return (await prospectus()).body.items[0].places;
  };
  const [eve, fay] = await someLearners(college, 2);
  expect(await places()).toBe('places available');
  await college.sql.query('update run set places_taken = 2 where id = $1', [run.id]);
  expect(await places()).toBe('few places');
  await college.sql.query('update run set places_taken = 5 where id = $1', [run.id]);
  expect(await places()).toBe('waiting list');
  await college.sql.query('update run set waitlist_on = false where id = $1', [run.id]);
  expect(await places()).toBe('full');
  await college.sql.query('update run set waitlist_on = true, places_taken = 0 where id = $1', [run.id]);
  await college.sql.query(
    `
      insert into enrolment (id, run_id, person_id, state, source, joined_at)
      values (gen_random_uuid(), $1, $2, 'waitlisted', 'self', now())`,
    [run.id, eve?.id],
  );
  expect(await places()).toBe('waiting list');
  await college.sql.query(`update enrolment set state = 'withdrawn', ended_at = now()`);
  await college.sql.query(
    `
      insert into enrolment (id, run_id, person_id, state, source, joined_at, offered_at, offer_expires_at)
      select gen_random_uuid(), $1, $2, 'offered', 'self', now(), now(), now() + interval '1 hour'`,
    [run.id, fay?.id],
  );
  await college.sql.query('update run set capacity = 1 where id = $1', [run.id]);
  expect(await places()).toBe('waiting list');
  college.clock.forward({ hours: 2 });
  expect(await places()).toBe('few places');
});

test('it may be kept, and is not sent again while nothing changed', async () => {
  await aRun(college);
  const first = await expecting(200, prospectus());
  expect(first.headers).toMatchObject({ 'cache-control': 'public, max-age=60', etag: expect.any(String) });
  await expecting(304, prospectus('', { 'If-None-Match': first.headers['etag'] ?? '' }));
});

test('a walk through its pages meets each run once, also when a run is added on the way', async () => {
  const { id: versionId } = await aPublishedVersion(college);
  const runs: string[] = [];
  for (const days of [4, 1, 2, 2, 3])
    runs.push((await aRun(college, { versionId, starts: [fromNow(college, { days })] })).id);
  const seen: string[] = [];
  for (let query = '?limit=2'; query !== '';) {
    const { body, headers } = await expecting(200, prospectus(query));
    seen.push(...body.items.map(({ runId }: { runId: string }) => runId));
    if (body.next) expect(headers['link']).toContain('rel="next"');
    query = body.next ? `?limit=2&cursor=${body.next}` : '';
    if (seen.length === 2) await aRun(college, { versionId, starts: [fromNow(college, { hours: 1 })] });
  }
  expect(new Set(seen).size).toBe(5);
  expect([...seen].sort()).toEqual([...runs].sort());
  await expecting(400, prospectus(`?limit=2&topic=sleep&cursor=${(await prospectus('?limit=2')).body.next}`));
});
