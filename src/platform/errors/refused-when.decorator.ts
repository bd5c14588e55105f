import type { ProblemCode } from './refusal.js';

/** A rule that what was sent does not meet, and the field beside which a form says so. */
export interface UnmetRule {
  code: ProblemCode;
  field: string;
}

interface Judgement<Sent> {
  /** Nothing is judged while one of these has no sound value. */
  reads: readonly (keyof Sent & string)[];
  judge: (sent: Sent) => UnmetRule | undefined | Promise<UnmetRule | undefined>;
}

const JUDGEMENTS = 'errors:judgements';

/**
 * A rule about the fields of a body or query alone. It is told in the same answer as what is wrong with the form of the
 * others, so that nobody mends one field only to hear of the next (BR-239).
 */
export const RefusedWhen =
  <Sent extends object>(
    reads: Judgement<Sent>['reads'],
    judge: Judgement<Sent>['judge'],
  ): ((dto: new () => Sent) => void) =>
  (dto) => {
    Reflect.defineMetadata(JUDGEMENTS, [...judgementsOf(dto), { reads, judge }], dto);
  };

/** The first does not come after the second, where both are given; dates as they are, instants by when they are. */
export const InOrder = <First extends string, Second extends string>(
  first: First,
  second: Second,
  code: ProblemCode,
  { apart = false } = {},
) =>
  RefusedWhen<{ [Each in First | Second]?: string | null }>([first, second], (sent) => {
    const [from, to] = [momentOf(sent[first]), momentOf(sent[second])];
    if (from === undefined || to === undefined) return undefined;
    return from > to || (apart && from === to) ? { code, field: second } : undefined;
  });

/** The rules of a body or query, with those of the classes that it extends. */
export const judgementsOf = (dto: object): readonly Judgement<object>[] => Reflect.getMetadata(JUDGEMENTS, dto) ?? [];

const momentOf = (text: string | null | undefined): string | number | undefined => {
  if (text === null || text === undefined) return undefined;
  return /T.*(?:Z|[+-]\d\d:\d\d)$/iu.test(text) ? Date.parse(text) : text;
};
