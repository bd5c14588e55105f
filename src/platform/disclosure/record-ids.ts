import { StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isUUID } from 'class-validator';
import { JsonText } from '../database/json-text.js';
import { contentOf, type RecordIds } from './personal-record.js';

type Request = Pick<FastifyRequest, 'params' | 'query'>;

/** The ids of the records that were asked for, as far as the address says. */
export function idsAskedFor({ params, query }: Request, ids?: RecordIds): string[] {
  if (ids && 'inQuery' in ids) return idsAt(query, [ids.inQuery]);
  return idsAt(params, [ids && 'inPath' in ids ? ids.inPath : 'id']);
}

/** The ids of the records that an answer discloses. */
export function idsDisclosed(answer: unknown, request: Request, ids?: RecordIds): string[] {
  if (ids && !('inAnswer' in ids)) return idsAskedFor(request, ids);
  const content = contentIn(answer);
  const path = ids ? ids.inAnswer : isList(content) ? 'items.id' : 'id';
  return [...new Set(idsAt(content, path.split('.')))];
}

/** An answer in a form in which ids and names have their places. */
export function contentIn(answer: unknown): unknown {
  if (answer instanceof JsonText) return answer.parsed();
  return answer instanceof StreamableFile ? contentOf(answer) : answer;
}

const isList = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'items' in answer;

function idsAt(value: unknown, [field, ...rest]: string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => idsAt(each, field === undefined ? [] : [field, ...rest]));
  if (field === undefined) return typeof value === 'string' && isUUID(value, 'all') ? [value.toLowerCase()] : [];
  if (typeof value !== 'object' || value === null) return [];
  return idsAt(Object.getOwnPropertyDescriptor(value, field)?.value, rest);
}
