import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isGivenUp } from '../../src/enrolment/enrolments/enrolment.rules.js';
import { messageKinds } from '../../src/notifications/message.rules.js';
import { MessageSenderService } from '../../src/notifications/message-sender.service.js';
import { NotificationService } from '../../src/notifications/notification.service.js';
import { isAway, registrationStates, stateAfterReturn } from '../../src/people/registration/registration.rules.js';
import { unmetCondition } from '../../src/platform/errors/refusal.js';
import { newId } from '../../src/platform/ids.js';
import { aCourse } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { anEntry, letShareWith, share } from '../journals/journal.js';
import { aCoordinator, aLearner, aPerson, aRun, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { aNewCharter } from '../support/charter.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';
import { letters } from '../support/outbox.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  casey = await aCoordinator(college);
});
afterAll(async () => {
  await requirePromises(college);
  await college.close();
});

const pause = (who: TestPerson) => who.post('/me/registration/pause');
const leave = (who: TestPerson) => who.post('/me/registration/leaving');
const comeBack = (who: TestPerson, body: object = {}) => who.post('/me/registration/return', body);
const enrol = (who: TestPerson, runId: string) => who.post(`/runs/${runId}/enrolments`, {});
const enrolled = async (who: TestPerson, runId: string): Promise<string> =>
  (await expecting(201, enrol(who, runId))).body.id;
const stateOf = async (id: string): Promise<string> =>
  (await college.sql.query('select state from enrolment where id = $1', [id]))[0].state;
const three = async (): Promise<[TestPerson, TestPerson, TestPerson]> =>
  (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];

/** Eve has a place, an offer, a position and a request on runs of their own; Fay waits behind her wherever she can. */
async function inEveryState() {
  const [eve, fay, gil] = await three();
  const place = await aRun(college, { capacity: 1 });
  const offer = await aRun(college, { capacity: 1 });
  const queue = await aRun(college, { capacity: 1 });
  const asking = await aRun(college, { approvalNeeded: true });
  const ids = { place: await enrolled(eve, place.id), offer: '', queue: '', asking: await enrolled(eve, asking.id) };
  const before = await enrolled(gil, offer.id);
  ids.offer = await enrolled(eve, offer.id);
  await enrolled(gil, queue.id);
  ids.queue = await enrolled(eve, queue.id);
  const behind = { place: await enrolled(fay, place.id), offer: await enrolled(fay, offer.id) };
  await expecting(201, gil.post(`/enrolments/${before}/withdrawal`));
  const now = async (of: Record<string, string>) =>
    Object.fromEntries(await Promise.all(Object.entries(of).map(async ([name, id]) => [name, await stateOf(id)])));
  expect(await now(ids)).toEqual({ place: 'confirmed', offer: 'offered', queue: 'waitlisted', asking: 'requested' });
  return { eve, states: () => now(ids), behind: () => now(behind), runId: place.id };
}

/** A registered learner for whom e-mail and telephone are safe at any hour, and no message inside the service. */
async function reachable(): Promise<TestPerson> {
  const who = await aPerson(college);
  const channels = { email: { allowed: true }, phone: { allowed: true, value: '555 0100' } };
  await expecting(200, who.put('/me/safe-contact', { channels }));
  const { charterVersion } = (await who.get('/college')).body;
  const wish = { eligibilityBasis: 'public', charterVersionAccepted: charterVersion };
  expect((await expecting(200, who.put('/me/registration', wish))).body.state).toBe('active');
  return who;
}

