import { columnsOf } from '../../platform/database/tables.js';
import { EvaluationForm, EvaluationTally } from './evaluation-form.entity.js';

/** A run, or a session of one. */
export interface Evaluated {
  runId: string | null;
  sessionId: string | null;
}

export interface EvaluatedRow {
  runId: string;
  startsAt: Date | null;
  lastDay: string | null;
  today: string;
  hadPlace: boolean;
  given: boolean;
  invited: number;
}

/** $1 run or null, $2 session or null, $3 who asks, $4 now. */
export const evaluated = `
  select r.id as "runId", min(s.starts_at) as "startsAt", max(s.local_end)::date::text as "lastDay",
    ($4::timestamptz at time zone c.time_zone)::date::text as today,
    exists (
      select
      from enrolment e
      where e.run_id = r.id and e.person_id = $3 and e.confirmed_at is not null
    ) as "hadPlace",
    exists (
      select
      from evaluation_receipt p
      where p.run_id = r.id and p.session_id is not distinct from $2 and p.person_id = $3
    ) as given,
    (select count(*) from enrolment e where e.run_id = r.id and e.confirmed_at is not null)::integer as invited
  from run r
  cross join college c
  left join session s on s.run_id = r.id and s.state in ('published', 'delivered') and ($2::uuid is null or s.id = $2)
  where r.id = coalesce($1, (select run_id from session where id = $2)) and (r.state <> 'draft')
  group by r.id, c.time_zone`;

const forms = `select ${columnsOf(EvaluationForm, 'f', 'id', 'about', 'number', 'items')} from evaluation_form f`;

export const newestForm = `${forms} where f.about = $1 order by f.number desc limit 1`;
export const oneForm = `${forms} where f.id = $1`;

/** $1 about or null, $2 id of the form after which to go on or null, $3 limit. */
export const listedForms = `
  ${forms}
  where ($1::text is null or f.about = $1)
    and (
      $2::uuid is null or (f.about, -f.number) > (select g.about, -g.number from evaluation_form g where g.id = $2)
    )
  order by f.about, -f.number
  limit $3`;

export type TallyRow = Pick<EvaluationTally, 'id' | 'respondents' | 'counts' | 'closesOn' | 'formId'> &
  Pick<EvaluationForm, 'number' | 'items'>;

/** $1 run, $2 session or null. */
export const tallyOf = `
  select ${columnsOf(EvaluationTally, 't', 'id', 'respondents', 'counts', 'closesOn', 'formId')},
    ${columnsOf(EvaluationForm, 'f', 'number', 'items')}
  from evaluation_tally t
  join evaluation_form f on f.id = t.form_id
  where t.run_id = $1 and t.session_id is not distinct from $2`;
