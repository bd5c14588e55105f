import { isFoundSql } from '../../platform/database/found.sql.js';
import { ownTitleSql } from '../../sessions/sessions/session.sql.js';
import { instant, wallTime } from '../../platform/database/sql.js';
import type { ProspectusQuery } from './prospectus.dto.js';
import { hasDateToComeSql, placesInWordsSql, placesToldSql } from '../../sessions/runs/run.sql.js';

/** The runs that are on at $1: open, with a date to come, and of a term whose prospectus is out. */
export const runsOnShow = `
  from run r
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
  left join term t on t.id = r.term_id
  cross join lateral (
    select min(s.starts_at) as first_start, max(s.ends_at) as last_end
    from session s
    where s.run_id = r.id and s.state in ('published', 'delivered')
  ) met
  where r.state = 'open'
    and v.state in ('published', 'under_review', 'superseded')
    and coalesce(t.prospectus_opens_at, '-infinity') <= $1
    and coalesce(met.last_end, 'infinity') > $1
    and ${hasDateToComeSql('r.id', '$1')}`;

/**
 * The prospectus in one statement that answers JSON text. $1 now, $2 limit, $3 and $4 where the page before ended, $5
 * text, $6 term, $7 mode, $8 topic, $9 audience, $10 from, $11 to, $12 the college's default minimum age,
 * $13 title.
 */
export const prospectus = ({ text, title }: Pick<ProspectusQuery, 'text' | 'title'>): string => `
  with listed as (
    select r.id, coalesce(met.first_start, 'infinity') as first_start,
      coalesce(met.last_end, 'infinity') as last_end ${runsOnShow.trim()}
        and ($3::timestamptz is null or (coalesce(met.first_start, 'infinity'), r.id) > ($3, $4::uuid))
        and (v.search @@ websearch_to_tsquery('english', $5) or ${isFoundSql('c.title', '$5', text)})
        and ${isFoundSql('c.title', '$13', title)}
        and ($6::uuid is null or r.term_id = $6)
        and ($7::text is null or r.mode = $7)
        and ($8::text is null or c.topic = $8)
        and ($9::text is null or c.audience = '{}' or $9 = any (c.audience))
        and (
          ($10::date is null and $11::date is null)
            or exists (
              select
              from session s
              where s.run_id = r.id
                and s.state in ('published', 'delivered')
                and s.local_start::date between coalesce($10, '-infinity'::date) and coalesce($11, 'infinity'::date)
            )
        )
    order by first_start, r.id
    limit $2 + 1
  ),
  shown as (select * from listed order by first_start, id limit $2)
  select (select count(*) from listed) > $2 as more,
    (array_agg(shown.first_start::text order by shown.first_start, shown.id))[count(*)] as "lastStart",
    (array_agg(shown.id order by shown.first_start, shown.id))[count(*)] as "lastId",
    coalesce(
      json_agg(
        json_build_object(
          'runId', r.id, 'versionId', v.id, 'courseId', c.id, 'title', c.title, 'topic', c.topic,
          'audience', c.audience, 'strand', c.strand, 'summary', v.summary, 'levelText', v.level_text,
          'outcomes', v.outcomes, 'whatToExpect', v.what_to_expect, 'contentWarnings', v.content_warnings,
          'whatYouCanSkip', v.what_you_can_skip,
          'eligibility', json_build_object(
            'minimumAge', coalesce(v.minimum_age, (college.policy->>'registrationMinimumAge')::int, $12),
            'conditions', (
              select coalesce(json_agg(e.rule->>'words' order by e.position), '[]')
              from jsonb_array_elements(v.eligibility_rules) with ordinality e(rule, position)
            )
          ),
          'freeOfCharge', college.free_of_charge or v.fee_cents = 0, 'coProduced', v.co_produced,
          'coProducedBy', array(select name from credits_of(v.id) name order by name), 'mode', r.mode,
          'term', case when t.id is not null then json_build_object('id', t.id, 'name', t.name) end,
          'venue', case when r.mode <> 'online'
            and p.id is not null then json_build_object(
              'name', p.name, 'address', p.address, 'accessFeatures', p.access_features, 'accessNotes', p.access_notes
            ) end,
          'sessions', meetings.list,
          'places', ${placesInWordsSql('r', 'told', '$1::timestamptz')},
          'booking', case when coalesce(
            r.booking_opens_at, t.booking_opens_at, '-infinity'
          ) > $1 then 'not open yet' when coalesce(
            r.booking_closes_at, shown.last_end
          ) <= $1 then 'closed' else 'open' end,
          'bookingOpensAt', ${instant('coalesce(r.booking_opens_at, t.booking_opens_at)')},
          'bookingClosesAt', ${instant('r.booking_closes_at')}, 'approvalNeeded', r.approval_needed
        )
        order by shown.first_start, shown.id
      )::text,
      '[]'
    ) as items
  from shown
  join run r on r.id = shown.id
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
  cross join college
  left join term t on t.id = r.term_id
  left join venue p on p.id = r.venue_id
  cross join lateral ${placesToldSql('r.id', '$1::timestamptz')} told
  cross join lateral (
    select coalesce(
      json_agg(
        json_build_object(
          'id', s.id, 'title', ${ownTitleSql('s', 'v')},
          'startsAt', ${instant('s.starts_at')}, 'endsAt', ${instant('s.ends_at')}, 'timeZone', s.time_zone,
          'localStart', ${wallTime('s.local_start')}, 'localEnd', ${wallTime('s.local_end')}, 'venueName', o.name
        )
        order by s.starts_at, s.id
      ),
      '[]'
    ) as list
    from session s
    left join venue o on o.id = s.venue_id and r.mode <> 'online' and s.venue_id is distinct from r.venue_id
    where s.run_id = r.id and s.state in ('published', 'delivered')
  ) meetings`;
