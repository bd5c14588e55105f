import { parts, type ThingWithStatement } from './counted-thing.js';

/**
 * Periods that somebody verified, of certifications that were not revoked for good or given back before their last day.
 */
const heldPeriods = `
  certification_period p
  join certification c on c.id = p.certification_id
  join certification_scheme s on s.id = c.scheme_id
  where p.verified_at is not null
    and not exists (
      select
      from certification_act a
      where a.certification_id = c.id
        and coalesce(a.from_on, a.taken_on) <= p.valid_through
        and (
          a.kind = 'surrendered'
          or (
            a.kind = 'revoked'
            and not exists (
              select
              from certification_act appeal
              join certification_act won on won.about_id = appeal.id and won.kind = 'overturned'
              where appeal.about_id = a.id and appeal.kind = 'appealed'
            )
          )
        )
    )`;

/** What the report on certification is made of. */
export const certificationThings = {
  certified: {
    key: 'certified',
    over: 'stock',
    dimensions: ['track'],
    outcomes: ['held'],
    sums: {},
    statement: `
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
    statement: `
      select part.n as part, s.track, case when next.once then 'renewed' else 'not_renewed' end as outcome,
        count(*)::integer as count
      from ${parts}
      cross join lateral (
        select p.certification_id, p.valid_from, p.valid_through, s.track
        from ${heldPeriods} and p.valid_through between part."from" and part."to"
          and p.valid_through between $2::date and $3::date
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
} as const satisfies Record<string, ThingWithStatement>;
