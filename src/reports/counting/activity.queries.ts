import { inPart, type ThingWithStatement } from './counted-thing.js';

const all = ['mode', 'strand', 'eligibilityBasis'] as const;

/** Who was erased is counted among the numbers that stay of them, and nowhere else (BR-195). */
const isHere = (personId: string): string =>
  `not exists (select from person gone where gone.id = ${personId} and gone.erased_at is not null)`;

const ofLeavers = (unit: string): string => `
  leaver_count k
  join ${inPart('k.days[1]')}
  where k.unit = '${unit}'`;

/**
 * Rows of a view by person first, so that what somebody counts as is asked once a year, and then added up. `added` names
 * what else adds up.
 */
const byBasis = (unit: string, view: string, added = ''): string => `
  with counted as (
    select part.n as part, e.mode, e.strand, e.person_id, extract(year from e.on_day)::integer as year, e.outcome,
      count(*) as count${added && `, sum(e.${added}) as ${added}`}
    from ${view} e
    join ${inPart('e.on_day')}
    where ${isHere('e.person_id')}
    group by 1, 2, 3, 4, 5, 6
  ),
  basis as materialized (
    select each.person_id, each.year, counted_basis(each.person_id, each.year, 'infinity') as basis
    from (select distinct person_id, year from counted) each
  )
  select each.part, each.mode, each.strand, each.basis as "eligibilityBasis", each.outcome,
    sum(each.count)::integer as count${added && `, sum(each.${added})::integer as amount`}
  from (
    select c.part, c.mode, c.strand, b.basis, c.outcome, c.count${added && `, c.${added}`}
    from counted c
    join basis b on b.person_id = c.person_id and b.year = c.year
    union all
    select part.n, k.mode, k.strand, k.bases[1], k.outcome, k.count${added && `, k.${added}`}
    from ${ofLeavers(unit)}
  ) each
  group by 1, 2, 3, 4, 5`;

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
        join ${inPart('r.on_day')}
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
    statement: byBasis('enrolments', 'report_enrolment'),
  },
  places: {
    key: 'places',
    over: 'part',
    dimensions: all,
    outcomes: ['attended', 'did_not_attend', 'sent_word'],
    sums: { expected: ['attended', 'did_not_attend', 'sent_word'] },
    statement: byBasis('places', 'report_place', 'minutes'),
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
      join ${inPart('s.on_day')}
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
      join ${inPart('s.on_day')}
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
      with latest as (
        select distinct on (part.n, m.enrolment_id, m.session_id) part.n, part."from", part."asOf", m.enrolment_id,
          s.run_id, m.state
        from json_to_recordset($1) as part(n integer, "from" date, "to" date, "asOf" timestamptz)
        join session s on s.local_start::date between part."from" and part."to"
          and s.local_start::date between $2::date and $3::date
          and s.state = 'delivered'
        join run r on r.id = s.run_id and r.mode <> 'drop_in' and r.state <> 'draft'
        join attendance_mark m on m.session_id = s.id and m.recorded_at <= part."asOf"
        order by part.n, m.enrolment_id, m.session_id, m.occurred_at desc, m.sequence desc
      ),
      came as materialized (
        select distinct e.person_id, l.n, extract(year from l."from")::integer as year, l."asOf"
        from latest l
        join enrolment e on e.id = l.enrolment_id and e.run_id = l.run_id and e.confirmed_at is not null
        where l.state in ('present', 'late', 'left_early') and ${isHere('e.person_id')}
      ),
      basis as materialized (
        select each.person_id, each.year, each."asOf", counted_basis(each.person_id, each.year, each."asOf") as basis
        from (select distinct person_id, year, "asOf" from came) each
      )
      select each.at, each.bases as "eligibilityBasis", 'learned' as outcome, sum(each.count)::integer as count
      from (
        select array_agg(c.n order by c.n) as at, 1 as count, array_agg(b.basis order by c.n) as bases
        from came c
        join basis b on b.person_id = c.person_id and b.year = c.year and b."asOf" = c."asOf"
        group by c.person_id
        union all
        select array_agg(came.n order by came.n), came.count, array_agg(came.basis order by came.n)
        from (
          select distinct on (k.days, k.bases, part.n) k.days, k.bases, k.count, part.n, day.basis
          from leaver_count k
          cross join unnest(k.days, k.bases) as day(on_day, basis)
          join ${inPart('day.on_day')}
          where k.unit = 'learners'
          order by k.days, k.bases, part.n, day.on_day
        ) came
        group by came.days, came.bases, came.count
      ) each
      group by 1, 2`,
  },
} as const satisfies Record<string, ThingWithStatement>;
