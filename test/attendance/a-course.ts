import { Enrolment } from '../../src/enrolment/enrolments/enrolment.entity.js';
import { newId } from '../../src/platform/ids.js';
import type { DeliveryRole } from '../../src/sessions/facilitators/facilitator.rules.js';
import { FacilitatorAssignment } from '../../src/sessions/facilitators/facilitator-assignment.entity.js';
import { behindTheBack } from '../support/behind-the-back.js';
import {
  aPerson,
  aPublishedVersion,
  aRun,
  fromNow,
  type PersonOptions,
  type RunOptions,
  somePeople,
  type TestPerson,
} from '../support/builders.js';
import type { TestCollege } from '../support/college.js';

/** Two hours: welcome, talk, a break and practice; 105 minutes together, all of them allowable for credit. */
const plan = (order: number) => ({
  order,
  title: `Session ${order}`,
  minutesContact: 105,
  minutesBreak: 15,
  activities: [
    { kind: 'welcome', minutes: 15, allowableForCeu: true, skippable: false },
    { kind: 'talk', minutes: 45, allowableForCeu: true, skippable: true },
    { kind: 'practice', minutes: 45, allowableForCeu: true, skippable: true },
  ],
});

export interface TestCourse {
  runId: string;
  sessionIds: [string, ...string[]];
  /** An accepted co-facilitator. */
  ada: TestPerson;
  learners: TestPerson[];
  enrolmentIds: string[];
}

/** A run whose sessions start at the given times, with a facilitator and learners who have a place. */
export async function aCourse(
  college: TestCollege,
  { learners: count = 2, ...options }: RunOptions & { learners?: number } = {},
): Promise<TestCourse> {
  const { starts = [fromNow(college, { hours: 1 })] } = options;
  const versionId = options.versionId ?? (await aPlannedVersion(college, starts.length, options.title));
  const run = await aRun(college, { ...options, versionId, starts });
  const ada = await aFacilitator(college, run.id);
  const learners = await somePeople(college, count, { name: 'Eve', registered: true });
  const enrolmentIds: string[] = [];
  for (const learner of learners) enrolmentIds.push(await aPlace(college, learner, run.id));
  return { runId: run.id, sessionIds: run.sessionIds as [string, ...string[]], ada, learners, enrolmentIds };
}

/**
 * A published version with a plan for each of its sessions. It is written past the guards that keep published versions
 * as they are.
 */
async function aPlannedVersion(college: TestCollege, sessions: number, title = 'Kind Boundaries'): Promise<string> {
  const { id } = await aPublishedVersion(college, { title });
  await college.sql.transaction(async (tx) => {
    await tx.query('alter table course_version disable trigger version_immutable');
    await tx.query('update course_version set session_plans = $2 where id = $1', [
      id,
      JSON.stringify(Array.from({ length: sessions }, (_, index) => plan(index + 1))),
    ]);
    await tx.query('set constraints all immediate');
    await tx.query('alter table course_version enable trigger version_immutable');
  });
  return id;
}

/** Somebody who accepted a part on a run: to co-facilitate it, unless it says otherwise. */
export async function aFacilitator(
  college: TestCollege,
  runId: string,
  { part = 'peer', ...options }: PersonOptions & { part?: DeliveryRole } = {},
): Promise<TestPerson> {
  const person = await aPerson(college, { name: 'Ada', roles: ['facilitator'], ...options });
  const now = college.clock.now();
  await college.sql.manager.insert(FacilitatorAssignment, {
    id: newId(),
    runId,
    personId: person.id,
    deliveryRole: part,
    state: 'accepted',
    offeredAt: now,
    answeredAt: now,
  });
  return person;
}

/** Enrols a learner and answers the id of the enrolment. */
export async function aPlace(college: TestCollege, learner: Pick<TestPerson, 'id'>, runId: string): Promise<string> {
  const id = newId();
  const now = college.clock.now();
  await college.sql.manager.insert(Enrolment, {
    id,
    runId,
    personId: learner.id,
    state: 'confirmed',
    source: 'self',
    joinedAt: now,
    confirmedAt: now,
  });
  return id;
}

/** A session was held as planned. */
export async function deliver(college: TestCollege, sessionId: string): Promise<void> {
  await college.sql.query(
    `
      update session
      set state = 'delivered', delivered_at = $2, delivered_contact_minutes = planned_contact_minutes,
        co_delivered = true
      where id = $1`,
    [sessionId, college.clock.now()],
  );
}

export async function cancelSession(college: TestCollege, sessionId: string): Promise<void> {
  await college.sql.query(`update session set state = 'cancelled', cancelled_at = $2 where id = $1`, [
    sessionId,
    college.clock.now(),
  ]);
}

/**
 * The first that somebody ever says about being contacted, so that nothing of it waits for a confirmation; everything
 * that is not named is not safe.
 */
export async function saysContact(
  college: TestCollege,
  person: TestPerson,
  channels: Record<string, { allowed: boolean; value?: string }>,
  learnerWillInitiate = false,
): Promise<void> {
  await behindTheBack(college, 'delete from safe_contact where person_id = $1', [person.id]);
  await college.sql.query(
    `
      insert into safe_contact (id, person_id, version, channels, learner_will_initiate, confirmed_at)
      values ($1, $2, 1, $3, $4, $5)`,
    [newId(), person.id, JSON.stringify(channels), learnerWillInitiate, college.clock.now()],
  );
}

/** Records rows of a register, and answers the results. */
export const mark = async (who: TestPerson, sessionId: string, ...rows: object[]) =>
  (await who.put(`/sessions/${sessionId}/register`, { rows })).body;
