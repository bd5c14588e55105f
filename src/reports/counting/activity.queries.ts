import { parts, type ThingWithStatement } from './counted-thing.js';

const all = ['mode', 'strand', 'eligibilityBasis'] as const;

/** Who was erased is counted among the numbers that stay of them, and nowhere else (BR-195). */
const isHere = (personId: string): string =>
  `not exists (select from person gone where gone.id = ${personId} and gone.erased_at is not null)`;

const ofLeavers = (unit: string): string => `
  leaver_count k
  join ${parts} on k.days[1] between part."from" and part."to"
  where k.unit = '${unit}'`;

/** What the report on activity is made of: who registered, asked, came and learned. */
export const activityThings = {
  registrations: {
    key: 'registrations',
    over: 'part',
    dimensions: ['eligibilityBasis'],
    outcomes: ['registered'],
    sums: {},
    statement: `
      select each.part, each.basis as "eligibilityBasis", 'registered' as outcome, sum(each.count)::integer as count
      from (
        select part.n as part, r.eligibility_basis as basis, 1 as count
        from report_registration r
        join ${parts} on r.on_day between part."from" and part."to"
        where ${isHere('r.person_id')}
        union all
        select part.n, k.bases[1], k.count
        from ${ofLeavers('registrations')}
      ) each
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
      select each.part, each.mode, each.strand, each.basis as "eligibilityBasis", each.outcome,
        sum(each.count)::integer as count
      from (
        select part.n as part, e.mode, e.strand, e.eligibility_basis as basis, e.outcome, 1 as count
        from report_enrolment e
        join ${parts} on e.on_day between part."from" and part."to"
        where ${isHere('e.person_id')}
        union all
        select part.n, k.mode, k.strand, k.bases[1], k.outcome, k.count
        from ${ofLeavers('enrolments')}
      ) each
      group by 1, 2, 3, 4, 5`,
  },
  places: {
    key: 'places',
    over: 'part',
    dimensions: all,
    outcomes: ['attended', 'did_not_attend', 'sent_word'],
    sums: { expected: ['attended', 'did_not_attend', 'sent_word'] },
    statement: `
      select each.part, each.mode, each.strand, each.basis as "eligibilityBasis", each.outcome,
        sum(each.count)::integer as count, sum(each.minutes)::integer as amount
      from (
        select part.n as part, p.mode, p.strand, p.eligibility_basis as basis, p.outcome, 1 as count, p.minutes
        from report_place p
        join ${parts} on p.on_day between part."from" and part."to"
        where ${isHere('p.person_id')}
        union all
        select part.n, k.mode, k.strand, k.bases[1], k.outcome, k.count, k.minutes
        from ${ofLeavers('places')}
      ) each
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
      select each.at, each.bases as "eligibilityBasis", 'learned' as outcome, sum(each.count)::integer as count
      from (
        select array_agg(came.n order by came.n) as at, 1 as count,
          array_agg(
            counted_basis(came.person_id, extract(year from came."from")::integer, came."asOf")
            order by came.n
          ) as bases
        from (
          select distinct e.person_id, part.n, part."from", part."asOf"
          from json_to_recordset($1) as part(n integer, "from" date, "to" date, "asOf" timestamptz)
          join session s on s.local_start::date between part."from" and part."to" and s.state = 'delivered'
          join run r on r.id = s.run_id and r.mode <> 'drop_in' and r.state <> 'draft'
          join attendance_mark m on m.session_id = s.id
            and m.state in ('present', 'late', 'left_early')
            and m.recorded_at <= part."asOf"
          join enrolment e on e.id = m.enrolment_id and e.run_id = s.run_id and e.confirmed_at is not null
          where ${isHere('e.person_id')}
            and not exists (
              select
              from attendance_mark n
              where n.enrolment_id = m.enrolment_id
                and n.session_id = m.session_id
                and n.recorded_at <= part."asOf"
                and (n.occurred_at, n.sequence) > (m.occurred_at, m.sequence)
            )
        ) came
        group by came.person_id
        union all
        select array_agg(came.n order by came.n), came.count, array_agg(came.basis order by came.n)
        from (
          select distinct on (k.days, k.bases, part.n) k.days, k.bases, k.count, part.n, day.basis
          from leaver_count k
          cross join unnest(k.days, k.bases) as day(on_day, basis)
          join ${parts} on day.on_day between part."from" and part."to"
          where k.unit = 'learners'
          order by k.days, k.bases, part.n, day.on_day
        ) came
        group by came.days, came.bases, came.count
      ) each
      group by 1, 2`,
  },
} as const satisfies Record<string, ThingWithStatement>;
