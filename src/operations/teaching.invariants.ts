import type { Invariant } from './invariant.js';

/** What holds of courses, runs and sessions. */
export const teaching: readonly Invariant[] = [
  {
    code: 'course.published_is_signed',
    says: 'What is published was signed, as it is, by lived and by learned experience, who are two people.',
    broken: `
      select v.id
      from course_version v
      where v.state in ('published', 'under_review')
        and not exists (
          select
          from sign_off lived
          join sign_off learned on learned.version_id = lived.version_id
            and learned.person_id <> lived.person_id
            and learned.standing = 'learned'
            and learned.content_hash = v.content_hash
          where lived.version_id = v.id and lived.standing = 'lived' and lived.content_hash = v.content_hash
        )`,
  },
  {
    code: 'course.one_current',
    says: 'A course has at most one version that is on offer.',
    broken: `
      select course_id as id
      from course_version
      where state in ('published', 'under_review')
      group by course_id
      having count(*) > 1`,
  },
  {
    code: 'run.nobody_learns_and_facilitates',
    says: 'Nobody facilitates a run, or is asked to, on which they learn or wait for a place (BR-209).',
    broken: `
      select a.id
      from facilitator_assignment a
      join run r on r.id = a.run_id and r.state in ('draft', 'open')
      join enrolment e on e.run_id = a.run_id and e.person_id = a.person_id
      where a.state in ('offered', 'accepted')
        and a.delivery_role in ('peer', 'learned', 'support')
        and e.state in ('requested', 'waitlisted', 'offered', 'confirmed', 'completed', 'not_completed')`,
  },
  {
    code: 'session.wall_time_decides',
    says: 'A session takes place when the clock on its wall says so (I-20).',
    broken: `
      select id
      from session
      where local_start <> starts_at at time zone time_zone or local_end <> ends_at at time zone time_zone`,
  },
  {
    code: 'session.time_of_its_place',
    says: 'A session is told in the time of its own venue, or else of its run (BR-178).',
    broken: `
      select s.id
      from session s
      join run r on r.id = s.run_id
      left join venue v on v.id = s.venue_id
      where s.state <> 'cancelled' and s.time_zone <> coalesce(v.time_zone, r.time_zone)`,
  },
  {
    code: 'session.holds_what_is_planned',
    says: 'A session holds a session that its course plans, or none of them (BR-176).',
    broken: 'select id from session where plan_order is not null and not planned_in(run_id, plan_order)',
  },
  {
    code: 'session.facilitator_in_one_place',
    says: 'Nobody facilitates two sessions at the same time.',
    broken: `
      select s.id
      from session s
      join run r on r.id = s.run_id and r.state <> 'cancelled'
      join facilitator_assignment a on a.run_id = r.id and a.state = 'accepted'
      where s.state <> 'cancelled'
        and exists (
          select
          from facilitator_assignment b
          join session o on o.run_id = b.run_id and o.state <> 'cancelled'
          join run other on other.id = o.run_id and other.state <> 'cancelled'
          where b.person_id = a.person_id
            and b.state = 'accepted'
            and o.id <> s.id
            and o.starts_at < s.ends_at
            and s.starts_at < o.ends_at
        )`,
  },
  {
    code: 'session.room_once',
    says: 'No room has two sessions at the same time.',
    broken: `
      select s.id
      from session s
      join run r on r.id = s.run_id and r.state <> 'cancelled' and r.mode <> 'online'
      where s.state <> 'cancelled'
        and exists (
          select
          from session o
          join run other on other.id = o.run_id and other.state <> 'cancelled' and other.mode <> 'online'
          where o.state <> 'cancelled'
            and o.id <> s.id
            and coalesce(o.venue_id, other.venue_id) = coalesce(s.venue_id, r.venue_id)
            and o.starts_at < s.ends_at
            and s.starts_at < o.ends_at
        )`,
  },
];
