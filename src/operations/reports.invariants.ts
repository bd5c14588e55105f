import type { Invariant } from './invariant.js';

/** What holds of what reports told, and of what they will still have to count. */
export const reports: readonly Invariant[] = [
  {
    code: 'report.longer_tells_no_fewer',
    says: 'No report tells of fewer learners than one about some of its days, whoever was erased between them (BR-195).',
    broken: `
      with told as (
        select r.id, r.from_on, r.to_on, (figure ->> 'value')::integer as learners
        from report r
        cross join jsonb_array_elements(r.document::jsonb -> 'figures') figure
        where r.kind = 'activity'
          and r.definition_version >= 2
          and figure ->> 'key' = 'unique_learners'
          and figure -> 'by' = '[]'
      )
      select longer.id
      from told longer
      join told shorter on shorter.from_on >= longer.from_on
        and shorter.to_on <= longer.to_on
        and shorter.learners > longer.learners`,
  },
  {
    code: 'report.leavers_counted_once',
    says: 'Nothing is kept of people who were erased for days that were counted with them (BR-195).',
    broken: `
      select md5(k::text)::uuid as id
      from leaver_count k
      join report_part p on p.unit = k.unit and k.days[1] between p.from_on and p.to_on
      where k.unit <> 'learners'`,
  },
  {
    code: 'report.leavers_have_no_basis',
    says: 'What somebody counts as goes with them when they are erased (BR-195).',
    broken: `
      select b.person_id as id
      from earlier_basis b
      join person p on p.id = b.person_id
      where p.erased_at is not null`,
  },
];
