import { CeAwardService } from '../../src/ceu/ledger/ce-award.service.js';
import type { CreditRole } from '../../src/ceu/ledger/ce-credit.rules.js';
import { automatic } from '../../src/platform/actor.js';
import { newId } from '../../src/platform/ids.js';
import { aCourse, type TestCourse } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { aPerson, fromNow, type RunOptions, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';

export const anAdministrator = (college: TestCollege, name = 'Mo'): Promise<TestPerson> =>
  aPerson(college, { name, roles: ['administrator'] });

let numbers = 0;

export interface CreditedCourse extends TestCourse {
  administrator: TestPerson;
  versionId: string;
  approvalId: string;
  approvalNumber: string;
  /** The days of its sessions. */
  days: string[];
}

export interface CreditedOptions extends RunOptions {
  learners?: number;
  /** Rules of its approval, beside the defaults. */
  approval?: object;
  administrator?: TestPerson;
}

/** Two sessions a week apart, 105 minutes each that count, 60 of the 210 in ethics, under an approval by IACET. */
export async function aCreditedCourse(
  college: TestCollege,
  { approval = {}, administrator: by, ...options }: CreditedOptions = {},
): Promise<CreditedCourse> {
  const administrator = by ?? (await anAdministrator(college));
  const course = await aCourse(college, {
    starts: [fromNow(college, { days: -8 }), fromNow(college, { days: -1 })],
    learners: 1,
    title: 'Building Better Boundaries',
    ...options,
  });
  const [{ versionId }] = await college.sql.query('select version_id as "versionId" from run where id = $1', [
    course.runId,
  ]);
  await college.sql.transaction(async (tx) => {
    await tx.query('alter table course_version disable trigger version_immutable');
    await tx.query(
      `
        update course_version
        set category_minutes = '[{"category": "boundaries", "minutes": 150}, {"category": "ethics", "minutes": 60}]'
        where id = $1`,
      [versionId],
    );
    await tx.query('alter table course_version enable trigger version_immutable');
  });
  const { id: approvalId, approvalNumber } = await anApproval(administrator, approval);
  await cover(administrator, versionId, [{ approvalId, from: '2020-01-01' }]);
  const days = await college.sql.query(
    'select local_start::date::text as day from session where run_id = $1 order by starts_at',
    [course.runId],
  );
  return {
    ...course,
    administrator,
    versionId,
    approvalId,
    approvalNumber,
    days: days.map(({ day }: { day: string }) => day),
  };
}

/** An approval by IACET, valid for long, unless the wish says otherwise. */
export async function anApproval(
  administrator: TestPerson,
  wish: object = {},
): Promise<{ id: string; approvalNumber: string; etag: string }> {
  const body = {
    name: 'IACET accreditation',
    approver: 'iacet',
    approvalNumber: `N-${++numbers}`,
    validFrom: '2020-01-01',
    ...wish,
  };
  const answer = await expecting(201, administrator.post('/ce-approvals', body));
  return { id: answer.body.id, approvalNumber: answer.body.approvalNumber, etag: answer.headers['etag'] ?? '' };
}

/** Says which approvals cover a version. */
export async function cover(administrator: TestPerson, versionId: string, approvals: object[]): Promise<void> {
  const { headers } = await expecting(200, administrator.get(`/course-versions/${versionId}/ce-configuration`));
  await expecting(
    200,
    administrator.put(
      `/course-versions/${versionId}/ce-configuration`,
      { approvals },
      { 'If-Match': headers['etag'] ?? '' },
    ),
  );
}

/** Both sessions were held, and this hands over what somebody attended: the creditable minutes of each. */
export async function attended(
  college: TestCollege,
  { runId, versionId, sessionIds, days }: CreditedCourse,
  person: Pick<TestPerson, 'id'>,
  minutes: readonly number[],
  more: { completed?: boolean; role?: CreditRole } = {},
): Promise<void> {
  await college.sql.query(
    `
      update session
      set state = 'delivered', delivered_at = $2, delivered_contact_minutes = planned_contact_minutes,
        co_delivered = true
      where run_id = $1 and state = 'published'`,
    [runId, college.clock.now()],
  );
  await college.app.get(CeAwardService).award(automatic('a-register'), { personId: person.id, runId }, () =>
    Promise.resolve({
      versionId,
      role: 'learner',
      completed: true,
      mode: 'in_person',
      completedOn: days.at(-1) ?? '',
      ...more,
      sessions: minutes.map((creditableMinutes, index) => ({
        sessionId: sessionIds[index] ?? newId(),
        order: index + 1,
        on: days[index] ?? '',
        allowableMinutes: 105,
        creditableMinutes,
      })),
    }),
  );
}

/** The entries of a person, oldest first. */
export async function entriesOf(
  person: TestPerson,
): Promise<
  { id: string; entryType: string; state: string | null; minutes: number; printed: string; number: number }[]
> {
  const { body } = await expecting(200, person.get('/me/ce-ledger?limit=200'));
  return [...body.items].reverse();
}
