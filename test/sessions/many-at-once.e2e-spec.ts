import { expecting } from '../courses/co-production.js';
import type { Actor } from '../../src/platform/actor.js';
import { Batches } from '../../src/platform/batches/batches.js';
import { aPlace } from '../attendance/a-course.js';
import { aLearner, aPerson, aPublishedVersion, aRun, type TestPerson } from '../support/builders.js';
import { allRows } from '../support/all-rows.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';
import { aCast, anOpenRun, aSession, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
beforeAll(async () => {
  college = await openTestCollege({ provokes: /not now/ });
  college.clock.moveTo('2026-12-01T12:00:00Z');
  cast = await aCast(college);
});
beforeEach(() => college.clock.moveTo('2026-12-01T12:00:00Z'));
afterAll(() => college.close());

interface Row {
  sessionId: string;
  status: number;
  problem: { code: string } | null;
}
const told = (rows: Row[]) => rows.map(({ sessionId, status, problem }) => [sessionId, status, problem?.code ?? null]);

const eventsOf = async (type: string, ids: string[]): Promise<string[]> =>
  (
    await college.sql.query(
      'select subject_id from event where type = $1 and subject_id = any ($2) order by array_position($2, subject_id)',
      [type, ids],
    )
  ).map(({ subject_id }: { subject_id: string }) => subject_id);

describe('the drafts of a run are published together, each by its own gates (BR-241, BR-242)', () => {
  let run: string;
  let whole: string;
  let without: string;
  let past: string;
  beforeAll(async () => {
    college.clock.moveTo('2026-12-01T12:00:00Z');
    run = (await anOpenRun(cast, ['2027-01-05T10:00'])).id;
    whole = await aSession(cast.ada, run, '2027-01-12T10:00');
    const bare = { name: 'A hall', address: '2 River Street', timeZone: 'America/Edmonton', capacity: 20 };
    const venueId = (await cast.casey.post('/venues', bare)).body.id;
    without = await aSession(cast.ada, run, '2027-01-19T10:00', { venueId });
    past = await aSession(cast.ada, run, '2026-11-30T10:00', { recordedAsHeld: true });
  });
  const publish = (person: TestPerson, body: object = {}, headers = {}) =>
    person.post(`/runs/${run}/sessions/publication`, { dryRun: false, ...body }, headers);

  test('a dry run says the same and changes nothing', async () => {
    const before = await allRows(college);
    const { status, body } = await publish(cast.casey, { dryRun: true });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: null, dryRun: true, done: 1, refused: 2 });
    expect(told(body.rows)).toEqual([
      [past, 422, 'session_in_past'],
      [whole, 201, null],
      [without, 422, 'access_info_missing'],
    ]);
    expect(body.rows[1].session).toMatchObject({ id: whole, localStart: '2027-01-12T10:00' });
    expect(await allRows(college)).toEqual(before);
  });

  test('others get 403 or 404, as for one', async () => {
    const stranger = await aPerson(college, { roles: ['facilitator'] });
    expect((await publish(stranger)).status).toBe(403);
    expect((await publish(await aLearner(college))).status).toBe(403);
    expect((await stranger.post(`/runs/${whole}/sessions/publication`, { dryRun: false })).status).toBe(404);
  });

  test('a body left out, or one that does not say it, publishes nothing', async () => {
    for (const body of [undefined, {}, { recordedAsHeld: true }]) {
      const refused = await cast.casey.post(`/runs/${run}/sessions/publication`, body);
      expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([400, '/dryRun']);
    }
  });

  test('what passes is published, the rest stays as it is, and the same key gets the same answer', async () => {
    const published = await publish(cast.ada, {}, { 'idempotency-key': 'drafts' });
    expect(published.body).toMatchObject({ dryRun: false, done: 1, refused: 2 });
    expect((await cast.ada.get(`/sessions/${whole}`)).body.state).toBe('published');
    expect((await cast.ada.get(`/sessions/${without}`)).body.state).toBe('draft');
    expect(await eventsOf('session.published', [past, whole, without])).toEqual([whole]);
    const again = await publish(cast.ada, {}, { 'idempotency-key': 'drafts' });
    expect(again.body).toEqual(published.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await eventsOf('session.published', [whole])).toEqual([whole]);

    const held = await publish(cast.ada, { recordedAsHeld: true });
    expect(told(held.body.rows)).toEqual([
      [past, 201, null],
      [without, 422, 'access_info_missing'],
    ]);
    const alone = await cast.ada.post(`/sessions/${without}/publication`);
    expect([alone.status, alone.body.code, alone.body.title, alone.body.detail]).toEqual([
      422,
      'access_info_missing',
      held.body.rows[1].problem.title,
      held.body.rows[1].problem.detail,
    ]);
    expect(alone.body.errors).toEqual([{ ...alone.body.errors[0], pointer: '/accessNote' }]);
    expect(held.body.rows[1].problem.errors).toEqual(alone.body.errors);
    await requirePromises(college);
  });
});

