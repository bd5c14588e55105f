import { Jobs } from '../../src/platform/jobs/jobs.js';
import { newId } from '../../src/platform/ids.js';
import { RetentionService } from '../../src/privacy/retention.service.js';
import { attended, aCreditedCourse } from '../ceu/credited.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, aLearner, aPerson, aRun, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
  await aPerson(college, { roles: ['administrator'] });
});
afterAll(() => college.close());

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const tables: { name: string }[] = await college.sql.query(
    `
      select format('%I.%I', schemaname, tablename) as name
      from pg_tables
      where schemaname in ('public', 'graphile_worker')`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const [row] = await college.sql.query(`select coalesce(string_agg(t::text, chr(10)), '') as text from ${name} t`);
    parts.push(row.text);
  }
  return parts.join('\n');
}

const words = [
  'Xanthippe',
  'xanthippe.secret',
  '+1 555 7391',
  'Bluebell Lane',
  'a poster by the heron pond',
  'a course about tide tables',
];

test('after an erasure no name, address, number or word of the person is left in any table (BR-161, I-46)', async () => {
  const eve = await aLearner(college, { name: 'Xanthippe' });
  await college.sql.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await tx.query(
      `
        update person
        set email = 'Xanthippe.secret@example.org', email_canonical = 'xanthippe.secret@example.org',
          pronouns = 'they/xanthippe.secret'
        where id = $1`,
      [eve.id],
    );
  });
  await eve.put('/me/safe-contact', {
    channels: {
      inApp: { allowed: true },
      phone: { allowed: true, value: '+1 555 7391', whoMayAnswer: 'Xanthippe only' },
    },
  });
  await college.sql.query(
    `
      update registration
      set residence_area = 'Bluebell Lane', heard_from = 'a poster by the heron pond'
      where person_id = $1`,
    [eve.id],
  );
  await eve.post('/course-proposals', { title: 'Tides', idea: 'a course about tide tables', topic: 'sleep' });
  const run = await aRun(college, { capacity: 1 });
  const next = await aLearner(college);
  const { body: place } = await eve.post(`/runs/${run.id}/enrolments`, {});
  const { body: waiting } = await next.post(`/runs/${run.id}/enrolments`, {});
  await college.deliver();
  const before = (await dump()).toLowerCase();
  expect(words.filter((word) => !before.includes(word.toLowerCase()))).toEqual([]);

  const preview = (await eve.get('/me/erasure')).body;
  const answer = await eve.post('/me/erasure');
  expect(answer.status).toBe(200);
  expect(answer.body.erased).toEqual(
    expect.arrayContaining([{ what: 'Being a student of the college' }, { what: 'How you may safely be reached' }]),
  );
  expect(answer.body.anonymised).toEqual(
    expect.arrayContaining([expect.objectContaining({ what: 'Your places and your time on waiting lists' })]),
  );
  expect(preview.erased.length).toBeGreaterThan(1);
  await college.app.get(Jobs).runDue();

  const left = (await dump()).toLowerCase();
  expect(words.filter((word) => left.includes(word.toLowerCase()))).toEqual([]);
  expect((await eve.get('/me')).status).toBe(401);
  expect((await casey.get(`/enrolments/${place.id}`)).body.state).toBe('withdrawn');
  expect((await next.get(`/enrolments/${waiting.id}`)).body.state).toBe('offered');
});

test('whoever the college counts on is told what to do first', async () => {
  await college.sql.query(
    `update role_grant set ended_at = greatest(now(), granted_at) where role = 'administrator' and ended_at is null`,
  );
  const mo = await aPerson(college, { roles: ['administrator'] });
  expect((await mo.post('/me/erasure')).body.code).toBe('administers_still');
  const ada = await aPerson(college, { roles: ['facilitator'] });
  const run = await aRun(college);
  await college.sql.query(
    `
      insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at, answered_at)
      values ($1, $2, $3, 'peer', 'accepted', now(), now())`,
    [newId(), run.id, ada.id],
  );
  expect((await ada.post('/me/erasure')).body.code).toBe('facilitates_still');
  expect((await ada.get('/me')).body.chosenName).toBe('Robin');
});

test('needs a recent sign-in, and a plan can be looked at without one', async () => {
  const eve = await aLearner(college);
  await eve.bearer();
  college.clock.forward({ minutes: 11 });
  expect((await eve.get('/me/erasure')).status).toBe(200);
  expect((await eve.post('/me/erasure')).body.code).toBe('sign_in_again');
});

