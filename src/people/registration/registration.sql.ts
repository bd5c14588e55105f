/** Whether a person has paused their registration or left: nothing reaches out to them until they come back (BR-192). */
export const isAwaySql = (person: string): string =>
  `
    exists (
      select
      from registration stepped_back
      where stepped_back.person_id = ${person} and stepped_back.state in ('paused', 'left')
    )`;
