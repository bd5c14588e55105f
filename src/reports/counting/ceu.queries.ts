import { inPart, type ThingWithStatement } from './counted-thing.js';

const approval = `coalesce(w.approval ->> 'name', 'external') as approval`;

const awardsInPeriod = `
  ce_award w
  join ${inPart('w.completed_on')}
  where w.state <> 'reversed'`;

/** What the report on continuing education is made of. */
export const ceuThings = {
  awards: {
    key: 'awards',
    over: 'part',
    dimensions: ['approval'],
    outcomes: ['awarded'],
    sums: {},
    statement: `
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
    statement: `
      select w.part, ${approval}, line.key as category, 'credited' as outcome, count(*)::integer as count,
        sum(line.value::integer)::integer as amount
      from (select w.*, part.n as part from ${awardsInPeriod}) w
      cross join jsonb_each_text(w.categories) line
      group by 1, 2, 3`,
  },
} as const satisfies Record<string, ThingWithStatement>;
