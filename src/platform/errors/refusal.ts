/**
 * What a refusal says: HTTP status, a short title and a plain, blame-free sentence that says what to do next. `{name}`
 * is filled from `values`.
 */
export interface RefusalText {
  status: 400 | 401 | 403 | 404 | 405 | 408 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 431 | 500 | 503;
  title: string;
  detail: string;
}

/**
 * One wrong field (or, in a list of gates, one unmet gate). `pointer` is a JSON pointer into the body, or the name of a
 * parameter.
 */
export interface FieldError {
  pointer?: string;
  code: string;
  message: string;
}

export interface RefusalDetails {
  values?: Record<string, string | number>;
  errors?: FieldError[];
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
  /** Extra members of the problem document, e.g. the ids of voided sign-offs. Never personal data. */
  extensions?: Record<string, unknown>;
  /** Header fields that belong to the refusal, e.g. Allow with 405. */
  headers?: Record<string, string>;
}

const catalogue = new Map<string, RefusalText>();
const fillings = new WeakMap<FieldError, Record<string, string | number>>();

/** The one error that services throw. A filter turns it into a problem document (RFC 9457). */
export class AppError extends Error {
  constructor(
    readonly code: string,
    readonly details: RefusalDetails = {},
  ) {
    super(code);
  }

  get text(): RefusalText {
    return refusalText(this.code);
  }
}

/** Declares a module's refusals once, and returns the function that makes them. */
export function declareRefusals<const T extends Record<string, RefusalText>>(table: T) {
  for (const [code, text] of Object.entries(table)) {
    if (catalogue.has(code)) throw new Error(`Two refusals are called ${code}`);
    catalogue.set(code, text);
  }
  return (code: keyof T & string, details?: RefusalDetails): AppError => new AppError(code, details);
}

/** The English words of a declared code. */
export function refusalText(code: string): RefusalText {
  const text = catalogue.get(code);
  if (!text) throw new Error(`Undeclared refusal code ${code}`);
  return text;
}

/** The words of a gate, for answers that list everything that is still missing. */
export function unmetCondition(code: string, values: Record<string, string | number> = {}): FieldError {
  return fieldError(code, refusalText(code).detail, values);
}

/** One field error whose message can be said again in another language from the same values. */
export function fieldError(
  code: string,
  template: string,
  values: Record<string, string | number> = {},
  pointer?: string,
): FieldError {
  const error = { ...(pointer !== undefined && { pointer }), code, message: fill(template, values) };
  fillings.set(error, values);
  return error;
}

/** What a field error's message was filled with; it is never sent. */
export function fillingOf(error: FieldError): Record<string, string | number> {
  return fillings.get(error) ?? {};
}

/** Every declared code with its English words. */
export function declaredRefusals(): ReadonlyMap<string, RefusalText> {
  return catalogue;
}

export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