describe('the same key answers again, to whoever may still ask (BR-241)', () => {
  let run: string;
  let assignment: string;
  beforeAll(async () => {
    college.clock.moveTo('2026-12-01T12:00:00Z');
    ({ id: run, adaAssignment: assignment } = await anOpenRun(cast, ['2027-03-09T10:00']));
    await aSession(cast.ben, run, '2027-03-16T10:00');
  });
  const publish = (person: TestPerson, dryRun: boolean) =>
    person.post(`/runs/${run}/sessions/publication`, { dryRun }, { 'idempotency-key': 'once' });

  test('a dry run before takes nothing from the key; one afterwards is another body', async () => {
    expect((await publish(cast.ada, true)).body).toMatchObject({ dryRun: true, done: 1 });
    expect((await publish(cast.ada, false)).body).toMatchObject({ dryRun: false, done: 1 });
    expect((await publish(cast.ada, false)).body).toMatchObject({ dryRun: false, done: 1 });
    const tried = await publish(cast.ada, true);
    expect([tried.status, tried.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  test('whoever was taken off the run reads nothing of it again', async () => {
    await expecting(201, cast.ada.post(`/facilitator-assignments/${assignment}/standing-down`, {}));
    const again = await publish(cast.ada, false);
    expect([again.status, again.body.code, again.body.rows]).toEqual([403, 'forbidden', undefined]);
  });
});

test('whatever would write in a dry run is refused by the database', async () => {
  const actor: Actor = { personId: cast.casey.id, roles: new Set(), call: { requestId: 'a' } } as unknown as Actor;
  const before = await allRows(college);
  const run = college.app.get(Batches).run(actor, true, {
    judge: async (tx) => {
      await tx.query(`update person set chosen_name = 'Somebody else'`);
      return [];
    },
    write: async () => undefined,
  });
  await expect(run).rejects.toMatchObject({ code: '25006' });
  expect(await allRows(college)).toEqual(before);
});

describe('what begins in the rest of today is cancelled together, by the day of each place (BR-241, BR-244)', () => {
  let morning: string;
  let evening: string;
  let tomorrow: string;
  let farOff: string;
  let learner: TestPerson;
  let here: string;
  const reason = 'The roads are closed by snow.';
  const cancel = (person: TestPerson, body: object = {}, headers = {}) =>
    person.post('/sessions/cancellation', { reason, ...body }, headers);
  beforeAll(async () => {
    college.clock.moveTo('2026-12-01T12:00:00Z');
    const run = await anOpenRun(cast, ['2027-02-01T08:00', '2027-02-01T18:00', '2027-02-02T08:00']);
    [morning, evening, tomorrow] = run.sessionIds as [string, string, string];
    here = run.id;
    const east = await cast.casey.post('/venues', {
      name: 'Harbour House',
      address: '3 Quay',
      timeZone: 'Pacific/Auckland',
      accessFeatures: ['step_free'],
      capacity: 20,
    });
    const other = await aCast(college);
    // 14:00 on the 2nd there is 18:00 on the 1st in Edmonton.
    const there = await anOpenRun({ ...other, venueId: east.body.id }, ['2027-02-02T14:00']);
    [farOff] = there.sessionIds as [string];
    learner = await aLearner(college);
    await learner.put('/me/safe-contact', { channels: { inApp: { allowed: true } } });
    await expecting(201, learner.post(`/runs/${here}/enrolments`, {}));
    await college.deliver();
  });
  // Noon in Edmonton, 08:00 on the 2nd in Auckland.
  beforeEach(() => college.clock.moveTo('2027-02-01T19:00:00Z'));

  test('a dry run lists it and changes nothing', async () => {
    const before = await allRows(college);
    const { body } = await cancel(cast.casey, { dryRun: true });
    expect(body).toMatchObject({ id: null, dryRun: true, done: 2, refused: 0 });
    expect(
      told(body.rows)
        .map(([id]) => id)
        .sort(),
    ).toEqual([evening, farOff].sort());
    expect(await allRows(college)).toEqual(before);
    const one = await cancel(cast.casey, { dryRun: true, venueId: cast.venueId });
    expect(told(one.body.rows)).toEqual([[evening, 201, null]]);
  });

  test('only coordinators may', async () => {
    expect((await cancel(cast.ada)).status).toBe(403);
    expect((await cancel(learner)).status).toBe(403);
    expect((await cancel(cast.casey, { reason: '' })).status).toBe(400);
  });

  test('a failure half-way leaves nothing', async () => {
    await college.sql.query(`
      create function stop_here() returns trigger language plpgsql as
      $$ begin raise exception 'not now'; end $$;
      create trigger stop_here before insert on event for each row
      when (new.type = 'session.cancelled') execute function stop_here()`);
    const before = await allRows(college);
    expect((await cancel(cast.casey)).status).toBe(500);
    expect(await allRows(college)).toEqual(before);
    await college.sql.query('drop trigger stop_here on event; drop function stop_here()');
  });

  test('all of it is cancelled, everybody is told once, and the same key gets the same answer', async () => {
    // Two at the same moment: whoever comes second looks again once they hold the runs, and finds nothing left.
    const keys = [{ 'idempotency-key': 'snow' }, { 'idempotency-key': 'ice' }];
    const both = await Promise.all(keys.map((key) => cancel(cast.casey, {}, key)));
    expect(both.map(({ body }) => [body.dryRun, body.done, body.refused]).sort()).toEqual([
      [false, 0, 0],
      [false, 2, 0],
    ]);
    for (const [index, key] of keys.entries())
      expect((await cancel(cast.casey, {}, key)).body).toEqual(both[index]?.body);
    for (const id of [evening, farOff])
      expect((await cast.casey.get(`/sessions/${id}`)).body).toMatchObject({
        state: 'cancelled',
        cancellationReason: reason,
      });
    for (const id of [morning, tomorrow])
      expect((await cast.casey.get(`/sessions/${id}`)).body.state).toBe('published');
    expect(await eventsOf('session.cancelled', [evening, farOff])).toEqual([evening, farOff]);
    await college.deliver();
    const inbox = (await learner.get('/me/messages?limit=100')).body.items;
    expect(
      inbox
        .filter(({ kind }: { kind: string }) => kind === 'session_cancelled')
        .map(({ subjectId }: { subjectId: string }) => subjectId),
    ).toEqual([evening]);
    expect((await cancel(cast.casey)).body).toMatchObject({ done: 0, refused: 0, rows: [] });
    await requirePromises(college);
  });

  test('whoever had several places that day hears once', async () => {
    college.clock.moveTo('2027-05-03T06:00:00Z');
    const at = (hour: number) => new Date(`2027-05-03T${hour}:00:00Z`);
    const first = await aRun(college, { mode: 'hybrid', starts: [at(10), at(13)] });
    const other = await aRun(college, { mode: 'hybrid', starts: [at(16)] });
    const [both, gone] = [await aLearner(college), await aLearner(college)];
    for (const { id } of [first, other]) await aPlace(college, both, id);
    const place = await aPlace(college, gone, first.id);
    await aPlace(college, gone, other.id);
    expect((await cancel(cast.casey)).body).toMatchObject({ done: 3, refused: 0, more: false });
    await expecting(201, gone.post(`/enrolments/${place}/withdrawal`));
    await college.deliver();
    for (const person of [both, gone]) {
      const letters = await college.sql.query(
        `select subject_id, state from message where person_id = $1 and kind = 'session_cancelled'`,
        [person.id],
      );
      expect(letters.map(({ subject_id: subjectId }: { subject_id: string }) => subjectId)).toEqual([
        person === both ? first.sessionIds[0] : other.sessionIds[0],
      ]);
      expect(letters[0].state).not.toBe('withdrawn');
    }
  });

  test('what is online alone goes on unless that is asked for', async () => {
    college.clock.moveTo('2027-06-01T06:00:00Z');
    const { sessionIds } = await aRun(college, { mode: 'online', starts: [new Date('2027-06-01T10:00:00Z')] });
    expect((await cancel(cast.casey, { dryRun: true })).body.rows).toEqual([]);
    expect(told((await cancel(cast.casey, { dryRun: true, online: true })).body.rows)).toEqual([
      [sessionIds[0], 201, null],
    ]);
  });

  test('of more than 200 the first are cancelled, and asking again takes the next', async () => {
    college.clock.moveTo('2027-07-01T06:00:00Z');
    const versionId = (await aPublishedVersion(college, {})).id;
    for (let n = 0; n < 203; n++)
      await aRun(college, { versionId, mode: 'hybrid', starts: [new Date(`2027-07-01T10:${10 + (n % 40)}:00Z`)] });
    expect((await cancel(cast.casey, { dryRun: true })).body).toMatchObject({ done: 200, more: true });
    const done = await cancel(cast.casey, {}, { 'idempotency-key': 'much' });
    expect(done.body).toMatchObject({ done: 200, refused: 0, more: true });
    expect((await cancel(cast.casey, {}, { 'idempotency-key': 'much' })).body).toEqual(done.body);
    expect((await cancel(cast.casey)).body).toMatchObject({ done: 3, refused: 0, more: false });
  });
});
