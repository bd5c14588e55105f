import {
  AppError,
  declaredRefusals,
  detailOf,
  fieldsOf,
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
  /** The field that it is about. */
  pointer?: string;
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

/** The first rows of what nobody listed, and whether there are others: asking again takes those. */
export interface FirstRows<Row> {
  judged: Judged<Row>[];
  more: boolean;
}

/** Asks of one row what the command for a single one asks: a refusal is the result of this row, and of no other. */
export function judge<Row>(id: string, ask: () => Row): Judged<Row> {
  try {
    return { id, row: ask() };
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return { id, refused: keptRefusals(error) };
    throw error;
  }
}

function keptRefusals({ code, details: { at = fieldsOf(code), values = {}, errors } }: AppError): KeptRefusal[] {
  if (!errors) return [kept(code, values, at[0])];
  const said = detailOf(code, values);
  const all = errors.flatMap((each) =>
    isDeclared(each.code) ? [kept(each.code, fillingOf(each), each.pointer ?? fieldsOf(each.code)[0])] : [],
  );
  const isFirst = (each: KeptRefusal) => each.code === code && detailOf(each.code, each.values) === said;
  return [all.find(isFirst) ?? kept(code, values), ...all.filter((each) => !isFirst(each))];
}

const kept = (code: ProblemCode, values: KeptRefusal['values'], pointer?: string): KeptRefusal => ({
  code,
  values,
  ...(pointer !== undefined && { pointer }),
});

const isDeclared = (code: string): code is ProblemCode => new Set<string>(declaredRefusals().keys()).has(code);

/** What a row answers: the status that it alone would have had, and why not. */
export function resultOf({ refused: [first, ...others] }: Pick<KeptRow, 'refused'>): BatchRowDto {
  return { status: first ? statusOf(first.code) : 201, problem: first ? problemOf(first, others) : null };
}

const problemOf = (first: KeptRefusal, others: readonly KeptRefusal[]): BatchProblemDto => ({
  code: first.code,
  title: titleOf(first.code),
  detail: detailOf(first.code, first.values),
  errors: (others.length > 0 || first.pointer !== undefined ? [first, ...others] : []).map(
    ({ code, values, ...where }) => ({ ...where, code, message: detailOf(code, values) }),
  ),
});
