import { clocksApart, type Invariant } from './invariant.js';

/** What holds of people, their roles and how they may be reached. */
export const people: readonly Invariant[] = [
  {
    code: 'registration.active_is_complete',
    says: 'Whoever has an active registration has said how they may safely be reached.',
    broken: `
      select person_id as id
      from registration r
      where state = 'active' and not exists (select from safe_contact s where s.person_id = r.person_id)`,
  },
  {
    code: 'college.charter_follows_texts',
    says: 'Where the charter has words, its newest version is the one that is accepted (BR-223).',
    broken: `
      select c.id
      from college c
      where (select max(version) from college_text where kind = 'charter') <> c.charter_version`,
  },
  {
    code: 'registration.left_holds_nothing',
    says: 'Nobody who left has a place to come, an offer or a waiting position (BR-192).',
    broken: `
      select e.id
      from registration g
      join enrolment e on e.person_id = g.person_id
      join run r on r.id = e.run_id
      cross join moment
      where g.state = 'left'
        and (
          e.state in ('requested', 'waitlisted', 'offered')
            or e.state = 'confirmed'
              and r.state <> 'finished'
              and coalesce(
                (select max(s.ends_at) from session s where s.run_id = r.id and s.state <> 'cancelled') > moment.now,
                true
              )
        )`,
  },
  {
    code: 'registration.paused_waits_for_nothing',
    says: 'Nobody who paused holds an offer, waits for a place or asks for one (BR-192).',
    broken: `
      select e.id
      from registration g
      join enrolment e on e.person_id = g.person_id
      where g.state = 'paused' and e.state in ('requested', 'waitlisted', 'offered')`,
  },
  {
    code: 'safe_contact.history_whole',
    says: 'What a person said about safe contact is numbered without a gap: only the oldest go, when replaced a year ago (BR-230).',
    broken: `
      select min(s.id::text)::uuid as id
      from safe_contact s, moment
      group by s.person_id, moment.now
      having count(*) <> max(s.version) - min(s.version) + 1
        or min(s.version) > 1 and min(s.confirmed_at) > moment.now - interval '1 year'`,
  },
  {
    code: 'one_time_link.three_a_day',
    says: 'No address got more than three letters with codes in a day, whoever has it (BR-214).',
    broken: `
      select l.id
      from one_time_link l
      where (
        select count(*)
        from one_time_link o
        where o.email_canonical = l.email_canonical
          and o.delivered_at <= l.delivered_at
          and o.delivered_at > l.delivered_at - interval '24 hours'
      ) > 3`,
  },
  {
    code: 'password_recovery_code.ten',
    says: 'Nobody has more than ten codes for a new password: new ones end the earlier ones (BR-214).',
    broken: 'select person_id as id from password_recovery_code group by person_id having count(*) > 10',
  },
  {
    code: 'account_trace.once_an_hour',
    says: 'What did not work at an account stands in the log once an hour and kind (BR-219).',
    broken: `
      select min(id::text)::uuid as id
      from event
      where refs ? 'hour'
        and type in (
          'sign_in.refused', 'sign_in.limited', 'proof.refused', 'refresh_token.reused', 'second_factor.refused',
          'second_factor.exhausted', 'password_card.refused', 'recovery_code.refused', 'contact_code.exhausted'
        )
      group by person_id, type, refs ->> 'hour'
      having count(*) > 1`,
  },
  {
    code: 'role.compatible',
    says: 'Nobody who reads figures as an analyst also reads records of people.',
    broken: `
      select distinct figures.person_id as id
      from role_grant figures
      join role_grant records on records.person_id = figures.person_id
      where figures.role = 'analyst'
        and figures.ended_at is null
        and records.ended_at is null
        and records.role not in ('analyst', 'learner')`,
  },
  {
    code: 'role.not_by_oneself',
    says: 'No administrator was confirmed by the one who asked, or by themselves.',
    broken: `
      select id
      from role_request
      where state = 'confirmed' and (decided_by in (asked_by, person_id) or asked_by = person_id)`,
  },
  {
    code: 'card.used_by_two',
    says: 'No card for an account in use opened it before somebody else confirmed it who had made cards for two weeks.',
    broken: `
      select c.id
      from password_card c
      where c.needs_second
        and c.used_at is not null
        and (
          c.confirmed_at is null
            or c.confirmed_at > c.used_at + ${clocksApart}
            or c.confirmed_by in (c.made_by, c.person_id)
            or not exists (
              select
              from role_grant g
              where g.person_id = c.confirmed_by
                and g.role in ('coordinator', 'administrator')
                and g.granted_at <= c.confirmed_at - interval '336 hours'
                and (g.ended_at is null or g.ended_at >= c.confirmed_at - ${clocksApart})
            )
        )`,
  },
  {
    code: 'card.ended_opens_nothing',
    says: 'No sign-in and no password outlives the card that it came from.',
    broken: `
      select s.id
      from sign_in s
      join password_card c on c.id = s.card_id
      where s.ended_at is null and c.ended_at is not null
      union all
      select c.id
      from credential p
      join password_card c on c.id = p.card_id
      where c.ended_at is not null`,
  },
  {
    code: 'device_token.of_this_password',
    says: 'No device is known from before the password of today.',
    broken: `
      select d.person_id as id
      from device_token d
      left join credential c on c.person_id = d.person_id
      where c.changed_at is null or c.changed_at > d.created_at + ${clocksApart}`,
  },
  {
    code: 'person.erased_is_nobody',
    says: 'Whoever was erased cannot sign in, holds no role and has nothing left that says who they were (I-46).',
    broken: `
      select p.id
      from person p
      where p.erased_at is not null
        and (
          p.chosen_name is not null
            or p.email is not null
            or exists (select from credential c where c.person_id = p.id)
            or exists (select from password_recovery_code c where c.person_id = p.id)
            or exists (select from safe_contact s where s.person_id = p.id)
            or exists (select from sign_in s where s.person_id = p.id and s.ended_at is null)
            or exists (select from role_grant g where g.person_id = p.id and g.ended_at is null)
        )`,
  },
];
