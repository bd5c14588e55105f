import { aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, aDraftRun, anAcceptance, anOpenRun, aSession, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-02-01T12:00:00Z');
  cast = await aCast(college);
  await cast.casey.post('/closure-days', { day: '2027-03-02', reason: 'Staff day' });
});
afterAll(() => college.close());

const starts = async (runId: string): Promise<string[]> =>
  (await cast.casey.get(`/runs/${runId}/sessions`)).body.items.map(
    ({ localStart, state }: { localStart: string; state: string }) =>
      `${localStart}${state === 'cancelled' ? ' cancelled' : ''}`,
  );

test('a weekly series comes in one call, leaves out closed days, and keeps its hour over the clock change (I-20)', async () => {
  const run = await aDraftRun(cast);
  await anAcceptance(cast.casey, run, cast.ben, 'learned');
  const series = await cast.ben.post(`/runs/${run}/session-series`, {
    firstDate: '2027-02-16',
    startTime: '10:00',
    endTime: '12:00',
    count: 5,
    plannedContactMinutes: 105,
  });
  expect(series.body).toMatchObject({
    runId: run,
    everyWeeks: 1,
    startTime: '10:00',
    endTime: '12:00',
    closedDays: ['2027-03-02'],
    can: ['edit'],
  });
  expect(await starts(run)).toEqual([
    '2027-02-16T10:00',
    '2027-02-23T10:00',
    '2027-03-09T10:00',
    '2027-03-16T10:00',
    '2027-03-23T10:00',
  ]);
  const { items } = (await cast.ben.get(`/runs/${run}/sessions`)).body;
  expect(items.map(({ startsAt }: { startsAt: string }) => startsAt.slice(11, 16))).toEqual([
    '17:00',
    '17:00',
    '17:00',
    '16:00',
    '16:00',
  ]);
});

test('one clash refuses the whole series, and leaves nothing', async () => {
  const taken = await aDraftRun(cast);
  await aSession(cast.casey, taken, '2027-05-11T11:00');
  const run = await aDraftRun(cast);
  const refused = await cast.casey.post(`/runs/${run}/session-series`, {
    firstDate: '2027-05-04',
    startTime: '10:00',
    endTime: '12:00',
    count: 3,
  });
  expect(refused.body).toMatchObject({ status: 409, code: 'room_double_booked' });
  expect(await starts(run)).toEqual([]);
});

test('a change of the series leaves alone what is over, what was moved alone and what was cancelled (I-24)', async () => {
  const { id: run } = await anOpenRun(cast, ['2027-06-07T15:00']);
  const series = await cast.ben.post(`/runs/${run}/session-series`, {
    firstDate: '2027-06-08',
    startTime: '10:00',
    endTime: '12:00',
    count: 5,
    plannedContactMinutes: 105,
  });
  const ids: string[] = series.body.sessionIds;
  for (const id of ids) await cast.ben.post(`/sessions/${id}/publication`);
  await cast.ben.post(`/sessions/${ids[1]}/cancellation`, { reason: 'Away.' });
  await cast.ben.post(`/sessions/${ids[2]}/rescheduling`, {
    localStart: '2027-06-23T14:00',
    localEnd: '2027-06-23T16:00',
  });
  college.clock.moveTo('2027-06-10T12:00:00Z');

  const changed = await cast.ada.patch(
    `/session-series/${series.body.id}`,
    { startTime: '09:00', endTime: '11:00' },
    { 'if-match': series.headers['etag'] ?? '' },
  );
  expect(changed.body).toMatchObject({ startTime: '09:00', sessionIds: [ids[0], ids[1], ids[2], ids[3], ids[4]] });
  expect(await starts(run)).toEqual([
    '2027-06-07T15:00',
    '2027-06-08T10:00',
    '2027-06-15T10:00 cancelled',
    '2027-06-23T14:00',
    '2027-06-29T09:00',
    '2027-07-06T09:00',
  ]);

  const moves: { subject_id: string; change_set: string }[] = await college.sql.query(
    `
      select subject_id, refs->>'changeSet' as change_set
      from event
      where type = 'session.rescheduled' and subject_id = any ($1) and at > '2027-06-10'`,
    [ids],
  );
  expect(moves.map(({ subject_id }) => subject_id).sort()).toEqual([ids[3], ids[4]].sort());
  expect(new Set(moves.map(({ change_set }) => change_set)).size).toBe(1);
  expect(
    (
      await cast.ada.patch(
        `/session-series/${series.body.id}`,
        { startTime: '08:00' },
        { 'if-match': series.headers['etag'] ?? '' },
      )
    ).status,
  ).toBe(412);
  college.clock.moveTo('2027-02-01T12:00:00Z');
});

test('a session that was changed alone stays as it is, however the series moves afterwards (I-24)', async () => {
  const run = await aDraftRun(cast);
  const series = await cast.casey.post(`/runs/${run}/session-series`, {
    firstDate: '2027-09-07',
    startTime: '10:00',
    endTime: '12:00',
    count: 2,
    plannedContactMinutes: 60,
  });
  const [first] = series.body.sessionIds as string[];
  const seen = await cast.casey.get(`/sessions/${first}`);
  await cast.casey.patch(`/sessions/${first}`, { title: 'A walk outside' }, { 'if-match': seen.headers['etag'] ?? '' });
  await cast.casey.patch(
    `/session-series/${series.body.id}`,
    { startTime: '10:30', endTime: '12:30' },
    { 'if-match': series.headers['etag'] ?? '' },
  );
  expect(await starts(run)).toEqual(['2027-09-07T10:00', '2027-09-14T10:30']);
});

test("a series of a run is nobody else's business", async () => {
  const run = await aDraftRun(cast);
  const stranger = await aPerson(college, { roles: ['facilitator'] });
  const body = { firstDate: '2027-10-05', startTime: '10:00', endTime: '12:00', count: 2 };
  expect((await stranger.post(`/runs/${run}/session-series`, body)).status).toBe(404);
  const series = await cast.casey.post(`/runs/${run}/session-series`, body);
  expect((await stranger.get(`/session-series/${series.body.id}`)).status).toBe(404);
  expect(
    (await stranger.patch(`/session-series/${series.body.id}`, { startTime: '11:00' }, { 'if-match': '"1"' })).status,
  ).toBe(404);
});

test('an hour that does not exist on one day of the series is refused with that day (BR-34)', async () => {
  const run = await aDraftRun(cast);
  const refused = await cast.casey.post(`/runs/${run}/session-series`, {
    firstDate: '2027-03-07',
    startTime: '02:30',
    endTime: '04:00',
    count: 2,
    plannedContactMinutes: 60,
  });
  expect(refused.body).toMatchObject({ status: 422, code: 'local_time_skipped' });
  expect(refused.body.detail).toContain('2027-03-14T02:30');
});
