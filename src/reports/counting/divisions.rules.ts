/** What a figure can be divided by. */
export const dimensions = [
  'mode',
  'strand',
  'eligibilityBasis',
  'approval',
  'category',
  'track',
  'item',
  'instrument',
  'completedBy',
] as const;
export type Dimension = (typeof dimensions)[number];

/** One way to divide a figure: not at all (none), by one dimension, or by a pair. */
export type Division = readonly Dimension[];

/** The pairs of dimensions by which a figure may be divided (BR-168). */
export const allowedPairs: readonly (readonly [Dimension, Dimension])[] = [
  ['mode', 'eligibilityBasis'],
  ['mode', 'strand'],
  ['approval', 'category'],
  ['instrument', 'completedBy'],
];

/** Every way to divide what has these dimensions: not at all, by one, by an allowed pair; the coarser ones first. */
export const divisionsOf = (of: readonly Dimension[]): Dimension[][] => [
  [],
  ...of.map((dimension) => [dimension]),
  ...allowedPairs.filter((pair) => pair.every((dimension) => of.includes(dimension))).map((pair) => [...pair]),
];

/** A division as one word, as it is kept in a published report: its dimensions, joined. */
export const divisionName = (division: Division): string => division.join();
