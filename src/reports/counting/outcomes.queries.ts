import { inPart, type ThingWithStatement } from './counted-thing.js';

const pairs = (occasion: string, later: string): string => `
  select part.n as part, i.code || ' ' || i.edition as instrument,
    case when p.assisted then 'assisted' else 'self' end as "completedBy",
    case when p.later_completed then 'paired' else 'unpaired' end as outcome, count(*)::integer as count,
    coalesce(sum(p.later - p.baseline), 0)::float as amount
  from measurement_pair p
  join instrument i on i.id = p.instrument_id
  join ${inPart(`(p.ended_on + interval '${later}')::date`)}
  where p.occasion = '${occasion}' and p.baseline_completed
  group by 1, 2, 3, 4`;

/** What the report on outcomes is made of: measures before a run, and after it. */
export const outcomeThings = {
  // The scores before and after are of one instrument and edition; the later one may be given until four months after
  // the end.
  atEnd: {
    key: 'atEnd',
    over: 'part',
    dimensions: ['instrument', 'completedBy'],
    outcomes: ['paired', 'unpaired'],
    sums: { measured: ['paired', 'unpaired'] },
    statement: pairs('end', '0 months'),
  },
  followedUp: {
    key: 'followedUp',
    over: 'part',
    dimensions: ['instrument', 'completedBy'],
    outcomes: ['paired', 'unpaired'],
    sums: { measured: ['paired', 'unpaired'] },
    statement: pairs('followup_3m', '4 months'),
  },
} as const satisfies Record<string, ThingWithStatement>;
