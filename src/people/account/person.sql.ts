import { columnsOf } from '../../platform/database/tables.js';
import { Person } from './person.entity.js';

/**
 * Whether the account of a person `p` is called so: by its canonical address, or by the number on a card. `named` is what
 * `accountNamed` made of what somebody typed, as a placeholder.
 */
export const isAccountNamedSql = (p: string, named: string): string =>
  `(${p}.email_canonical = ${named} or ${p}.sign_in_number = ${named})`;

/**
 * Since when a person is away: they last signed in or did something then, or somebody did something for them. What the
 * system noted by itself does not count. Null while they hold a place or wait for one. `person` is a column.
 */
export const awaySinceSql = (person: string): string => `
  case
    when not exists (select from enrolment place where place.person_id = ${person} and place.ended_at is null)
      then greatest(
        (select max(done.at) from event done where done.person_id = ${person} and done.actor_id is not null),
        (select max(used.last_used_at) from sign_in used where used.person_id = ${person}),
        (select come.created_at from person come where come.id = ${person})
      )
  end`;

/** Locks these people until the transaction ends, in the order of their ids. */
export const lockPeopleSql = (ids: string): string =>
  `
  array(
    select ${columnsOf(Person, 'p', 'id')}
    from person p
    where p.id = any (${ids}::uuid[])
    order by p.id
    for no key update
  )`;

/** The people with these ids, `id` and `named` as JSON; null for whoever has no name, or none any more. */
export const namedPeopleSql = (ids: string): string => `
  select ${columnsOf(Person, 'p', 'id')},
    case when p.chosen_name is not null then json_build_object('id', p.id, 'chosenName', p.chosen_name) end as named
  from person p
  where p.id = any (${ids})`;

/** Those of $1 who were not erased; a lock may follow. */
export const peopleHere = `
  select ${columnsOf(Person, 'p', 'id')}
  from person p
  where p.id = any ($1) and p.erased_at is null`;
