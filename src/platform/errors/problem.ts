import { type Key, spoken, textOf, type Values } from '../../catalogues/catalogues.js';
import { databaseRefusal } from './database-faults.js';
import { frameworkRefusal } from './framework-faults.js';
import { AppError, detailOf, type FieldError, fieldsOf, type ProblemCode, titleOf } from './refusal.js';
import { storageRefusal } from './storage-faults.js';

const mostErrors = 20;

/** A refusal as it goes over the wire (RFC 9457). */
export interface Problem {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/**
 * The refusal that an error of any origin stands for, on a route that takes so many bytes; undefined for a defect of
 * ours.
 */
export function refusalOf(error: unknown, mostBytes?: number): AppError | undefined {
  if (error instanceof AppError) return error;
  return storageRefusal(error) ?? databaseRefusal(error) ?? frameworkRefusal(error, mostBytes);
}

let publicUrl = '';

/** Where the pages about problems are. Refusals are also made where nothing of the application is at hand. */
export const publishProblemsAt = (url: string): void => void (publicUrl = url);

/** The `type` of a refusal; it opens a page about it. */
export const problemAddress = (code: ProblemCode): string => `${publicUrl}/problems/${code}`;

/** What somebody sent, in which a refusal looks for the field that it is about. */
export interface Sent {
  body?: unknown;
  query?: unknown;
}

/**
 * The wrong fields of a refusal. One that lists none itself is about the field that its code declares; where that has
 * several names, about the first that was sent.
 */
export function errorsOf({ code, details: { at, values, sentence, errors } }: AppError, sent: Sent): FieldError[] {
  const pointed = (error: FieldError, about = fieldsOf(error.code)): FieldError => {
    const pointer = error.pointer ?? about.find((each) => wasSent(each, sent)) ?? about[0];
    return pointer === undefined ? error : { ...error, pointer };
  };
  if (errors) return errors.slice(0, mostErrors).map((error) => pointed(error));
  const about = at ?? fieldsOf(code);
  return about.length === 0 ? [] : [pointed({ code, message: saidBy(code, values, sentence) }, about)];
}

/** The problem document and header fields of a refusal. */
export function problemOf(refusal: AppError, requestId: string, sent: Sent = {}): Problem {
  const { code, status, details } = refusal;
  const { values, sentence, extensions, headers, retryAfter } = details;
  const errors = errorsOf(refusal, sent);
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
      detail: saidBy(code, values, sentence),
      code,
      ...(errors.length > 0 && { errors }),
      requestId,
    },
  };
}

const saidBy = (code: ProblemCode, values?: Values, sentence?: Key): string =>
  sentence ? textOf(sentence) : detailOf(code, values);

function wasSent(field: string, { body, query }: Sent): boolean {
  const [place, name = ''] = field.startsWith('/') ? [body, field.split('/')[1]] : [query, field];
  return typeof place === 'object' && place !== null && Object.hasOwn(place, name);
}
