import { facilitatesForSql } from '../../enrolment/enrolments/enrolment.sql.js';
import { holdsRoleSql } from '../../people/roles/role.sql.js';
import type { AdvisorState, GoalState, PlanPart, PlanState, ReviewMode } from './learning-plan.rules.js';

export interface PlanRow {
  id: string;
  personId: string;
  state: PlanState;
  keyId: string;
  aims: Buffer;
  advisorId: string | null;
  advisorName: string | null;
  advisorState: AdvisorState;
  sharedParts: PlanPart[];
  version: number;
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
  select p.id, p.person_id as "personId", p.state, p.key_id as "keyId", p.aims, p.advisor_id as "advisorId",
    a.chosen_name as "advisorName", p.version,
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
  learner: `${plans} where p.person_id = $1 ${newestFirst}`,
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
  select p.advisor_id as id
  from learning_plan p
  where p.person_id = $1 and p.state <> 'closed' and p.advisor_state = 'accepted' and ${advises('p.advisor_id')}`;

/** People whom a learner may ask to be their advisor. $1 the learner, $2 the facilitators of their runs. */
export const possibleAdvisors = `
  select p.id, p.chosen_name as "chosenName"
  from person p
  where p.id <> $1
    and (
      p.id = any ($2)
        or ${holdsRoleSql('p.id', 'coordinator')}
    )
  order by p.chosen_name, p.id
  limit 200`;

export interface GoalRow {
  id: string;
  planId: string;
  personId: string;
  state: GoalState;
  weight: number;
  baselineLevel: number | null;
  currentLevel: number | null;
  keyId: string;
  words: Buffer;
  proposedBy: string;
  version: number;
}

const goals = `
  select g.id, g.plan_id as "planId", g.person_id as "personId", g.state, g.weight,
    g.baseline_level as "baselineLevel", g.current_level as "currentLevel", g.key_id as "keyId", g.words,
    g.proposed_by as "proposedBy", g.version
  from learning_goal g`;
export const goalsOfPlan = `${goals} where g.plan_id = $1 order by g.id limit 200`;
export const oneGoal = `${goals} where g.id = $1`;

export interface ReviewRow {
  id: string;
  planId: string;
  heldOn: string;
  mode: ReviewMode;
  keyId: string;
  note: Buffer | null;
  learnerSignedAt: Date | null;
  advisorSignedAt: Date | null;
}

const reviews = `
  select r.id, r.plan_id as "planId", r.held_on::text as "heldOn", r.mode, r.key_id as "keyId", r.note,
    r.learner_signed_at as "learnerSignedAt", r.advisor_signed_at as "advisorSignedAt"
  from learning_plan_review r`;
export const reviewsOfPlan = `${reviews} where r.plan_id = $1 order by r.held_on desc, r.id desc limit 200`;
export const oneReview = `${reviews} where r.id = $1`;
