import type { OnlineRoom, Venue } from './venue.entity.js';

/** What tells learners where to go, and how they get in. */
export const shownOfVenue = [
  'name',
  'address',
  'directions',
  'accessFeatures',
  'accessNotes',
] as const satisfies readonly (keyof Venue)[];

/** What tells them how to join online. */
export const shownOfRoom = ['provider', 'joinLink', 'joiningHelp'] as const satisfies readonly (keyof OnlineRoom)[];

/** Whether a wish changes one of these fields; in whatever order a list names the same, it is the same (BR-180). */
export const changesShown = <T>(before: T, wish: Partial<T>, fields: readonly (keyof T)[]): boolean =>
  fields.some((field) => wish[field] !== undefined && asText(wish[field]) !== asText(before[field]));

const asText = (value: unknown): string => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
