import { textOf } from '../../catalogues/catalogues.js';

/** What can be evaluated. */
export const evaluatedThings = ['run', 'session'] as const;
export type EvaluatedThing = (typeof evaluatedThings)[number];

/** Every form begins with these two, so that colleges, runs and years compare. */
export const defaultItems = (['more_hopeful', 'gained_skills'] as const).map((item): FormItem => ({
  item,
  text: textOf(`labels.evaluation_item.${item}`),
}));

/** From 1, strongly disagree, to 5, strongly agree. */
const scale = 5;
const agreesFrom = 4;

export interface FormItem {
  item: string;
  text: string;
}

export interface Answer {
  item: string;
  value: number;
}

/** How often each value was chosen, for each item. */
export type Counts = Record<string, number[]>;

export const noAnswers = (items: readonly FormItem[]): Counts =>
  Object.fromEntries(items.map(({ item }) => [item, Array<number>(scale).fill(0)]));

/** The counts with one more person's answers in them. Nothing else is kept of an evaluation (I-50). */
export function counted(counts: Counts, answers: readonly Answer[]): Counts {
  const next = structuredClone(counts);
  for (const { item, value } of answers) {
    const times = next[item];
    if (times?.[value - 1] === undefined) throw new RangeError('No such item or value');
    times[value - 1] = (times[value - 1] ?? 0) + 1;
  }
  return next;
}

export type EvaluationState = 'ahead' | 'open' | 'closed';
export const evaluationStates = ['ahead', 'open', 'closed'] as const satisfies readonly EvaluationState[];

/**
 * Open from the first start on, through its closing day. A day that answers were promised until is kept when the
 * timetable changes.
 */
export function evaluationState(
  { startsAt, closesOn }: { startsAt: Date | null; closesOn: string | null },
  now: Date,
  today: string,
): EvaluationState {
  if (startsAt === null || closesOn === null || now < startsAt) return 'ahead';
  return today <= closesOn ? 'open' : 'closed';
}

export interface Figures {
  respondents: number;
  items: { item: string; text: string; valid: number | null; agree: number | null; agreePercent: number | null }[];
}

export const hiddenBecause = ['open', 'too_few'] as const;
export type HiddenBecause = (typeof hiddenBecause)[number];

/**
 * Nothing is told while one more answer could be found by subtraction, and nothing about fewer people than the
 * college's small number (I-50).
 */
export function whyHidden(state: EvaluationState, respondents: number, smallNumber: number): HiddenBecause | null {
  if (state !== 'closed') return 'open';
  return respondents < smallNumber ? 'too_few' : null;
}

/**
 * What may be told of a closed evaluation: how many agree or strongly agree, and as whole percent where enough answered
 * (BR-167).
 */
export function figuresOf(
  items: readonly FormItem[],
  counts: Counts,
  respondents: number,
  { smallNumber, percentDenominator }: { smallNumber: number; percentDenominator: number },
): Figures {
  return {
    respondents,
    items: items.map(({ item, text }) => {
      const times = counts[item] ?? [];
      const valid = sum(times);
      if (valid < smallNumber) return { item, text, valid: null, agree: null, agreePercent: null };
      const agree = sum(times.slice(agreesFrom - 1));
      return {
        item,
        text,
        valid,
        agree,
        agreePercent: valid < percentDenominator ? null : Math.round((100 * agree) / valid),
      };
    }),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
