import { Policy } from '../../college/policy.dto.js';
import { isSearchedForSql } from '../../courses/catalogue/course.sql.js';
import { isFoundSql } from '../../platform/database/found.sql.js';
import { ownTitleSql } from '../../sessions/sessions/session.sql.js';
import { instant, wallTime } from '../../platform/database/sql.js';
import type { CursorKeys } from '../../platform/http/cursor.js';
import type { ProspectusQuery } from './prospectus.dto.js';
import { placesInWordsSql, placesToldSql } from '../../sessions/runs/run.sql.js';

/** The runs that are on at $1: open, with a date to come, and of a term whose prospectus is out. */
export const runsOnShow = `
  from run r
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
  left join term t on t.id = r.term_id
  where r.state = 'open'
    and v.state in ('published', 'under_review', 'superseded')
    and coalesce(t.prospectus_opens_at, '-infinity') <= $1
    and r.last_end > $1`;

/**
 * The prospectus in one statement that answers JSON text, and its values: $1 now, $2 limit, $3 the college's default
 * minimum age. It names only the filters that are in use, so that a plan that is made once can walk the index. `until`
 * is when time alone changes the page: words for places follow the hour, booking opens and closes, runs come on and
 * are over.
 */
export function prospectus(
  now: Date,
  { limit, text, title, termId, mode, topic, audience, from, to }: ProspectusQuery,
  after: CursorKeys | undefined,
): { text: string; values: unknown[] } {
  const values: unknown[] = [now, limit, new Policy().registrationMinimumAge];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions = after ? [`(r.first_start, r.id) > (${given(after[0])}, ${given(after[1])})`] : [];
  if (text !== undefined) conditions.push(isSearchedForSql('v', 'c', given(text), text));
  if (title !== undefined) conditions.push(isFoundSql('c.title', given(title), title));
  if (termId !== undefined) conditions.push(`r.term_id = ${given(termId)}`);
  if (mode !== undefined) conditions.push(`r.mode = ${given(mode)}`);
  if (topic !== undefined) conditions.push(`c.topic = ${given(topic)}`);
  if (audience !== undefined) conditions.push(`(c.audience = '{}' or ${given(audience)} = any (c.audience))`);
  if (from !== undefined || to !== undefined)
    conditions.push(hasSessionBetween(given(from ?? '-infinity'), given(to ?? 'infinity')));
  return { text: page(conditions.map((condition) => `and ${condition}`).join(' ')), values };
}

const hasSessionBetween = (from: string, to: string): string => `
  exists (
    select
    from session s
    where s.run_id = r.id
      and s.state in ('published', 'delivered')
      and s.local_start::date between ${from}::date and ${to}::date
  )`;

const page = (filtered: string): string => `
  with listed as (
    select r.* ${runsOnShow.trim()} ${filtered}
    order by r.first_start, r.id
    limit $2 + 1
  ),
  shown as (select * from listed order by first_start, id limit $2)
  select (select count(*) from listed) > $2 as more,
    (array_agg(r.first_start::text order by r.first_start, r.id))[count(*)] as "lastStart",
    (array_agg(r.id order by r.first_start, r.id))[count(*)] as "lastId",
    coalesce(
      json_agg(
        json_build_object(
          'runId', r.id, 'versionId', v.id, 'courseId', c.id, 'title', c.title, 'topic', c.topic,
          'audience', c.audience, 'strand', c.strand, 'summary', v.summary, 'levelText', v.level_text,
          'outcomes', v.outcomes, 'whatToExpect', v.what_to_expect, 'contentWarnings', v.content_warnings,
          'whatYouCanSkip', v.what_you_can_skip,
          'eligibility', json_build_object(
            'minimumAge', coalesce(v.minimum_age, (college.policy->>'registrationMinimumAge')::int, $3),
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
            r.booking_closes_at, 'infinity'
          ) <= $1 then 'closed' else 'open' end,
          'bookingOpensAt', ${instant('coalesce(r.booking_opens_at, t.booking_opens_at)')},
          'bookingClosesAt', ${instant('r.booking_closes_at')}, 'approvalNeeded', r.approval_needed
        )
        order by r.first_start, r.id
      )::text,
      '[]'
    ) as items,
    least(
      date_trunc('hour', $1::timestamptz, 'UTC') + interval '1 hour',
      (select min(o.last_end) from run o where o.state = 'open' and o.last_end > $1),
      (select min(o.prospectus_opens_at) from term o where o.prospectus_opens_at > $1),
      min(coalesce(r.booking_opens_at, t.booking_opens_at)) filter (
        where coalesce(r.booking_opens_at, t.booking_opens_at) > $1
      ),
      min(r.booking_closes_at) filter (where r.booking_closes_at > $1)
    ) as until
  from shown r
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
