import {
  AppError,
  declaredRefusals,
  detailOf,
  fillingOf,
  type ProblemCode,
  statusOf,
  titleOf,
} from '../errors/refusal.js';
import type { BatchProblemDto, BatchRowDto } from './batch.dto.js';

/** How many rows a batch has at most: they are decided and written in one transaction. */
export const mostRows = 200;

/** A rule that is not met, as it is kept: its code and what its sentence is filled with. */
export interface KeptRefusal {
  code: ProblemCode;
  values: Readonly<Record<string, string | number>>;
}

/** What became of one row, as it is kept: ids and codes only. */
export interface KeptRow<Facts = unknown> {
  /** What the row is about. */
  id: string;
  /** Everything that is not met; empty for what was done. */
  refused: KeptRefusal[];
  /** What the answer says beside it; absent where nothing was done. */
  facts?: Facts;
}

/** A row that passes, with what is to be written; or what refuses it. */
export type Judged<Row> = { id: string; row: Row } | { id: string; refused: KeptRefusal[] };

/** Asks of one row what the command for a single one asks: a refusal is the result of this row, and of no other. */
export function judge<Row>(id: string, ask: () => Row): Judged<Row> {
  try {
    return { id, row: ask() };
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return { id, refused: keptRefusals(error) };
    throw error;
  }
}

function keptRefusals({ code, details: { values = {}, errors = [] } }: AppError): KeptRefusal[] {
  const first = detailOf(code, values);
  const others = errors.flatMap((each) =>
    isDeclared(each.code) && each.message !== first ? [{ code: each.code, values: fillingOf(each) }] : [],
  );
  return [{ code, values }, ...others];
}

const isDeclared = (code: string): code is ProblemCode => new Set<string>(declaredRefusals().keys()).has(code);

/** What a row answers: the status that it alone would have had, and why not. */
export function resultOf({ refused: [first, ...others] }: Pick<KeptRow, 'refused'>): BatchRowDto {
  return { status: first ? statusOf(first.code) : 201, problem: first ? problemOf(first, others) : null };
}

const problemOf = (first: KeptRefusal, others: readonly KeptRefusal[]): BatchProblemDto => ({
  code: first.code,
  title: titleOf(first.code),
  detail: detailOf(first.code, first.values),
  errors: others.map(({ code, values }) => ({ code, message: detailOf(code, values) })),
});