describe('leaving (BR-192)', () => {
  test('gives up everything that is live, and each place is offered to whoever waits', async () => {
    const { eve, states, behind } = await inEveryState();
    expect((await expecting(201, leave(eve))).body.state).toBe('left');
    expect(await states()).toEqual({ place: 'withdrawn', offer: 'withdrawn', queue: 'withdrawn', asking: 'withdrawn' });
    expect(await behind()).toEqual({ place: 'offered', offer: 'offered' });
    expect((await eve.get('/me/enrolments')).body.items).toHaveLength(4);
    expect((await leave(eve)).body.code).toBe('state_conflict');
    expect((await pause(eve)).body.code).toBe('state_conflict');
  });

  test('notes a late notice as a withdrawal does', async () => {
    const eve = await aLearner(college);
    const soon = await enrolled(eve, (await aRun(college, { starts: [fromNow(college, { hours: 5 })] })).id);
    const far = await enrolled(eve, (await aRun(college)).id);
    await expecting(201, leave(eve));
    const late = await college.sql.query('select late_notice from enrolment where id = any ($1) order by late_notice', [
      [soon, far],
    ]);
    expect(late).toEqual([{ late_notice: false }, { late_notice: true }]);
  });

  test('ends calendar links and all sharing, and deletes nothing', async () => {
    const { ada, learners, runId } = await aCourse(college, { learners: 1, starts: [fromNow(college, { days: 2 })] });
    const eve = learners[0]!;
    letShareWith(college, eve, ada);
    const plan = (await expecting(201, eve.post('/learning-plans', { aims: 'Sing again' }))).body.id;
    await expecting(204, eve.put(`/learning-plans/${plan}/shares/${ada.id}`, { parts: ['aims'] }));
    const { headers } = await eve.get(`/learning-plans/${plan}`);
    await eve.put(`/learning-plans/${plan}/advisor`, { personId: ada.id }, { 'If-Match': String(headers['etag']) });
    const need = { kind: 'sensory', text: 'A quiet corner', shareWithFacilitators: true };
    await expecting(201, eve.post('/me/support-needs', need));
    const entry = await anEntry(eve, 'For Ada');
    const grant = await share(eve, entry, ada);
    const feed = new URL(String((await expecting(201, eve.post('/me/calendar-feed', {}))).body.link)).pathname;
    await college.http.get(feed).expect(200);
    expect((await ada.get(`/runs/${runId}/roster`)).body.items[0].supportNeeds).toEqual(['A quiet corner']);
    expect((await ada.get(`/learning-plans/${plan}`)).status).toBe(200);

    await expecting(201, leave(eve));
    await college.http.get(feed).expect(404);
    expect((await ada.get(`/learning-plans/${plan}`)).status).toBe(404);
    expect((await ada.get(`/journal-entries/${entry.id}`)).status).toBe(404);
    expect((await ada.get(`/runs/${runId}/roster`)).body.items).toEqual([]);
    expect((await eve.get(`/learning-plans/${plan}`)).body).toMatchObject({ aims: 'Sing again', advisor: null });
    expect((await eve.get(`/journal-grants/${grant.id}`)).body.state).toBe('revoked');
    expect((await eve.get(`/journal-entries/${entry.id}`)).body.blocks).toMatchObject([{ text: 'For Ada' }]);
    expect((await eve.get('/me/support-needs')).body.items).toMatchObject([
      { text: 'A quiet corner', shareWithFacilitators: false },
    ]);
  });

  test('keeps a place on a run that is over, so that what came of it can still be said', async () => {
    const eve = await aLearner(college);
    const id = await enrolled(eve, (await aRun(college)).id);
    await college.sql.query(
      `
        update session
        set starts_at = starts_at - interval '90 days', ends_at = ends_at - interval '90 days',
          local_start = local_start - interval '90 days', local_end = local_end - interval '90 days'
        where run_id = (select run_id from enrolment where id = $1)`,
      [id],
    );
    await expecting(201, leave(eve));
    expect(await stateOf(id)).toBe('confirmed');
  });

  test('keeps every role', async () => {
    const ada = await aPerson(college, { roles: ['facilitator'], registered: true });
    await expecting(201, leave(ada));
    expect((await ada.get('/me')).body.roles).toEqual(['facilitator', 'learner']);
  });

  test('ends that somebody of the college asks how they are', async () => {
    const { learners, enrolmentIds } = await aCourse(college, { learners: 1 });
    const eve = learners[0]!;
    const { body } = await expecting(201, eve.post('/welfare-follow-ups', { enrolmentId: enrolmentIds[0] }));
    await college.deliver();
    await expecting(201, leave(eve));
    await college.deliver();
    expect((await eve.get(`/welfare-follow-ups/${body.id}`)).body.state).toBe('learner_prefers_no_contact');
    expect((await casey.get(`/staff-tasks?personId=${eve.id}`)).body.items).toEqual([]);
  });

  test('is nothing for somebody who never registered', async () => {
    const robin = await aPerson(college);
    for (const act of [pause, leave, comeBack]) expect((await act(robin)).status).toBe(404);
  });

  test('leaves nothing half-done when a part of it fails', async () => {
    const { eve, states } = await inEveryState();
    await college.sql.query(`
      create function fail() returns trigger language plpgsql as $$ begin raise 'no' using errcode = '40P01'; end $$;
      create trigger fail before update on registration for each row execute function fail()`);
    const failed = await leave(eve);
    await college.sql.query('drop trigger fail on registration; drop function fail()');
    expect(failed.status).toBeGreaterThanOrEqual(409);
    expect(await states()).toEqual({ place: 'confirmed', offer: 'offered', queue: 'waitlisted', asking: 'requested' });
    expect((await eve.get('/me/registration')).body.state).toBe('active');
  });
});

