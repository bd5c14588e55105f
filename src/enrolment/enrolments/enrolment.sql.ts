import { isFacilitationSql } from '../../sessions/facilitators/facilitation.sql.js';
import { actionsIn } from './enrolment.policy.js';
import { enrolmentStates, liveStates, placeStates } from './enrolment.rules.js';

const places = placeStates.map((state) => `'${state}'`).join(', ');
const live = new Set([...liveStates, ...placeStates].map((state) => `'${state}'`));

/** Whether an enrolment in this state, a column, has a place, whatever came of it. */
export const hasPlaceSql = (state: string): string => `${state} in (${places})`;

const concluded = placeStates.filter((state) => state !== 'confirmed').map((state) => `'${state}'`);

/**
 * The places of a person on runs of which a session ended at an instant or later, and since when they have them: what
 * was concluded before then is not looked at. Both are placeholders.
 */
export const placesStillOnSql = (person: string, since: string): string => `
  select e.run_id, e.confirmed_at, e.id, e.state
  from enrolment e
  where e.person_id = ${person} and e.state = 'confirmed'
  union all
  select e.run_id, e.confirmed_at, e.id, e.state
  from enrolment e
  where e.person_id = ${person} and e.state in (${concluded.join(', ')}) and e.ended_at >= ${since}::timestamptz
  union all
  select e.run_id, e.confirmed_at, e.id, e.state
  from run r
  join enrolment e on e.run_id = r.id and e.person_id = ${person} and e.state in (${concluded.join(', ')})
  where r.went_on_until >= ${since}::timestamptz`;

/** Whether an enrolment in this state, a column, has a place or may come to one. */
export const isOnRunSql = (state: string): string => `${state} in (${[...live].join(', ')})`;

/**
 * Whether somebody facilitates a run that the learner has or had a place on: what a learner shows to the facilitators
 * of their runs, these may see. Both are SQL expressions.
 */
export const facilitatesForSql = (facilitator: string, learner: string): string =>
  `
    exists (
      select
      from enrolment place
      join facilitator_assignment part on part.run_id = place.run_id
      where place.person_id = ${learner}
        and ${hasPlaceSql('place.state')}
        and part.person_id = ${facilitator}
        and ${isFacilitationSql('part')}
    )`;

/** Whether an enrolment in this state, a column, has not ended. */
export const isLiveSql = (state: string): string => `${state} in (${liveStates.map((each) => `'${each}'`).join(', ')})`;

const actionsSql = (state: string, decides: boolean): string => {
  const cases = enrolmentStates.flatMap((each) => {
    const actions = actionsIn(each, decides);
    return actions.length === 0 ? [] : [`when '${each}' then '${JSON.stringify(actions)}'::json`];
  });
  return `case ${state} ${cases.join(' ')} else '[]'::json end`;
};

/**
 * What a reader may do with an enrolment, as JSON: nothing more once its run is over, and whoever books for others decides
 * on all but their own. All of them are SQL expressions.
 */
export const canSql = (enrolment: {
  state: string;
  owner: string;
  runState: string;
  reader: string;
  books: string;
}): string => `
  case
    when ${enrolment.runState} in ('finished', 'cancelled') then '[]'::json
    when ${enrolment.books} and ${enrolment.owner} <> ${enrolment.reader} then ${actionsSql(enrolment.state, true)}
    else ${actionsSql(enrolment.state, false)}
  end`;
