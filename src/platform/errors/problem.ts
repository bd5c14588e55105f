import { databaseRefusal } from './database-faults.js';
import { frameworkRefusal } from './framework-faults.js';
import { fieldTemplate, wordsFor } from './languages.js';
import { AppError, fill, fillingOf, type FieldError } from './refusal.js';

const mostErrors = 20;

/** A refusal as it goes over the wire (RFC 9457). */
export interface Problem {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** The refusal that an error of any origin stands for; undefined for a defect of ours. */
export function refusalOf(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  return databaseRefusal(error) ?? frameworkRefusal(error);
}

/** The problem document and header fields of a refusal, in the language that the person asks for. */
export function problemOf(refusal: AppError, requestId: string, acceptLanguage?: string): Problem {
  const { status } = refusal.text;
  const { values = {}, errors, extensions, headers, retryAfter } = refusal.details;
  const { language, title, detail } = wordsFor(refusal.code, acceptLanguage);
  const wait = retryAfter ?? (status === 503 || status === 429 ? 2 : undefined);
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': language,
      'cache-control': 'no-store',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(wait !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(wait))) }),
      ...headers,
    },
    body: {
      ...extensions,
      type: `urn:recovery-college:problem:${refusal.code}`,
      title,
      status,
      detail: fill(detail, values),
      code: refusal.code,
      ...(errors && { errors: errors.slice(0, mostErrors).map((error) => inLanguage(error, language)) }),
      requestId,
    },
  };
}

function inLanguage(error: FieldError, language: string): FieldError {
  const template = fieldTemplate(error.code, language);
  return template === undefined ? error : { ...error, message: fill(template, fillingOf(error)) };
}
