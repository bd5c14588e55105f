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
