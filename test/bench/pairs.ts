import { median } from './load.js';

/** What a turn of work took: per request, in milliseconds. */
export interface Sample {
  wall: number;
  api: number;
  /** Of PostgreSQL, where this system tells. */
  database: number | null;
}

export interface Pair {
  here: Sample;
  other: Sample;
}

/** The most that a change may cost: a row this much slower, or with this much more CPU time, in the median. */
export const limits = { slower: 0.15, cpu: 0.1 };

type Side = keyof Pair;

const inTurns: readonly Side[] = ['here', 'other', 'other', 'here', 'other', 'here', 'here', 'other'];

/** How many turns each side has in a round. */
export const turnsPerRound = inTurns.length / 2;

/**
 * A round: turns are short and so ordered that a machine that gets slower or faster meanwhile does so for both; who
 * begins changes from round to round.
 */
export async function pairOf(round: number, turn: (side: Side) => Promise<Sample>): Promise<Pair> {
  const taken: Record<Side, Sample[]> = { here: [], other: [] };
  for (const side of round % 2 === 0 ? inTurns : inTurns.toReversed()) taken[side].push(await turn(side));
  return { here: mean(taken.here), other: mean(taken.other) };
}

/** One line of the table, and which limits it passes. */
export function verdictOn(pairs: readonly Pair[]): { cells: string[]; passed: string[] } {
  const speed = pairs.map(({ here, other }) => other.wall / here.wall);
  const cpu = pairs.map(({ here, other }) => here.api / other.api);
  const database = pairs.flatMap(({ here, other }) =>
    here.database !== null && other.database ? [here.database / other.database] : [],
  );
  const passed = [
    ...(median(speed) < 1 - limits.slower ? ['slower'] : []),
    ...(median(cpu) > 1 + limits.cpu ? ['more CPU'] : []),
  ];
  const cells = [
    (1000 / median(pairs.map(({ here }) => here.wall))).toFixed(0),
    spread(speed),
    median(pairs.map(({ here }) => here.api)).toFixed(2),
    spread(cpu),
    database.length > 0 ? spread(database) : '–',
    passed.join(', ') || 'within',
  ];
  return { cells, passed };
}

function mean(samples: readonly Sample[]): Sample {
  const of = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const database = samples.map((sample) => sample.database).filter((value) => value !== null);
  return {
    wall: of(samples.map(({ wall }) => wall)),
    api: of(samples.map(({ api }) => api)),
    database: database.length === samples.length ? of(database) : null,
  };
}

const spread = (ratios: readonly number[]): string =>
  `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;
