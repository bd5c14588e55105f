import { expect } from '@jest/globals';
import fc from 'fast-check';
import { RunEnrolmentService } from '../../src/enrolment/enrolments/run-enrolment.service.js';
import { automatic } from '../../src/platform/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { rows } from '../../src/platform/database/sql.js';
import { RateLimits } from '../../src/platform/limits/rate-limits.js';
import { aCoordinator, aRun, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';
import { ReferenceModel } from './reference-model.js';

interface Stage {
  college: TestCollege;
  casey: TestPerson;
}

const daysToStart = 8;
const person = fc.nat({ max: 5 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('enrol' as const), person }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), person }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('accept' as const), person }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('decline' as const), person }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('moveUp' as const), person }) },
  // The odd minutes keep sums of waits from falling exactly on a deadline.
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(73, 1213, 2953) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('capacity' as const), places: fc.nat({ max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tidy' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** The same sequence of steps on the college and on the model, read after each step. */
async function play({ college, casey }: Stage, capacity: number, steps: readonly Step[]): Promise<void> {
  college.app.get(RateLimits).forget();
  const people = await someLearners(college, 6);
  const run = await aRun(college, { capacity, starts: [fromNow(college, { days: daysToStart })] });
  const model = new ReferenceModel(capacity, daysToStart * 24 * 60);
  const latest = new Map<number, string>();

  for (const each of steps) {
    const [answer, expected] = [await act({ college, casey }, run.id, people, latest, each), tell(model, each)];
    expect({ each, answer }).toEqual({ each, answer: expected });
    const listed = (await casey.get(`/runs/${run.id}/enrolments?limit=200`)).body.items as {
      id: string;
      personId: string;
      state: string;
      position: number | null;
    }[];
    const reads = people
      .map(({ id }) => listed.find(({ personId }) => personId === id))
      .map((one) => one && [one.state, one.position]);
    expect({ each, reads }).toEqual({ each, reads: people.map((_, index) => model.reads(index)) });
  }
}

async function act(
  { college, casey }: Stage,
  runId: string,
  people: readonly TestPerson[],
  latest: Map<number, string>,
  each: Step,
): Promise<'done' | 'refused'> {
  if (each.kind === 'wait') {
    college.clock.forward({ minutes: each.minutes });
    return 'done';
  }
  if (each.kind === 'tidy') {
    await college.app.get(RunEnrolmentService).settleDue();
    return 'done';
  }
  if (each.kind === 'capacity') return changeCapacity(college, runId, each.places);
  const who = people[each.person] as TestPerson;
  if (each.kind === 'enrol') {
    const { status, body } = await who.post(`/runs/${runId}/enrolments`, {});
    if (status === 201) latest.set(each.person, body.id);
    return status === 201 ? 'done' : 'refused';
  }
  const id = latest.get(each.person);
  if (id === undefined) return 'refused';
  const paths = { withdraw: 'withdrawal', accept: 'offer/acceptance', decline: 'offer/decline', moveUp: 'priority' };
  const body = { withdraw: undefined, accept: {}, decline: undefined, moveUp: { tier: 50, reason: 'correction' } }[
    each.kind
  ];
  const { status } = await (each.kind === 'moveUp' ? casey : who).post(`/enrolments/${id}/${paths[each.kind]}`, body);
  return status === 201 ? 'done' : 'refused';
}

/** As changing a run does it, without the facilitators and rooms that a change through the API asks for. */
async function changeCapacity(college: TestCollege, runId: string, places: number): Promise<'done' | 'refused'> {
  const settle = (tx: Parameters<RunEnrolmentService['settle']>[0]) =>
    college.app.get(RunEnrolmentService).settle(tx, runId, automatic('test'));
  try {
    await college.app.get(Database).transaction(async (tx) => {
      await settle(tx);
      await rows(tx, 'update run set capacity = $2 where id = $1', [runId, places]);
      await settle(tx);
    });
    return 'done';
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'run_places_within_capacity')
      return 'refused';
    throw error;
  }
}

function tell(model: ReferenceModel, each: Step): 'done' | 'refused' {
  switch (each.kind) {
    case 'wait':
      model.now += each.minutes;
      return 'done';
    case 'capacity':
      return model.do(() => model.setCapacity(each.places));
    case 'tidy':
      return model.tidy();
    default:
      return model.do(() => model[each.kind](each.person));
  }
}

/** Plays so many random sequences, and shrinks the first one on which college and model differ. */
export async function followsTheModel(college: TestCollege, numRuns: number): Promise<void> {
  const casey = await aCoordinator(college);
  await casey.post('/priority-tiers', { tier: 50, basis: 'access', reason: 'Asked first.' });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(step, { minLength: 6, maxLength: 24 }),
      (capacity, steps) => play({ college, casey }, capacity, steps),
    ),
    { numRuns },
  );
  await requirePromises(college);
}
