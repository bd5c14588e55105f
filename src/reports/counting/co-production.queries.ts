import { inPart, type ThingWithStatement } from './counted-thing.js';

/** What the report on co-production is made of: who wrote the courses, and who was there to give them. */
export const coProductionThings = {
  versions: {
    key: 'versions',
    over: 'part',
    dimensions: ['strand'],
    outcomes: ['co_produced', 'other'],
    sums: { published: ['co_produced', 'other'] },
    statement: `
      select part.n as part, v.strand, v.outcome, count(*)::integer as count
      from report_version v
      join ${inPart('v.on_day')}
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
    statement: `
      select part.n as part, s.mode, s.strand, s.outcome, count(*)::integer as count
      from report_session s
      join ${inPart('s.on_day')}
      group by 1, 2, 3, 4`,
  },
} as const satisfies Record<string, ThingWithStatement>;
