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
    code: 'run.spans_its_sessions',
    says: 'A draft or an open run begins and ends with its sessions.',
    broken: `
      select r.id
      from run r
      left join session s on s.run_id = r.id and s.state <> 'cancelled'
      where r.state in ('draft', 'open')
      group by r.id
      having r.first_start <> coalesce(min(s.starts_at) filter (where s.state <> 'draft'), 'infinity')
        or r.last_end <> coalesce(max(s.ends_at) filter (where s.state <> 'draft'), max(s.ends_at), '-infinity')`,
  },
  {
    code: 'run.knows_what_goes_on',
    says: 'A run says until when it goes on after a place of it was concluded.',
    broken: `
      select r.id
      from run r
      where exists (
        select
        from session s
        join enrolment e on e.run_id = s.run_id and e.state in ('completed', 'not_completed') and e.ended_at < s.ends_at
        where s.run_id = r.id and s.ends_at > coalesce(r.went_on_until, '-infinity')
      )`,
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
  {
    code: 'session.at_risk_is_a_task',
    says: 'Each coming session without a pair, or with a peer who is not certified, is a task, or was one (BR-30, BR-179).',
    broken: `
      select s.id
      from session s
      join run r on r.id = s.run_id and r.state = 'open'
      cross join moment
      where s.state in ('draft', 'published')
        and s.starts_at > moment.now
        and exists (select from event e where e.subject_id = r.id and e.type = 'run.opened')
        and (
          not exists (
            select
            from facilitator_assignment peer
            join facilitator_assignment other on other.run_id = peer.run_id and other.person_id <> peer.person_id
            where peer.run_id = r.id
              and peer.delivery_role = 'peer'
              and peer.state = 'accepted'
              and (other.delivery_role = 'learned' or other.subject_expert)
              and other.state = 'accepted'
          )
            or exists (
              select
              from facilitator_assignment peer
              where peer.run_id = r.id
                and peer.delivery_role = 'peer'
                and peer.state = 'accepted'
                and not exists (
                  select
                  from certification c
                  join certification_period p on p.certification_id = c.id and p.verified_at is not null
                  cross join college
                  where c.person_id = peer.person_id
                    and p.valid_through >= s.local_end::date - case
                      when (college.policy->>'certificationGraceMayFacilitate')::boolean then 366
                      else 0
                    end
                    and not exists (
                      select
                      from certification_act act
                      where act.certification_id = c.id
                        and act.kind in ('suspended', 'interim_suspended', 'inactivated', 'revoked', 'surrendered')
                        and coalesce(act.from_on, act.taken_on) <= moment.now::date
                        and coalesce(act.until_on, 'infinity') >= s.local_end::date
                        and not exists (
                          select
                          from certification_act undone
                          where undone.certification_id = c.id
                            and (undone.about_id = act.id or undone.kind = 'overturned')
                        )
                    )
                )
            )
        )
        and not exists (
          select
          from staff_task t
          where t.kind = 'session_at_risk' and t.subject_id = s.id and (t.done_at is null or t.done_by is not null)
        )
        and not exists (
          select
          from event e
          where e.at > moment.now - interval '10 minutes'
            and e.type like any (array['facilitator.%', 'certification.%', 'role.%', 'run.%', 'session%'])
        )`,
  },
];
