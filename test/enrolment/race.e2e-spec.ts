import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'supertest';
import { aRun, someLearners, type TestPerson, type TestRun } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { brokenPromises } from '../support/invariants.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** As a client does: the same key again after the time that a busy server asked for. */
async function enrolPatiently(person: TestPerson, run: TestRun): Promise<Response> {
  for (;;) {
    const answer = await person.post(`/runs/${run.id}/enrolments`, {}, { 'idempotency-key': person.id });
    if (answer.status !== 503) return answer;
    await pause(Number(answer.headers['retry-after']) * 1000);
  }
}

test('100 people who enrol at once on 20 places get exactly 20 places and an ordered queue of 80', async () => {
  const people = await someLearners(college, 100);
  const run = await aRun(college, { capacity: 20 });
  const answers = await Promise.all(people.map((person) => enrolPatiently(person, run)));
  expect(answers.filter(({ status }) => status !== 201).map(({ body }) => body)).toEqual([]);
  expect(answers.filter(({ body }) => body.state === 'confirmed')).toHaveLength(20);

  const queue: { position: number; joinedAt: string }[] = [];
  for (const [index, person] of people.entries()) {
    const { body } = await person.get(`/enrolments/${answers[index]?.body.id}`);
    if (body.state === 'waitlisted') queue.push(body);
  }
  queue.sort((a, b) => a.position - b.position);
  expect(queue.map(({ position }) => position)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
  expect(queue.map(({ joinedAt }) => joinedAt)).toEqual(queue.map(({ joinedAt }) => joinedAt).sort());

  const [counted] = await college.sql.query(
    `
      select places_taken,
        (select count(*)::integer from enrolment where run_id = $1 and state = 'confirmed') as confirmed
      from run
      where id = $1`,
    [run.id],
  );
  expect(counted).toEqual({ places_taken: 20, confirmed: 20 });
  expect(await brokenPromises(college)).toEqual([]);
});

describe('whoever had to wait for the run finds it as those before left it', () => {
  /** Somebody else holds the run, does this under its lock, and ends so while `work` waits for it. */
  async function behind<T>(
    run: TestRun,
    held: [string, unknown[]][],
    end: 'commit' | 'rollback',
    work: () => Promise<T>,
  ) {
    const other = college.sql.createQueryRunner();
    await other.query('begin');
    await other.query(`update run set turn_at = greatest(turn_at, $2) + interval '1 second' where id = $1`, [
      run.id,
      college.clock.now(),
    ]);
    for (const [text, values] of held) await other.query(text, values);
    // A request is sent when somebody asks for its answer.
    const waiting = Promise.resolve().then(work);
    await untilSomebodyWaits();
    await other.query(end);
    await other.release();
    return waiting;
  }
  const untilSomebodyWaits = async () => {
    const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    for (let tries = 0; tries < 100 && (await college.sql.query(waits)).length === 0; tries++) await pause(10);
  };
  const seated = (run: TestRun, person: TestPerson): [string, unknown[]] => [
    `
      insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at)
      values (gen_random_uuid(), $1, $2, 'confirmed', 'self', $3, $3)`,
    [run.id, person.id, college.clock.now()],
  ];

  test('the last place is gone, and is there where it was given back', async () => {
    const [first, second] = await someLearners(college, 2);
    const run = await aRun(college, { capacity: 1 });
    const enrol = () => second!.post(`/runs/${run.id}/enrolments`, {});
    expect((await behind(run, [seated(run, first!)], 'commit', enrol)).body).toMatchObject({ state: 'waitlisted' });
    const another = await aRun(college, { capacity: 1 });
    const enrolThere = () => second!.post(`/runs/${another.id}/enrolments`, { confirmTimeClash: true });
    expect((await behind(another, [seated(another, first!)], 'rollback', enrolThere)).body).toMatchObject({
      state: 'confirmed',
    });
  });

  test('its dates are those to which it was moved', async () => {
    const [person] = await someLearners(college, 1);
    const [run, other] = [await aRun(college), await aRun(college)];
    expect((await person!.post(`/runs/${other.id}/enrolments`, {})).status).toBe(201);
    const onto: [string, unknown[]] = [
      `
        update session s
        set starts_at = o.starts_at, ends_at = o.ends_at, local_start = o.local_start, local_end = o.local_end
        from session o
        where s.run_id = $1 and o.run_id = $2`,
      [run.id, other.id],
    ];
    const enrol = () => person!.post(`/runs/${run.id}/enrolments`, {});
    expect((await behind(run, [onto], 'commit', enrol)).body).toMatchObject({ code: 'time_clash' });
  });

  test('somebody waits, though a place is free', async () => {
    const [first, second] = await someLearners(college, 2);
    const run = await aRun(college, { capacity: 5 });
    const waits: [string, unknown[]] = [
      `
        insert into enrolment (id, run_id, person_id, state, source, joined_at)
        values (gen_random_uuid(), $1, $2, 'waitlisted', 'self', $3)`,
      [run.id, first!.id, college.clock.now()],
    ];
    expect((await behind(run, [waits], 'commit', () => second!.post(`/runs/${run.id}/enrolments`, {}))).status).toBe(
      201,
    );
    const [offered] = await college.sql.query(`select state from enrolment where person_id = $1`, [first!.id]);
    expect(offered).toEqual({ state: 'offered' });
  });
});
