import { columnsOf } from '../../platform/database/tables.js';
import type { Role } from '../../platform/actor.js';
import { RoleGrant } from './role-grant.entity.js';

/**
 * Whether a person holds one of these roles now. `person` is a column or a placeholder; a role is named, or given as a
 * placeholder.
 */
export const holdsRoleSql = (person: string, ...roles: (Role | `$${number}`)[]): string =>
  `
    exists (
      select
      from role_grant held_role
      where held_role.person_id = ${person}
        and held_role.role in (${roles.map((role) => (role.startsWith('$') ? role : `'${role}'`)).join(', ')})
        and held_role.ended_at is null
    )`;

/** The ids of all who hold a role now. */
export const holdersSql = (role: Role): string =>
  `select ${columnsOf(RoleGrant, 'held_role', 'personId')} from role_grant held_role where held_role.role = '${role}' and held_role.ended_at is null`;

/** Whether a person is more than a learner, as `isStaff` says of somebody signed in. */
export const isStaffSql = (person: string): string =>
  `
    exists (
      select
      from role_grant held_role
      where held_role.person_id = ${person} and held_role.ended_at is null and held_role.role <> 'learner'
    )`;

/** All roles that a person holds now. */
export const rolesHeldSql = (person: string): string =>
  `
    coalesce(
      (
        select array_agg(held_role.role::text order by held_role.role)
        from role_grant held_role
        where held_role.person_id = ${person} and held_role.ended_at is null
      ),
      '{}'
    )`;

/** Whether a person is an administrator and nobody else is. */
export const isLastAdministratorSql = (person: string): string =>
  `
    (
      ${holdsRoleSql(person, 'administrator')}
      and not exists (
        select
        from role_grant other
        where other.person_id <> ${person} and other.role = 'administrator' and other.ended_at is null
      )
    )`;
