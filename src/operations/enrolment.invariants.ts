import { clocksApart, type Invariant } from './invariant.js';

/** Whether somebody whom an enrolment is about has taken back that they may be booked. */
const hasWithdrawn = (enrolment: string): string =>
  `
    coalesce(
      (
        select n.state = 'withdrawn'
        from consent n
        where n.person_id = ${enrolment}.person_id and n.purpose = 'registration_processing'
        order by n.number desc
        limit 1
      ),
      false
    )`;

/** What holds of places, queues and who was there. */
export const enrolment: readonly Invariant[] = [
  {
    code: 'enrolment.places_within_capacity',
    says: 'No run has more confirmed and offered places than it has places (I-01).',
    broken: `
      select r.id
      from run r
      join enrolment e on e.run_id = r.id and takes_place(e.state)
      group by r.id
      having count(*) > r.capacity`,
  },
  {
    code: 'enrolment.places_counted',
    says: 'Each run counts exactly the places that are confirmed and offered.',
    broken: `
      select r.id
      from run r
      left join enrolment e on e.run_id = r.id and takes_place(e.state)
      group by r.id
      having count(e.id) <> r.places_taken`,
  },
  {
    code: 'enrolment.one_live_per_person_and_run',
    says: 'Nobody is on the same run twice (I-03).',
    broken: `
      select min(id::text)::uuid as id
      from enrolment
      where state in ('requested', 'waitlisted', 'offered', 'confirmed')
      group by run_id, person_id
      having count(*) > 1`,
  },
  {
    code: 'enrolment.nobody_overtaken',
    says: 'No newcomer has a place while somebody waits who joined before them (I-08).',
    broken: `
      select later.id
      from enrolment later
      where later.state = 'confirmed'
        and later.offered_at is null
        and later.confirmed_at = later.joined_at
        and exists (
          select
          from enrolment w
          where w.run_id = later.run_id
            and w.state = 'waitlisted'
            and w.joined_at < later.joined_at
            and not ${hasWithdrawn('w')}
            and not exists (select from event e where e.subject_id = w.id and e.type = 'enrolment.requested')
        )`,
  },
  {
    code: 'enrolment.offered_in_order',
    says: 'Nobody is offered a place before somebody who stands further ahead in the queue (I-07).',
    broken: `
      select o.id
      from enrolment o
      where o.state = 'offered'
        and exists (
          select
          from enrolment w
          where w.run_id = o.run_id
            and w.state = 'waitlisted'
            and (w.priority_tier, w.joined_at, w.id) < (o.priority_tier, o.joined_at, o.id)
            and not ${hasWithdrawn('w')}
            and not exists (
              select
              from event e
              where e.subject_id in (w.id, o.id) and e.type in ('enrolment.requested', 'enrolment.priority_changed')
            )
        )`,
  },
  {
    code: 'enrolment.queue_moves',
    says: 'No place is free that somebody waits for and could still accept (I-06).',
    broken: `
      select r.id
      from run r, moment
      where r.state = 'open'
        and r.places_taken < coalesce(r.capacity, 1000000)
        and exists (select from enrolment w where w.run_id = r.id and w.state = 'waitlisted' and not ${hasWithdrawn('w')})
        and moment.now < last_offer(r.id, moment.now - interval '10 minutes')`,
  },
  {
    code: 'enrolment.offers_end_in_time',
    says: 'No offer outlives the enrolment window, or the lead before the next session (I-09).',
    broken: `
      select e.id
      from enrolment e, moment
      where e.state = 'offered' and e.offer_expires_at > last_offer(e.run_id, moment.now)`,
  },
  {
    code: 'enrolment.withdrawn_consent_ends_waiting',
    says: 'Nobody waits for, or is offered, a place who has taken back that they may be booked (BR-182).',
    broken: `
      select e.id
      from enrolment e, moment
      where e.state in ('requested', 'waitlisted', 'offered')
        and ${hasWithdrawn('e')}
        and not exists (
          select
          from consent n
          where n.person_id = e.person_id and n.said_at > moment.now - interval '10 minutes'
        )`,
  },
  {
    code: 'enrolment.as_recorded',
    says: 'Every enrolment is in the state that its last event says.',
    broken: `
      select e.id
      from enrolment e
      join lateral (
        select to_state
        from event v
        where v.subject_id = e.id and v.to_state is not null
        order by v.number desc, v.at desc, v.id desc
        limit 1
      ) last on true
      where last.to_state <> e.state`,
  },
  {
    code: 'safety_plan.shared_by_its_owner',
    says: "A safety plan is shared with its own learner's runs alone, and a withdrawn one with none (BR-224).",
    broken: `
      select s.plan_id as id
      from safety_plan_share s
      join safety_plan p on p.id = s.plan_id
      join enrolment e on e.id = s.enrolment_id
      where e.person_id <> p.person_id or p.state = 'withdrawn'`,
  },
  {
    code: 'attendance.marks_numbered',
    says: 'The marks about one person and session are numbered without a gap: none was lost or overwritten (I-29).',
    broken: `select attendance_id as id from attendance_mark group by attendance_id having count(*) <> max(sequence)`,
  },
  {
    code: 'attendance.absence_followed_up',
    says: 'Whoever did not come is asked how they are, except at a drop-in (BR-57, BR-64).',
    broken: `
      select a.id
      from attendance a
      join run r on r.id = a.run_id
      cross join moment
      where a.state = 'dna'
        and a.ends_at > moment.now - interval '1 year'
        and (
          r.mode = 'drop_in'
            or not exists (
              select
              from welfare_follow_up f
              where f.enrolment_id = a.enrolment_id and f.session_id = a.session_id and f.state <> 'not_needed'
            )
        )`,
  },
  {
    code: 'attendance.released_after_contact',
    says: 'No place was released before somebody got in touch, or tried to (BR-56, BR-58).',
    broken: `
      select e.id
      from enrolment e, moment
      where e.state = 'released'
        and e.ended_at > moment.now - interval '1 year'
        and not exists (
          select
          from welfare_follow_up f
          join welfare_attempt t on t.follow_up_id = f.id
          where f.enrolment_id = e.id and t.at <= e.ended_at + ${clocksApart}
        )`,
  },
  {
    code: 'attendance.presence_possible',
    says: 'Nobody was present before a session began or after it ended, unless it was moved later (I-30).',
    broken: `
      select p.mark_id as id
      from presence p
      join session s on s.id = p.session_id
      left join attendance_mark m on m.id = p.mark_id
      where (lower(p.minutes) < 0 or upper(p.minutes) > extract(epoch from s.ends_at - s.starts_at) / 60)
        and not exists (select from session_rescheduling r where r.session_id = s.id and r.moved_at >= m.recorded_at - ${clocksApart})`,
  },
  {
    code: 'enrolment.notices_to_places',
    says: 'A notice went only to people who had a place on its run at that time, and not to who wrote it (BR-206).',
    broken: `
      select n.id
      from run_notice n
      where n.sent_by = n.person_id
        or not exists (
          select
          from enrolment e
          where e.run_id = n.run_id
            and e.person_id = n.person_id
            and e.confirmed_at <= n.sent_at
            and (e.ended_at is null or e.ended_at > n.sent_at or e.state in ('completed', 'not_completed'))
        )`,
  },
  {
    code: 'enrolment.no_notice_of_nobody',
    says: 'No notice to somebody who was erased is kept (BR-227).',
    broken: `
      select n.id
      from run_notice n
      join person p on p.id = n.person_id
      where p.erased_at is not null`,
  },
];
