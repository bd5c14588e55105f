import type { ConsentPurpose } from './consent.rules.js';

/** Whether a person has taken this consent back, and not given it again since (BR-142). `person` is an SQL expression. */
export const hasWithdrawnSql = (person: string, purpose: ConsentPurpose): string =>
  `
    coalesce(
      (
        select said.state = 'withdrawn'
        from consent said
        where said.person_id = ${person} and said.purpose = '${purpose}'
        order by said.number desc
        limit 1
      ),
      false
    )`;
