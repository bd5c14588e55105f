import { parts, type ThingWithStatement } from './counted-thing.js';

const all = ['mode', 'strand', 'eligibilityBasis'] as const;

/** What the report on activity is made of: who registered, asked, came and learned. */
export const activityThings = {
  registrations: {
    key: 'registrations',
    over: 'part',
    dimensions: ['eligibilityBasis'],
    outcomes: ['registered'],
    sums: {},
    statement: `
      select part.n as part, r.eligibility_basis as "eligibilityBasis", 'registered' as outcome,
        count(*)::integer as count
      from report_registration r
      join ${parts} on r.on_day between part."from" and part."to"
      group by 1, 2`,
  },
  enrolments: {
    key: 'enrolments',
    over: 'part',
    dimensions: all,
    outcomes: ['completed', 'not_completed', 'never_came', 'ended_before', 'unmet', 'left_queue'],
    sums: {
      enrolled: ['completed', 'not_completed', 'never_came', 'ended_before'],
      starters: ['completed', 'not_completed'],
    },
    statement: `
      select part.n as part, e.mode, e.strand, e.eligibility_basis as "eligibilityBasis", e.outcome,
        count(*)::integer as count
      from report_enrolment e
      join ${parts} on e.on_day between part."from" and part."to"
      group by 1, 2, 3, 4, 5`,
  },
  places: {
    key: 'places',
    over: 'part',
    dimensions: all,
    outcomes: ['attended', 'did_not_attend', 'sent_word'],
    sums: { expected: ['attended', 'did_not_attend', 'sent_word'] },
    statement: `
      select part.n as part, p.mode, p.strand, p.eligibility_basis as "eligibilityBasis", p.outcome,
        count(*)::integer as count, sum(p.minutes)::integer as amount
      from report_place p
      join ${parts} on p.on_day between part."from" and part."to"
      group by 1, 2, 3, 4, 5`,
  },
  offered: {
    key: 'offered',
    over: 'part',
    dimensions: ['mode', 'strand'],
    outcomes: ['offered'],
    sums: {},
    statement: `
      select part.n as part, s.mode, s.strand, 'offered' as outcome, sum(s.capacity)::integer as count
      from report_session s
      join ${parts} on s.on_day between part."from" and part."to"
      where s.mode <> 'drop_in' and s.capacity > 0
      group by 1, 2, 3`,
  },
  visits: {
    key: 'visits',
    over: 'part',
    dimensions: ['mode', 'strand'],
    outcomes: ['dropped_in'],
    sums: {},
    statement: `
      select part.n as part, s.mode, s.strand, 'dropped_in' as outcome, sum(s.drop_ins)::integer as count
      from report_session s
      join ${parts} on s.on_day between part."from" and part."to"
      where s.drop_ins > 0
      group by 1, 2, 3`,
  },
  learners: {
    key: 'learners',
    over: 'person',
    dimensions: ['eligibilityBasis'],
    outcomes: ['learned'],
    sums: {},
    // By the marks that were known when the part was first counted: who was corrected since then cannot be read off a
    // later report (BR-168).
    statement: `
      select each.at, coalesce(g.eligibility_basis::text, 'not_given') as "eligibilityBasis", 'learned' as outcome,
        count(*)::integer as count
      from (
        select e.person_id, array_agg(distinct part.n) as at
        from json_to_recordset($1) as part(n integer, "from" date, "to" date, "asOf" timestamptz)
        join session s on s.local_start::date between part."from" and part."to" and s.state = 'delivered'
        join run r on r.id = s.run_id and r.mode <> 'drop_in' and r.state <> 'draft'
        join attendance_mark m on m.session_id = s.id
          and m.state in ('present', 'late', 'left_early')
          and m.recorded_at <= part."asOf"
        join enrolment e on e.id = m.enrolment_id and e.run_id = s.run_id and e.confirmed_at is not null
        where not exists (
          select
          from attendance_mark n
          where n.enrolment_id = m.enrolment_id
            and n.session_id = m.session_id
            and n.recorded_at <= part."asOf"
            and (n.occurred_at, n.sequence) > (m.occurred_at, m.sequence)
        )
        group by 1
      ) each
      left join registration g on g.person_id = each.person_id
      group by 1, 2`,
  },
} as const satisfies Record<string, ThingWithStatement>;
