import type { Unit } from './cells.rules.js';

/**
 * How to count a unit: rows of `part`, `outcome`, one column per dimension and `count`, given the parts of the time as
 * $1; of people also as of when.
 */
export interface CountedUnit extends Unit {
  /**
   * `part`: adds up over parts and is kept as it was when first published. `person`: one person counts once, whatever
   * the parts. `stock`: how it stands on the last day.
   */
  over: 'part' | 'person' | 'stock';
  rows: string;
}

const parts = 'json_to_recordset($1) as part(n integer, "from" date, "to" date)';
const all = ['mode', 'strand', 'eligibilityBasis'] as const;
const awardsInPeriod = `ce_award w join ${parts} on w.completed_on between part."from" and part."to" where w.state <> 'reversed'`;
const approval = `coalesce(w.approval ->> 'name', 'external') as approval`;

const answers = (which: string): string => `
  select part.n as part, r.mode, r.strand, v.item, told.outcome, sum(told.count)::integer as count
  from evaluation_result v
  join report_run r on r.id = v.run_id
  join ${parts} on v.closes_on between part."from" and part."to"
  cross join lateral (values ('agree', v.agree), ('other', v.valid - v.agree)) told (outcome, count)
  where v.session_id is null and told.count > 0 and ${which}
  group by 1, 2, 3, 4, 5`;

const pairs = (occasion: string, later: string): string => `
  select part.n as part, i.code || ' ' || i.edition as instrument,
    case when p.assisted then 'assisted' else 'self' end as "completedBy",
    case when p.later_completed then 'paired' else 'unpaired' end as outcome, count(*)::integer as count,
    coalesce(sum(p.later - p.baseline), 0)::float as amount
  from measurement_pair p
  join instrument i on i.id = p.instrument_id
  join ${parts} on (p.ended_on + interval '${later}')::date between part."from" and part."to"
  where p.occasion = '${occasion}' and p.baseline_completed
  group by 1, 2, 3, 4`;

/**
 * Periods that somebody verified, of certifications that were not revoked for good or given back before their last day.
 */
const heldPeriods = `
  certification_period p
  join certification c on c.id = p.certification_id
  join certification_scheme s on s.id = c.scheme_id
  where p.verified_at is not null
    and not exists (select from certification_act a where a.certification_id = c.id and coalesce(a.from_on, a.taken_on) <= p.valid_through
      and (a.kind = 'surrendered' or (a.kind = 'revoked' and not exists (
             select from certification_act appeal join certification_act won on won.about_id = appeal.id and won.kind = 'overturned' where appeal.about_id = a.id and appeal.kind = 'appealed'))))`;