describe('a pause (BR-192)', () => {
  test('keeps places; offers, positions and requests go, and the queue moves on', async () => {
    const { eve, states, behind } = await inEveryState();
    expect((await expecting(201, pause(eve))).body.state).toBe('paused');
    expect(await states()).toEqual({ place: 'confirmed', offer: 'withdrawn', queue: 'withdrawn', asking: 'withdrawn' });
    expect(await behind()).toEqual({ place: 'waitlisted', offer: 'offered' });
    await expecting(201, leave(eve));
    expect(await states()).toMatchObject({ place: 'withdrawn' });
  });

  test('shows on no roster', async () => {
    const { ada, learners, runId } = await aCourse(college, { learners: 1, starts: [fromNow(college, { days: 2 })] });
    const before = (await ada.get(`/runs/${runId}/roster`)).body.items;
    await expecting(201, pause(learners[0]!));
    expect((await ada.get(`/runs/${runId}/roster`)).body.items).toEqual(before);
  });
});

describe.each([
  ['who paused', pause],
  ['who left', leave],
])('somebody %s', (_, stepBack) => {
  test('cannot enrol, nor be booked by staff, and is told how to come back', async () => {
    const eve = await aLearner(college);
    const { id } = await aRun(college);
    await expecting(201, stepBack(eve));
    const refused = (await enrol(eve, id)).body;
    expect(refused).toMatchObject({ status: 422, code: 'registration_not_active' });
    expect(refused.detail).toContain('take it up again');
    expect((await eve.get(`/runs/${id}/eligibility`)).body).toMatchObject({
      eligible: false,
      gates: [{ code: 'registration_not_active' }],
    });
    const booking = { personId: eve.id, source: 'phone' };
    expect((await casey.post(`/runs/${id}/enrolments`, booking)).body.code).toBe('registration_not_active');
    const batch = await casey.post(`/runs/${id}/enrolments/batch`, { personIds: [eve.id] });
    expect(batch.body.rows[0].problem.code).toBe('registration_not_active');
    await expect(
      college.sql.query(
        `
          insert into enrolment (id, run_id, person_id, state, source, joined_at)
          values ($1, $2, $3, 'requested', 'self', now())`,
        [newId(), id, eve.id],
      ),
    ).rejects.toThrow('this registration is resting');
  });

  test('hears nothing beyond what waits inside the service, of any kind, and no task asks staff to tell it', async () => {
    const [here, away] = [await reachable(), await reachable()];
    await college.deliver();
    await expecting(201, stepBack(away));
    // Whether each kind still holds is asked elsewhere: here all of them would go out.
    Object.assign(college.app.get(MessageSenderService), { checks: new Map() });
    const intents = [here, away].flatMap(({ id: personId }) =>
      messageKinds.map((kind) => ({ personId, kind, subjectId: newId() })),
    );
    await college.app.get(NotificationService).intend(...intents);
    await college.deliver();
    const to = async ({ id }: TestPerson) =>
      (await letters(college.dataFolder)).filter((letter) => letter.includes(`To: ${id}@example.org`)).length;
    expect(await to(here)).toBeGreaterThan(messageKinds.length / 2);
    expect(await to(away)).toBe(0);
    const waiting = (await away.get('/me/messages?limit=200')).body.items.map(({ kind }: { kind: string }) => kind);
    expect(new Set(waiting)).toEqual(new Set(messageKinds));
    expect((await casey.get(`/staff-tasks?personId=${away.id}`)).body.items).toEqual([]);
  });

  test('asks staff for nothing any more that a message could not tell before', async () => {
    const eve = await aLearner(college);
    await expecting(200, eve.put('/me/safe-contact', { channels: {} }));
    await enrolled(eve, (await aRun(college)).id);
    await college.deliver();
    const tasks = async () => (await casey.get(`/staff-tasks?personId=${eve.id}`)).body.items.length;
    expect(await tasks()).toBe(1);
    await expecting(201, stepBack(eve));
    await college.deliver();
    expect(await tasks()).toBe(0);
  });

  test('comes back with one call, to what is theirs, and to nothing that was given up', async () => {
    const { eve, states, runId } = await inEveryState();
    await expecting(201, stepBack(eve));
    const given = await states();
    expect((await expecting(201, comeBack(eve))).body).toMatchObject({ state: 'active', missing: [] });
    expect(await states()).toEqual(given);
    expect((await comeBack(eve)).body.code).toBe('state_conflict');
    const allowed = [201, 409];
    expect(allowed).toContain((await enrol(eve, runId)).status);
  });

  test('accepts the charter that stands by then', async () => {
    const eve = await aLearner(college);
    await expecting(201, stepBack(eve));
    const current = await aNewCharter(college);
    const refused = await comeBack(eve);
    expect(refused.body).toMatchObject({ status: 422, code: 'charter_not_accepted' });
    expect((await comeBack(eve, { charterVersionAccepted: current - 1 })).body.code).toBe('charter_version_unknown');
    expect((await expecting(201, comeBack(eve, { charterVersionAccepted: current }))).body).toMatchObject({
      state: 'active',
      charterVersionAccepted: current,
    });
  });

  test('never holds a place, an offer or a position that began beside it', async () => {
    const run = await aRun(college, { capacity: 3 });
    const people = await someLearners(college, 8);
    await Promise.all(people.flatMap((who) => [enrol(who, run.id), stepBack(who)]));
    await requirePromises(college);
  });
});

