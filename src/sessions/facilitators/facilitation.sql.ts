import { holdsRoleSql } from '../../people/roles/role.sql.js';
import { Policy } from '../../college/policy.dto.js';
import { columnsOf } from '../../platform/database/tables.js';
import { FacilitatorAssignment } from './facilitator-assignment.entity.js';
import { facilitatingRoles } from './facilitator.rules.js';

const facilitating = facilitatingRoles.map((role) => `'${role}'`).join(', ');

/** Whether a part on a run is one of those who co-facilitate: observers and shadows watch. */
export const isFacilitatingSql = (deliveryRole: string): string => `${deliveryRole} in (${facilitating})`;

/**
 * Whether an assignment, given by its alias, brings somebody to the sessions: accepted, in whatever part, and still a
 * facilitator of the college. Where and when, and how to join; nothing about learners.
 */
export const isTakingPartSql = (assignment: string): string =>
  `${assignment}.state = 'accepted' and ${holdsRoleSql(`${assignment}.person_id`, 'facilitator')}`;

/** Whether an assignment, given by its alias, makes somebody a facilitator of the run: taking part, and not to watch. */
export const isFacilitationSql = (assignment: string): string =>
  `${isFacilitatingSql(`${assignment}.delivery_role`)} and ${isTakingPartSql(assignment)}`;

/** Whether an assignment, given by its alias, is a part that co-facilitates, asked for or accepted. */
export const isFacilitatingPartSql = (assignment: string): string =>
  `${isFacilitatingSql(`${assignment}.delivery_role`)} and ${isAssignedSql(assignment)}`;

/** Whether an assignment, given by its alias, was asked for or accepted, in whatever part. */
export const isAssignedSql = (assignment: string): string => `${assignment}.state in ('offered', 'accepted')`;

const hasPart = (person: string, run: string, condition: string): string =>
  `
    exists (
      select
      from facilitator_assignment part
      where part.run_id = ${run} and part.person_id = ${person} and ${condition}
    )`;

/** Accepted, co-facilitating, and still a facilitator of the college: `person` and `run` are SQL expressions. */
export const facilitatesSql = (person: string, run: string): string => hasPart(person, run, isFacilitationSql('part'));

/** The same in whatever part: who watches is there too. */
export const takesPartSql = (person: string, run: string): string => hasPart(person, run, isTakingPartSql('part'));

/** Asked or accepted, in whatever part, and whatever became of their role: they have to see what they were asked for. */
export const assignedSql = (person: string, run: string): string => hasPart(person, run, isAssignedSql('part'));

/** The runs of which `assignedSql` holds. */
export const assignedRunsSql = (person: string): string =>
  `select ${columnsOf(FacilitatorAssignment, 'part', 'runId')} from facilitator_assignment part where part.person_id = ${person} and ${isAssignedSql('part')}`;

/** The runs of which `facilitatesSql` holds. */
export const facilitatedRunsSql = (person: string): string =>
  `select ${columnsOf(FacilitatorAssignment, 'part', 'runId')} from facilitator_assignment part where part.person_id = ${person} and ${isFacilitationSql('part')}`;

/** The runs of which `takesPartSql` holds. */
export const takenPartInSql = (person: string): string =>
  `select ${columnsOf(FacilitatorAssignment, 'part', 'runId')} from facilitator_assignment part where part.person_id = ${person} and ${isTakingPartSql('part')}`;

/** Asked or accepted to co-facilitate: whoever is, does not learn there. Who watches may. */
export const isToFacilitateSql = (person: string, run: string): string =>
  hasPart(person, run, isFacilitatingPartSql('part'));

const edgeOf = (run: string, edge: string): string =>
  `
    (select ${edge} from session held where held.run_id = ${run} and held.state <> 'cancelled')`;

/** The days of a run, `RunDays`, as two columns: `run` is an SQL expression. */
export const runDaysSql = (run: string): string =>
  `${edgeOf(run, 'min(held.starts_at)')} as "firstStart", ${edgeOf(run, 'max(held.ends_at)')} as "lastEnd"`;

/** How many days around a run its facilitators see its people. */
export const rosterDaysSql = `
  coalesce((select (policy->>'rosterDays')::integer from college), ${new Policy().rosterDays})`;

/** `withinRosterDays`, for lists over several runs: `run` and `now` are SQL expressions. */
export const withinRosterDaysSql = (run: string, now: string): string => {
  const span = `make_interval(hours => 24 * ${rosterDaysSql})`;
  return `
    (
      ${now} >= ${edgeOf(run, 'min(held.starts_at)')} - ${span} and ${now} <= ${edgeOf(run, 'max(held.ends_at)')} + ${span}
    )`;
};
