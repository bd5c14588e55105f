import { spoken, textOf } from '../../catalogues/catalogues.js';
import { databaseRefusal } from './database-faults.js';
import { frameworkRefusal } from './framework-faults.js';
import { AppError, detailOf, type ProblemCode, titleOf } from './refusal.js';
import { storageRefusal } from './storage-faults.js';

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
  return storageRefusal(error) ?? databaseRefusal(error) ?? frameworkRefusal(error);
}

let publicUrl = '';

/** Where the pages about problems are. Refusals are also made where nothing of the application is at hand. */
export const publishProblemsAt = (url: string): void => void (publicUrl = url);

/** The `type` of a refusal; it opens a page about it. */
export const problemAddress = (code: ProblemCode): string => `${publicUrl}/problems/${code}`;

/** The problem document and header fields of a refusal. */
export function problemOf({ code, status, details }: AppError, requestId: string): Problem {
  const { values, sentence, errors, extensions, headers, retryAfter } = details;
  const wait = retryAfter ?? (status === 503 || status === 429 ? 2 : undefined);
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': spoken.tag,
      'cache-control': 'no-store',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(wait !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(wait))) }),
      ...headers,
    },
    body: {
      ...extensions,
      type: problemAddress(code),
      title: titleOf(code),
      status,
      detail: sentence ? textOf(sentence) : detailOf(code, values),
      code,
      ...(errors && { errors: errors.slice(0, mostErrors) }),
      requestId,
    },
  };
}
