import { awaySinceSql } from '../account/person.sql.js';

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

/**
 * Whoever is away longer than `$2` on the day `$1` is reached by nothing but what waits inside the service; what they
 * closed stays closed (BR-230). The day on which they confirmed it stays theirs, so they are asked anew.
 */
export const waysLapse = `
  insert into safe_contact (
    id, person_id, version, channels, discreet, learner_will_initiate, reset_by_email, confirmed_at, awaits_owner
  )
  select gen_random_uuid(), w.person_id, w.version + 1,
    jsonb_strip_nulls(jsonb_build_object('inApp', w.channels -> 'inApp')), w.discreet, w.learner_will_initiate,
    w.reset_by_email, w.confirmed_at, w.awaits_owner
  from safe_contact w
  where w.channels - 'inApp' <> '{}'
    and not exists (select from safe_contact n where n.person_id = w.person_id and n.version > w.version)
    and ${awaySinceSql('w.person_id')} + $2::interval < $1::timestamptz
  on conflict (person_id, version) do nothing`;
