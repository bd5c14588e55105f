import { attendancePersonal } from '../attendance/attendance.personal.js';
import { certificatesPersonal } from '../certificates/certificates.personal.js';
import { certificationPersonal } from '../certification/certification.personal.js';
import { ceuPersonal } from '../ceu/ceu.personal.js';
import type { Policy } from '../college/policy.dto.js';
import { coursesPersonal } from '../courses/courses.personal.js';
import { enrolmentPersonal } from '../enrolment/enrolment.personal.js';
import { journalsPersonal } from '../journals/journals.personal.js';
import { notificationsPersonal } from '../notifications/notifications.personal.js';
import { outcomesPersonal } from '../outcomes/outcomes.personal.js';
import { peoplePersonal } from '../people/people.personal.js';
import type { PersonalData, PersonalTable } from '../platform/personal/personal-table.js';
import { platformPersonal } from '../platform/platform.personal.js';
import { sessionsPersonal } from '../sessions/sessions.personal.js';
import { timetablePersonal } from '../timetable/timetable.personal.js';
import { privacyPersonal } from './privacy.personal.js';

/**
 * Everything that the college holds about people, module by module; in the order of an erasure, the account itself
 * last.
 */
export const personalData: readonly PersonalData[] = [
  outcomesPersonal,
  notificationsPersonal,
  timetablePersonal,
  journalsPersonal,
  ceuPersonal,
  certificationPersonal,
  attendancePersonal,
  enrolmentPersonal,
  sessionsPersonal,
  coursesPersonal,
  privacyPersonal,
  certificatesPersonal,
  platformPersonal,
  peoplePersonal,
];

export const personalTables: readonly PersonalTable[] = personalData.flatMap(({ tables }) => tables);

/** Takes home what is theirs in one table. */
export const exportOf = ({ table, rowsOf, exports }: PersonalTable & { exports: string }): string =>
  `select ${exports} from ${table} t where ${rowsOf}`;

/** What an erasure does with one table. */
export function erasureOf(table: PersonalTable, personId: string, at: Date): { text: string; values: unknown[] }[] {
  return statementsOf(table).map((text) => ({ text, values: text.includes('$2') ? [personId, at] : [personId] }));
}

function statementsOf({ table, rowsOf, whenErased }: PersonalTable): readonly string[] {
  if (whenErased.statements) return whenErased.statements;
  return whenErased.fate === 'erased' && whenErased.with === undefined
    ? [`delete from ${table} t where ${rowsOf}`]
    : [];
}

export type GoesByItself = PersonalTable & { goesAfter: NonNullable<PersonalTable['goesAfter']> };

/** How long rows of a table stay; where it is a setting of the college, its years. */
export const periodOf = ({ goesAfter: { time } }: GoesByItself, policy: Policy): string =>
  typeof time === 'string' ? time : `${String(policy[time.setting as keyof Policy])} years`;

/**
 * Lets go of at most so many rows whose time, the period `$2`, is over on the day `$1`, without the first that were
 * refused before.
 */
export const tidyingOf = ({ table, goesAfter }: GoesByItself, most: number, passed = 0): string => `
  delete from ${table}
  where ctid in (
    select t.ctid
    from ${table} t
    where ${goesAfter.column} + $2::interval < $1::timestamptz ${goesAfter.only ? `and ${goesAfter.only}` : ''}
    order by t.ctid
    limit ${most} offset ${passed}
  )`;

export const exportsSomething = (table: PersonalTable): table is PersonalTable & { exports: string } =>
  typeof table.exports === 'string';
export const goesByItself = (table: PersonalTable): table is GoesByItself => table.goesAfter !== undefined;
