import { Policy } from '../../college/policy.dto.js';

/** Places left from which on they are called few. */
const few = `coalesce((select (policy->>'fewPlacesLeft')::integer from college), ${new Policy().fewPlacesLeft})`;

/** The places of a run as people hear of them who do not run it: as they were at the last full hour (BR-211). */
export const placesToldSql = (run: string, now: string): string => `places_told(${run}, ${now})`;

/** Whether a session of a run is still to come, or goes on: without one there is nothing to book (BR-225). */
export const hasDateToComeSql = (run: string, now: string): string =>
  `
    exists (
      select
      from session coming
      where coming.run_id = ${run} and coming.state <> 'cancelled' and coming.ends_at > ${now}
    )`;

/** These places in words, `PlaceWord`; null for a run that cannot be booked. `run` and `told` are aliases. */
export const placesInWordsSql = (run: string, told: string, now: string): string =>
  `
    case
      when ${run}.state <> 'open' or not ${hasDateToComeSql(`${run}.id`, now)} then null
      when ${run}.capacity is null then 'places available'
      when ${told}.waiting or ${told}.taken >= ${run}.capacity
        then case when ${run}.waitlist_on then 'waiting list' else 'full' end
      when ${run}.capacity - ${told}.taken <= ${few} then 'few places'
      else 'places available'
    end`;