export const units = {
  registrations: {
    key: 'registrations',
    over: 'part',
    dimensions: ['eligibilityBasis'],
    outcomes: ['registered'],
    sums: {},
    rows: `
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
    rows: `
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
    rows: `
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
    rows: `
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
    rows: `
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
    rows: `
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
  versions: {
    key: 'versions',
    over: 'part',
    dimensions: ['strand'],
    outcomes: ['co_produced', 'other'],
    sums: { published: ['co_produced', 'other'] },
    rows: `
      select part.n as part, v.strand, v.outcome, count(*)::integer as count
      from report_version v
      join ${parts} on v.on_day between part."from" and part."to"
      group by 1, 2, 3`,
  },
  sessions: {
    key: 'sessions',
    over: 'part',
    dimensions: ['mode', 'strand'],
    outcomes: ['pair_peer', 'pair_no_peer', 'pair_waived', 'no_pair_peer', 'no_pair_no_peer', 'no_pair_waived'],
    sums: {
      delivered: ['pair_peer', 'pair_no_peer', 'pair_waived', 'no_pair_peer', 'no_pair_no_peer', 'no_pair_waived'],
      co_delivered: ['pair_peer', 'pair_no_peer', 'pair_waived'],
      peer_delivered: ['pair_peer', 'no_pair_peer'],
      peer_possible: ['pair_peer', 'pair_no_peer', 'no_pair_peer', 'no_pair_no_peer'],
    },
    rows: `
      select part.n as part, s.mode, s.strand, s.outcome, count(*)::integer as count
      from report_session s
      join ${parts} on s.on_day between part."from" and part."to"
      group by 1, 2, 3, 4`,
  },
  // A run is evaluated until its answers close; only then is anything told about them.
  hope: {
    key: 'hope',
    over: 'part',
    dimensions: ['mode', 'strand'],
    outcomes: ['agree', 'other'],
    sums: { valid: ['agree', 'other'] },
    rows: answers(`v.item = 'more_hopeful'`),
  },
  skills: {
    key: 'skills',
    over: 'part',
    dimensions: ['mode', 'strand'],
    outcomes: ['agree', 'other'],
    sums: { valid: ['agree', 'other'] },
    rows: answers(`v.item = 'gained_skills'`),
  },
  ownItems: {
    key: 'ownItems',
    over: 'part',
    dimensions: ['item'],
    outcomes: ['agree', 'other'],
    sums: { valid: ['agree', 'other'] },
    rows: answers(`v.item not in ('more_hopeful', 'gained_skills')`),
  },
  // The scores before and after are of one instrument and edition; the later one may be given until four months after
  // the end.
  atEnd: {
    key: 'atEnd',
    over: 'part',
    dimensions: ['instrument', 'completedBy'],
    outcomes: ['paired', 'unpaired'],
    sums: { measured: ['paired', 'unpaired'] },
    rows: pairs('end', '0 months'),
  },
  followedUp: {
    key: 'followedUp',
    over: 'part',
    dimensions: ['instrument', 'completedBy'],
    outcomes: ['paired', 'unpaired'],
    sums: { measured: ['paired', 'unpaired'] },
    rows: pairs('followup_3m', '4 months'),
  },
  awards: {
    key: 'awards',
    over: 'part',
    dimensions: ['approval'],
    outcomes: ['awarded'],
    sums: {},
    rows: `
      select part.n as part, ${approval}, 'awarded' as outcome, count(*)::integer as count,
        sum(w.minutes)::integer as amount
      from ${awardsInPeriod}
      group by 1, 2`,
  },
  lines: {
    key: 'lines',
    over: 'part',
    dimensions: ['approval', 'category'],
    outcomes: ['credited'],
    sums: {},
    rows: `
      select w.part, ${approval}, line.key as category, 'credited' as outcome, count(*)::integer as count,
        sum(line.value::integer)::integer as amount
      from (select w.*, part.n as part from ${awardsInPeriod}) w
      cross join jsonb_each_text(w.categories) line
      group by 1, 2, 3`,
  },
  certified: {
    key: 'certified',
    over: 'stock',
    dimensions: ['track'],
    outcomes: ['held'],
    sums: {},
    rows: `
      select part.n as part, s.track, 'held' as outcome, count(distinct c.id)::integer as count
      from ${parts}
      cross join ${heldPeriods} and part."to" between p.valid_from and p.valid_through
      group by 1, 2`,
  },
  expiries: {
    key: 'expiries',
    over: 'part',
    dimensions: ['track'],
    outcomes: ['renewed', 'not_renewed'],
    sums: { due: ['renewed', 'not_renewed'] },
    rows: `
      select part.n as part, s.track, case when next.once then 'renewed' else 'not_renewed' end as outcome,
        count(*)::integer as count
      from ${parts}
      cross join lateral (
        select p.certification_id, p.valid_from, p.valid_through, s.track
        from ${heldPeriods} and p.valid_through between part."from" and part."to"
      ) s
      cross join lateral (
        select exists (
          select
          from certification_period n
          where n.certification_id = s.certification_id and n.valid_from > s.valid_from and n.verified_at is not null
        ) as once
      ) next
      group by 1, 2, 3`,
  },
} as const satisfies Record<string, CountedUnit>;

export type UnitKey = keyof typeof units;