test('who enrols while they are erased has no place afterwards, on any run', async () => {
  for (let round = 0; round < 5; round++) {
    const eve = await aLearner(college);
    const runs = await Promise.all([aRun(college), aRun(college), aRun(college)]);
    await eve.bearer();
    const [erased] = await Promise.all([
      eve.post('/me/erasure'),
      ...runs.map((run) => eve.post(`/runs/${run.id}/enrolments`, {})),
    ]);
    expect([200, 409, 503]).toContain(erased.status);
    const [state] = await college.sql.query(
      `
        select p.erased_at is not null as gone,
          (
            select count(*)::integer
            from enrolment e
            where e.person_id = p.id and e.state in ('requested', 'waitlisted', 'offered', 'confirmed')
          ) as live
        from person p
        where id = $1`,
      [eve.id],
    );
    expect(state.gone).toBe(erased.status === 200);
    if (state.gone) expect(state.live).toBe(0);
  }
});

test('a tombstone stays empty, and nothing can be tied to it', async () => {
  const eve = await aLearner(college);
  const run = await aRun(college);
  expect((await eve.post('/me/erasure')).status).toBe(200);
  await expect(college.sql.query(`update person set chosen_name = 'Eve' where id = $1`, [eve.id])).rejects.toThrow(
    'erased',
  );
  const enrol = await casey.post(`/runs/${run.id}/enrolments`, { personId: eve.id });
  expect(enrol.status).toBeGreaterThanOrEqual(400);
  await expect(
    college.sql.query(`insert into role_grant (id, person_id, role, granted_at) values ($1, $2, 'learner', now())`, [
      newId(),
      eve.id,
    ]),
  ).rejects.toThrow('erased');
});

test('what is over leaves in the night: old sign-ins, retry keys, messages', async () => {
  const eve = await aLearner(college);
  await college.sql.query(
    `
      insert into sign_in (id, person_id, started_at, last_used_at, expires_at, ended_at)
      values ($1, $2, $3, $3, $4, $4)`,
    [newId(), eve.id, fromNow(college, { days: -200 }), fromNow(college, { days: -100 })],
  );
  await college.sql.query(
    `
      insert into idempotency_key (person_id, method, path, key, fingerprint, resource_id, created_at)
      values ($1, 'POST', '/x', 'k', 'f', $1, $2)`,
    [eve.id, fromNow(college, { days: -3 })],
  );
  await college.app.get(RetentionService).tidy();
  const [{ signIns, keys }] = await college.sql.query(
    `
      select (select count(*)::integer from sign_in where person_id = $1) as "signIns",
        (select count(*)::integer from idempotency_key where person_id = $1) as keys`,
    [eve.id],
  );
  expect([signIns, keys]).toEqual([1, 0]);
});

test('the ledger and the plan of somebody who was erased leave when their time is over, and not before (BR-117)', async () => {
  const course = await aCreditedCourse(college);
  const [eve] = course.learners;
  if (!eve) throw new Error('Nobody came');
  await attended(college, course, eve, [105, 105]);
  await eve.bearer();
  const [entry] = await college.sql.query('select retained_until from ce_entry where person_id = $1', [eve.id]);
  await expecting(200, eve.post('/me/erasure'));
  const left = async () => {
    await college.app.get(RetentionService).tidy();
    const [found] = await college.sql.query(
      `
        select (select count(*)::integer from ce_entry where person_id = $1) as entries,
          (select count(*)::integer from erasure where person_id = $1) as plans`,
      [eve.id],
    );
    return found;
  };
  college.clock.moveTo(new Date(new Date(entry.retained_until).getTime() - 86_400_000));
  expect(await left()).toEqual({ entries: 1, plans: 1 });
  college.clock.forward({ days: 9 * 366 });
  expect(await left()).toEqual({ entries: 0, plans: 0 });
});

test('whether somebody has lived experience goes with them, and what they looked at stays', async () => {
  const [eve, applicant] = [await aLearner(college), await aLearner(college)];
  await college.sql.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await tx.query('insert into qa_reviewer (review_id, person_id, lived_experience) values ($1, $2, true)', [
      newId(),
      eve.id,
    ]);
    await tx.query(
      'insert into panel_member (decision_id, applicant_id, person_id, lived_experience) values ($1, $2, $3, true)',
      [newId(), applicant.id, eve.id],
    );
  });
  await expecting(200, eve.post('/me/erasure'));
  for (const table of ['qa_reviewer', 'panel_member'])
    expect(
      await college.sql.query(`select lived_experience as said from ${table} where person_id = $1`, [eve.id]),
    ).toEqual([{ said: null }]);
});
