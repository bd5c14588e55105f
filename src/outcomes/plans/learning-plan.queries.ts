import { facilitatesForSql } from '../../enrolment/enrolments/enrolment.sql.js';
import { holdersSql, holdsRoleSql } from '../../people/roles/role.sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { LearningGoal } from './learning-goal.entity.js';
import { LearningPlan, LearningPlanReview } from './learning-plan.entity.js';
import type { PlanPart } from './learning-plan.rules.js';

const ofPlan = ['id', 'personId', 'state', 'keyId', 'aims', 'advisorId', 'madeAt', 'version'] as const;

export interface PlanRow extends Pick<LearningPlan, (typeof ofPlan)[number] | 'advisorState'> {
  advisorName: string | null;
  sharedParts: PlanPart[];
}

/** Whether this person may advise: they facilitate or coordinate at the college today. */
const advises = (person: string) => holdsRoleSql(person, 'facilitator', 'coordinator');

/** Whether this person advises the learner, and may. */
export const advisesLearner = (person: string, learner: string) =>
  `
    exists (
      select
      from learning_plan lp
      where lp.person_id = ${learner}
        and lp.advisor_id = ${person}
        and lp.advisor_state = 'accepted'
        and lp.state <> 'closed'
        and ${advises('lp.advisor_id')}
    )`;

/** $1 is who asks. */
const plans = `
  select ${columnsOf(LearningPlan, 'p', ...ofPlan)}, a.chosen_name as "advisorName",
    case
      when p.advisor_id is not null and not ${advises('p.advisor_id')} then 'declined'
      else p.advisor_state
    end as "advisorState",
    coalesce(
      (
        select to_json(s.parts)
        from learning_plan_share s
        where s.plan_id = p.id and s.reader_id = $1 and ${facilitatesForSql('s.reader_id', 'p.person_id')}
      ),
      '[]'
    ) as "sharedParts"
  from learning_plan p
  left join person a on a.id = p.advisor_id`;

export const onePlan = `${plans} where p.id = $2`;

/** $2 before this id or null, $3 limit. */
const newestFirst = 'and ($2::uuid is null or p.id < $2) order by p.id desc limit $3';
export const listedPlans = {
  /** $4: only what was begun since, or null. */
  learner: `${plans} where p.person_id = $1 and ($4::timestamptz is null or p.made_at >= $4) ${newestFirst}`,
  advisor: `
    ${plans}
    where p.advisor_id = $1 and p.advisor_state in ('asked', 'accepted') and p.state <> 'closed' ${newestFirst}`,
  reader: `
    ${plans}
    where p.id in (select plan_id from learning_plan_share where reader_id = $1)
      and ${facilitatesForSql('$1', 'p.person_id')} ${newestFirst}`,
  administrator: `${plans} where true ${newestFirst}`,
};

/** Accepted advisors of a learner's open plan. */
export const advisorsOf = `
  select ${columnsOf(LearningPlan, 'p', 'advisorId')}
  from learning_plan p
  where p.person_id = $1 and p.state <> 'closed' and p.advisor_state = 'accepted' and ${advises('p.advisor_id')}`;

/** People whom a learner may ask to be their advisor. $1 the learner, $2 the facilitators of their runs. */
export const possibleAdvisors = `
  select p.id, p.chosen_name as "chosenName"
  from person p
  where p.id <> $1 and p.id = any ($2::uuid[] || array(${holdersSql('coordinator')}))
  order by p.chosen_name, p.id
  limit 200`;

const ofGoal = [
  'id',
  'planId',
  'personId',
  'state',
  'weight',
  'baselineLevel',
  'currentLevel',
  'keyId',
  'words',
  'proposedBy',
  'version',
] as const;

export type GoalRow = Pick<LearningGoal, (typeof ofGoal)[number]>;

const goals = `select ${columnsOf(LearningGoal, 'g', ...ofGoal)} from learning_goal g`;
export const goalsOfPlan = `${goals} where g.plan_id = $1 order by g.id limit 200`;
export const oneGoal = `${goals} where g.id = $1`;

const ofReview = ['id', 'planId', 'heldOn', 'mode', 'keyId', 'note', 'learnerSignedAt', 'advisorSignedAt'] as const;

export type ReviewRow = Pick<LearningPlanReview, (typeof ofReview)[number]>;

const reviews = `select ${columnsOf(LearningPlanReview, 'r', ...ofReview)} from learning_plan_review r`;
export const reviewsOfPlan = `${reviews} where r.plan_id = $1 order by r.held_on desc, r.id desc limit 200`;
export const oneReview = `${reviews} where r.id = $1`;
