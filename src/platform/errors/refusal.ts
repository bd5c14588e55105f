import { type Key, textOf, textWithGaps, type Values } from '../../catalogues/catalogues.js';

/** The HTTP status of a refusal. */
export type RefusalStatus =
  400 | 401 | 403 | 404 | 405 | 408 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 431 | 500 | 503;

/** A status, with the fields that the refusal is about. */
type Declared = RefusalStatus | Located;
type Located = readonly [RefusalStatus, ...string[]];

/** A code that has words: a short title, and a plain, blame-free sentence that says what to do next. */
export type ProblemCode = Key extends infer K ? (K extends `problems.${infer Code}.title` ? Code : never) : never;

/**
 * One wrong field (or, in a list of gates, one unmet gate). `pointer` is a JSON pointer into the body, or the name of a
 * parameter.
 */
export interface FieldError {
  pointer?: string;
  code: string;
  message: string;
}

/** A gate that is not met. Its code may become that of a refusal. */
export interface UnmetGate extends FieldError {
  code: ProblemCode;
}

export interface RefusalDetails {
  /** Which fields it may be about here, where that is known better than by its code. */
  at?: readonly string[];
  /** What the places of the sentence are filled with. */
  values?: Values;
  /** What is said instead of the code's own sentence. */
  sentence?: Key;
  errors?: FieldError[];
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
  /** Extra members of the problem document, e.g. the ids of voided sign-offs. Never personal data. */
  extensions?: Record<string, unknown>;
  /** Header fields that belong to the refusal, e.g. Allow with 405. */
  headers?: Record<string, string>;
}

const statuses = new Map<ProblemCode, RefusalStatus>();
const fields = new Map<string, readonly string[]>();
const fillings = new WeakMap<FieldError, Values>();

/** The one error that services throw. A filter turns it into a problem document (RFC 9457). */
export class AppError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly details: RefusalDetails = {},
  ) {
    super(code);
  }

  get status(): RefusalStatus {
    return statusOf(this.code);
  }
}

/** Makes the error to throw. The code is named by the table that declares it: `refuse(courseRefusals.semver_taken)`. */
export const refuse = (code: ProblemCode, details?: RefusalDetails): AppError => new AppError(code, details);

/**
 * Declares the status of each refusal of a topic, and answers the table by which they are named. Their words stand in
 * the catalogue, as `problems.<code>.title` and `problems.<code>.detail`.
 *
 * A refusal that is about a field says which, as a JSON pointer into the body or the name of a parameter: `[422,
 * '/endsOn', '/to']`, where routes call it differently. It then answers `errors[].pointer` (BR-239).
 */
export function declareRefusals<Code extends ProblemCode>(
  table: Readonly<Record<Code, Declared>>,
): { readonly [Each in Code]: Each } {
  const codes = Object.keys(table) as Code[];
  for (const code of codes) {
    if (statuses.has(code)) throw new Error(`Two refusals are called ${code}`);
    const declared: Declared = table[code];
    const [status, ...about]: Located = typeof declared === 'number' ? [declared] : declared;
    statuses.set(code, status);
    if (about.length > 0) fields.set(code, about);
  }
  return Object.fromEntries(codes.map((code) => [code, code])) as { [Each in Code]: Each };
}

export function statusOf(code: ProblemCode): RefusalStatus {
  const status = statuses.get(code);
  if (status === undefined) throw new Error(`Undeclared refusal code ${code}`);
  return status;
}

/** The fields that a code is about: JSON pointers and names of parameters, under one of which each route knows it. */
export const fieldsOf = (code: string): readonly string[] => fields.get(code) ?? [];

/** The title of a declared code. */
export const titleOf = (code: ProblemCode): string => textOf(`problems.${code}.title`);

/** The sentence of a declared code. */
export const detailOf = (code: ProblemCode, values?: Values): string => textOf(`problems.${code}.detail`, values);

/** The same for no case in particular, with gaps. */
export const wordsOf = (code: ProblemCode): string => textWithGaps(`problems.${code}.detail`);

/** The words of a gate, for answers that list everything that is still missing. */
export function unmetCondition(code: ProblemCode, values: Values = {}, pointer?: string): UnmetGate {
  const error = { ...(pointer !== undefined && { pointer }), code, message: detailOf(code, values) };
  fillings.set(error, values);
  return error;
}

/** One field error in the words of a key. */
export const fieldError = (code: string, key: Key, values: Values = {}, pointer?: string): FieldError => ({
  ...(pointer !== undefined && { pointer }),
  code,
  message: textOf(key, values),
});

/** What a gate's message was filled with, for a refusal that says the same; it is never sent. */
export const fillingOf = (gate: FieldError): Values => fillings.get(gate) ?? {};

/** Refuses with the first unmet gate as the code, and every one of them in the list; does nothing when all are met. */
export function refuseUnmet(gates: readonly UnmetGate[]): void {
  const [first] = gates;
  if (first) throw refuse(first.code, { values: fillingOf(first), errors: [...gates] });
}

/** Every declared code with its status. */
export const declaredRefusals = (): ReadonlyMap<ProblemCode, RefusalStatus> => statuses;
