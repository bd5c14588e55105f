import { practisedMinutesSql } from '../evidence/practice.sql.js';
import type { Requirements } from '../schemes/requirements.dto.js';
import type { ApplicationSummaryDto, ApplicationDto } from './application.dto.js';
import { holdsRoleSql } from '../../people/roles/role.sql.js';

/** An application as a list reads it. */
export type StoredApplication = Omit<ApplicationSummaryDto, 'startedAt' | 'submittedAt'> & {
  startedAt: Date;
  submittedAt: Date | null;
  touchedAt: Date;
};

/** An application with what its reader has to know. */
export type WholeApplication = StoredApplication &
  Pick<
    ApplicationDto,
    'requirementSetId' | 'requirementSetNumber' | 'missing' | 'certificationId' | 'reasons' | 'appealUntil'
  > & { terms: Requirements | null };

/** An application with what its reader has to know; $1 is its id. */
export const oneApplication = `
  select a.id, a.person_id as "personId", a.scheme_id as "schemeId", s.name as "schemeName", a.state,
    a.started_at as "startedAt", a.submitted_at as "submittedAt", a.touched_at as "touchedAt", a.version,
    a.set_id as "requirementSetId", r.number as "requirementSetNumber", r.terms, a.missing,
    a.certification_id as "certificationId", d.reasons, d.appeal_until::text as "appealUntil"
  from certification_application a
  join certification_scheme s on s.id = a.scheme_id
  left join requirement_set r on r.id = a.set_id
  left join lateral (
    select reasons, appeal_until
    from panel_decision
    where application_id = a.id and outcome in ('refuse', 'uphold')
    order by about = 'appeal' desc, recorded_at desc
    limit 1
  ) d on true
  where a.id = $1`;

/**
 * Applications of authors ($1) that are not over, each with a holder of the panel's role among those beside them ($2);
 * none for whoever does not hold it.
 */
export const applicationsBeforePanelMember = `
  select pair.author_id as "authorId", pair.reader_id as "readerId", a.state, a.touched_at as "touchedAt",
    d.until::text as "appealUntil"
  from unnest($1::uuid[], $2::uuid[]) as pair (author_id, reader_id)
  join certification_application a on a.person_id = pair.author_id
  left join lateral (select max(appeal_until) as until from panel_decision where application_id = a.id) d on true
  where a.state <> all ($3)
    and ${holdsRoleSql('pair.reader_id', 'panel_member')}`;

/**
 * All, those that were handed in and one's own, or one's own. $1 who asks, null where all, $2 state, $3 person, $4 the id
 * to go on before, $5 how many.
 */
export const listedApplications = (seesHandedIn: boolean): string => `
  select a.id, a.person_id as "personId", a.scheme_id as "schemeId", s.name as "schemeName", a.state,
    a.started_at as "startedAt", a.submitted_at as "submittedAt", a.touched_at as "touchedAt", a.version
  from certification_application a
  join certification_scheme s on s.id = a.scheme_id
  where ($1::uuid is null or ${seesHandedIn ? 'a.submitted_at is not null or' : ''} a.person_id = $1)
    and ($2::text is null or a.state = $2)
    and ($3::uuid is null or a.person_id = $3)
    and ($4::uuid is null or a.id < $4)
  order by a.id desc
  limit $5`;

/** What is known about the person ($1) and this application ($2), as one JSON. */
export const factsOfApplicant = `
  select (select date_of_birth::text from person where id = $1) as "bornOn",
    coalesce(
      (
        select json_agg(
          json_build_object(
            'id', id, 'completedOn', completed_on, 'minutes', minutes, 'liveMinutes', live_minutes,
            'ethicsMinutes', ethics_minutes
          )
          order by completed_on, id
        )
        from training_evidence
        where person_id = $1
      ),
      '[]'
    ) as training,
    coalesce(
      (
        select json_agg(
          json_build_object(
            'id', l.id, 'practisedOn', l.practised_on, 'minutes', ${practisedMinutesSql('l')}, 'kind', l.kind,
            'verified', v.log_id is not null
          )
          order by l.practised_on, l.id
        )
        from practice_log l
        left join practice_verification v on v.log_id = l.id
        where l.person_id = $1
      ),
      '[]'
    ) as practice,
    coalesce(
      (
        select json_agg(
          json_build_object(
            'kind', kind, 'accepted', state = 'accepted', 'workedTogetherUntil', worked_together_until
          )
        )
        from certification_reference
        where application_id = $2
      ),
      '[]'
    ) as references,
    coalesce(
      (
        select json_agg(json_build_object('kind', kind, 'passed', passed))
        from certification_assessment
        where application_id = $2 and state = 'assessed'
      ),
      '[]'
    ) as assessments,
    coalesce(
      (
        select json_agg(json_build_object('codeVersion', code_version, 'livedExperience', lived_experience))
        from ethics_signature
        where person_id = $1
      ),
      '[]'
    ) as signatures`;
