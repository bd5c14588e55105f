import { clocksApart, type Invariant } from './invariant.js';

const isATask = (kind: string, subject: string, person: string, askedAt: string): string =>
  `
    exists (
      select
      from staff_task t
      where t.kind = '${kind}'
        and t.subject_id = ${subject}
        and t.person_id = ${person}
        and t.opened_at >= ${askedAt} - ${clocksApart}
    )`;

const longAsked = (askedAt: string): string => `${askedAt} < moment.now - interval '10 minutes'`;

/** What holds of that for which people ask. */
export const wishes: readonly Invariant[] = [
  {
    code: 'wish.has_a_reader',
    says: 'Whatever somebody asks the college for is a task of staff, or was one (BR-184).',
    broken: `
      select g.person_id as id
      from registration g
      cross join moment
      where ${longAsked('g.welcome_conversation_asked_at')}
        and not ${isATask('welcome_conversation', 'g.person_id', 'g.person_id', 'g.welcome_conversation_asked_at')}
      union all
      select a.id
      from adjustment a
      join enrolment e on e.id = a.enrolment_id
      cross join moment
      where a.state = 'requested'
        and e.state in ('requested', 'waitlisted', 'offered', 'confirmed')
        and ${longAsked('a.requested_at')}
        and not ${isATask('adjustment', 'a.id', 'e.person_id', 'a.requested_at')}
      union all
      select e.id
      from enrolment e
      join run r on r.id = e.run_id and r.state = 'open'
      cross join moment
      where e.state = 'requested'
        and ${longAsked('e.joined_at')}
        and not ${isATask('approval', 'e.id', 'e.person_id', 'e.joined_at')}
      union all
      select d.session_id
      from session_debrief d
      cross join moment
      where ${longAsked('d.supervision_asked_at')}
        and not ${isATask('supervision', 'd.session_id', 'd.person_id', 'd.supervision_asked_at')}
        and not exists (
          select
          from registration g
          where g.person_id = d.person_id and g.state in ('paused', 'left')
        )`,
  },
];
