import { inPart, type ThingWithStatement } from './counted-thing.js';

const answers = (which: string): string => `
  select part.n as part, r.mode, r.strand, v.item, told.outcome, sum(told.count)::integer as count
  from evaluation_result v
  join report_run r on r.id = v.run_id
  join ${inPart('v.closes_on')}
  cross join lateral (values ('agree', v.agree), ('other', v.valid - v.agree)) told (outcome, count)
  where v.session_id is null and told.count > 0 and ${which}
  group by 1, 2, 3, 4, 5`;

/** What the report on experience is made of: answers about a run. They are told once they are closed. */
export const experienceThings = {
  // A run is evaluated until its answers close; only then is anything told about them.
  hope: {
    key: 'hope',
    over: 'part',
    dimensions: ['mode', 'strand'],
    outcomes: ['agree', 'other'],
    sums: { valid: ['agree', 'other'] },
    statement: answers(`v.item = 'more_hopeful'`),
  },
  skills: {
    key: 'skills',
    over: 'part',
    dimensions: ['mode', 'strand'],
    outcomes: ['agree', 'other'],
    sums: { valid: ['agree', 'other'] },
    statement: answers(`v.item = 'gained_skills'`),
  },
  ownItems: {
    key: 'ownItems',
    over: 'part',
    dimensions: ['item'],
    outcomes: ['agree', 'other'],
    sums: { valid: ['agree', 'other'] },
    statement: answers(`v.item not in ('more_hopeful', 'gained_skills')`),
  },
} as const satisfies Record<string, ThingWithStatement>;
