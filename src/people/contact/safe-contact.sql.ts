/** Whether a person said that no letter may open the way to a new password (BR-214). `person` is a column. */
export const resetByEmailRefusedSql = (person: string): string =>
  `
    coalesce(
      (
        select not said.reset_by_email
        from safe_contact said
        where said.person_id = ${person}
        order by said.version desc
        limit 1
      ),
      false
    )`;