test('what is missing by the return is said, and the registration is a draft until then', async () => {
  const robin = await aPerson(college);
  const current = (await robin.get('/college')).body.charterVersion;
  await expecting(200, robin.put('/me/registration', { eligibilityBasis: 'public' }));
  await expecting(201, leave(robin));
  const { body } = await expecting(201, comeBack(robin, { charterVersionAccepted: current }));
  expect(body).toMatchObject({ state: 'draft', missing: [{ code: 'safe_contact_missing' }] });
  await expecting(200, robin.put('/me/safe-contact', { channels: { inApp: { allowed: true } } }));
  expect((await robin.get('/me/registration')).body.state).toBe('active');
});

test('what a pause and leaving give up is decided by the state and by what is still to come', () => {
  const now = new Date('2027-06-01T12:00:00Z');
  const ahead = { state: 'open', lastEnd: new Date('2027-06-02T12:00:00Z') } as const;
  const over = { state: 'open', lastEnd: now } as const;
  const unplanned = { state: 'open', lastEnd: null } as const;
  for (const how of ['paused', 'left', 'erased'] as const)
    for (const state of ['requested', 'waitlisted', 'offered'] as const)
      expect(isGivenUp(state, how, over, now)).toBe(true);
  expect([ahead, unplanned, over].map((run) => isGivenUp('confirmed', 'paused', run, now))).toEqual([
    false,
    false,
    false,
  ]);
  expect([ahead, unplanned, over].map((run) => isGivenUp('confirmed', 'left', run, now))).toEqual([true, true, false]);
  expect(isGivenUp('confirmed', 'left', { state: 'finished', lastEnd: null }, now)).toBe(false);
  expect(isGivenUp('confirmed', 'erased', over, now)).toBe(true);
  expect(isGivenUp('completed', 'erased', ahead, now)).toBe(false);
  expect(registrationStates.filter(isAway)).toEqual(['paused', 'left']);
  expect([stateAfterReturn([]), stateAfterReturn([unmetCondition('safe_contact_missing')])]).toEqual([
    'active',
    'draft',
  ]);
});

/** What writes to somebody: by the guarded ways, or with the reason why it may do without. */
const senders: Record<string, string> = {
  'certification/applications/reference.service.ts': 'writes to the referee',
  'notifications/export-ready-letter.service.ts': 'by the guarded ways',
  'notifications/message-sender.service.ts': 'by the guarded ways',
  'people/contact/contact-confirmation.service.ts':
    'by the guarded ways; to a new address once its owner has confirmed it and asks for the link',
  'people/sign-in/one-time-link.service.ts': 'sign-up and reset, asked for by whoever holds the address',
};

test('no other letter leaves the college than through the ways that a pause closes', async () => {
  const root = join(process.cwd(), 'src');
  const files = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const sending: string[] = [];
  for (const name of files)
    if (/mailer\.send\(/.test(await readFile(join(root, name), 'utf8'))) sending.push(name.replaceAll('\\', '/'));
  expect(sending.sort()).toEqual(Object.keys(senders));
});
