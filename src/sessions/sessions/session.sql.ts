import { Policy } from '../../college/policy.dto.js';

/** The planned session that a session holds, as JSON out of its course version; null for an extra meeting (BR-176). */
export const planOfSql = (session: string, version: string): string => `
  (
    select plan
    from jsonb_array_elements(${version}.session_plans) as plan
    where plan->>'order' = ${session}.plan_order::text
    limit 1
  )`;

/** What a session is called: its own title, else that of what it holds; null where only the course has one. */
export const ownTitleSql = (session: string, version: string): string =>
  `coalesce(${session}.title, ${planOfSql(session, version)}->>'title')`;

/** Whether one session of a run comes before another one: by date, whenever and in whatever order they were typed in. */
export const earlierSql = (one: string, other: string): string =>
  `(${one}.starts_at, ${one}.id) < (${other}.starts_at, ${other}.id)`;

/** Whether the instants of a session follow from its wall no more, since the rules of its zone have changed (BR-221). */
export const isOffItsWallSql = (session: string): string => `(
  ${session}.starts_at at time zone ${session}.time_zone <> ${session}.local_start
    or ${session}.ends_at at time zone ${session}.time_zone <> ${session}.local_end
)`;

/** How many days after delivery a register stays open. */
export const registerLockDaysSql = `
  coalesce((select (policy->>'registerLockDays')::integer from college), ${new Policy().registerLockDays})`;
