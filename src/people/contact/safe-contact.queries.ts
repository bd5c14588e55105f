import { isAwaySql } from '../registration/registration.sql.js';

/** The confirmed address of a person ($1), and whether they have paused or left. */
export const wayIn = `
  select case when p.email_confirmed_at is not null then p.email end as email, ${isAwaySql('p.id')} as away
  from person p
  where p.id = $1`;
