import { Policy } from '../../college/policy.dto.js';

/** Places left from which on they are called few. */
const few = `coalesce((select (policy->>'fewPlacesLeft')::integer from college), ${new Policy().fewPlacesLeft})`;

/** The places of a run as people hear of them who do not run it: as they were at the last full hour (BR-208). */
export const placesToldSql = (run: string, now: string): string => `places_told(${run}, ${now})`;

/** These places in words, `PlaceWord`; null for a run that is not open. `run` and `told` are aliases. */
export const placesInWordsSql = (run: string, told: string): string =>
  `
    case
      when ${run}.state <> 'open' then null
      when ${run}.capacity is null then 'places available'
      when ${told}.waiting or ${told}.taken >= ${run}.capacity
        then case when ${run}.waitlist_on then 'waiting list' else 'full' end
      when ${run}.capacity - ${told}.taken <= ${few} then 'few places'
      else 'places available'
    end`;
