import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'supertest';
import { RunEnrolmentService } from '../../src/enrolment/enrolments/run-enrolment.service.js';
import { automatic } from '../../src/platform/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { rows } from '../../src/platform/database/sql.js';
import { aPublishedVersion, aRun, fromNow, someLearners, type TestPerson, type TestRun } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';

const [peopleCount, runCount, runsEach, atOnce] = [1000, 100, 10, 32];
let college: TestCollege;
beforeEach(async () => (college = await openTestCollege()));
afterEach(() => college.close());

/** Sends it again, with the same key, for as long as the server is busy. */
async function patiently(who: TestPerson, path: string, body?: object): Promise<Response> {
  const key = { 'idempotency-key': Math.random().toString(36).slice(2) };
  for (;;) {
    const answer = await who.post(path, body, key);
    if (answer.status !== 503) return answer;
    await pause(Number(answer.headers['retry-after']) * 1000);
  }
}

/** Raises or lowers the places of a run by a few, never below what is taken, as changing a run does. */
async function shiftCapacity(run: TestRun): Promise<void> {
  await college.app.get(Database).transaction(async (tx) => {
    const enrolments = college.app.get(RunEnrolmentService);
    await enrolments.settle(tx, run.id, automatic('test'));
    await rows(tx, 'update run set capacity = greatest(places_taken, capacity + $2) where id = $1', [
      run.id,
      Math.floor(Math.random() * 7) - 3,
    ]);
    await enrolments.settle(tx, run.id, automatic('test'));
  });
}

/** As if two days had gone by for whoever is offered a place on the run. */
async function letOffersEnd(run: TestRun): Promise<void> {
  const now = college.clock.now();
  await college.sql.query(
    `
      update enrolment
      set offered_at = $2::timestamptz - interval '2 days', offer_expires_at = $2
      where run_id = $1 and state = 'offered'`,
    [run.id, now],
  );
}

/**
 * What somebody does: enrols, and then sometimes leaves, answers an offer, or sees the places change or the offers end.
 */
async function live(who: TestPerson, run: TestRun, tally: Map<string, number>): Promise<void> {
  const { status, body } = await patiently(who, `/runs/${run.id}/enrolments`, {});
  tally.set(
    String(status === 201 ? body.state : body.code),
    (tally.get(String(status === 201 ? body.state : body.code)) ?? 0) + 1,
  );
  if (status !== 201) return;
  const dice = Math.random();
  if (dice < 0.25) await patiently(who, `/enrolments/${body.id}/withdrawal`);
  else if (dice < 0.28) await shiftCapacity(run);
  else if (dice < 0.5) {
    const path = `/enrolments/${body.id}/offer/${Math.random() < 0.7 ? 'acceptance' : 'decline'}`;
    await patiently(who, path, path.endsWith('acceptance') ? {} : undefined);
  } else if (dice < 0.53) await letOffersEnd(run);
}

/**
 * Everybody who was offered a place while somebody further ahead in the queue was waiting, at that moment and on that
 * run.
 */
const overtaken = `
  select o.subject_id, o.at as offered,
    (
      select json_agg(json_build_array(e.type, e.at) order by e.at, e.id)
      from event e
      where e.subject_id = ahead.id
    ) as ahead
  from event o
  join enrolment mine on mine.id = o.subject_id
  join enrolment ahead on ahead.run_id = mine.run_id and (ahead.joined_at, ahead.id) < (mine.joined_at, mine.id)
  join event joined on joined.subject_id = ahead.id and joined.type = 'enrolment.waitlisted' and joined.at <= o.at
  where o.type = 'enrolment.offered'
    and not exists (
      select
      from event left_queue
      where left_queue.subject_id = ahead.id and left_queue.from_state = 'waitlisted' and left_queue.at <= o.at
    )`;

test.each([1, 2, 3])(
  '10,000 attempts on 100 runs, with people leaving, offers ending and places changing, keep every promise (round %i of 3)',
  async () => {
    const people = await someLearners(college, peopleCount);
    const versionId = (await aPublishedVersion(college)).id;
    const runs: TestRun[] = [];
    for (let index = 0; index < runCount; index++)
      runs.push(await aRun(college, { versionId, capacity: 30, starts: [fromNow(college, { days: 3000 + index })] }));

    const attempts = people.flatMap((who, index) =>
      Array.from({ length: runsEach }, (_, nth) => [who, runs[(index * 7 + nth * 11) % runCount] as TestRun] as const),
    );
    attempts.sort(() => Math.random() - 0.5);
    const tally = new Map<string, number>();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let next = attempts.pop(); next; next = attempts.pop()) await live(...next, tally);
      }),
    );

    expect([...tally.values()].reduce((sum, count) => sum + count, 0)).toBe(peopleCount * runsEach);
    // Somebody in the queue may be offered a place before their own answer is written.
    expect([...tally.keys()].filter((outcome) => !['confirmed', 'waitlisted', 'offered'].includes(outcome))).toEqual(
      [],
    );
    expect(await college.sql.query(overtaken)).toEqual([]);
    await college.app.get(RunEnrolmentService).settleDue();
    await requirePromises(college);
  },
  1_800_000,
);
