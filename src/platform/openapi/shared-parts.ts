import type { OpenAPIObject, OperationObject, ParameterObject, ReferenceObject, ResponseObject } from '@nestjs/swagger';
import { typeByEnding } from '../http/wants.js';
import { singular } from './operation-ids.js';
import { operationsIn } from './operation-problems.js';

type Parameter = ParameterObject | ReferenceObject;

/**
 * Each operation answers in one form, as types of clients have to know: the ending of its address says which, JSON where
 * there is none. A file is whole: it has no pages.
 */
export function sayOneForm(document: OpenAPIObject): void {
  for (const { path, operation } of operationsIn(document)) {
    const form = typeByEnding(path);
    const answer = operation.responses['200'];
    if (!answer || !('content' in answer) || !answer.content) continue;
    const { content } = answer;
    if (Object.keys(content).length < 2) continue;
    const one = form ?? 'application/json';
    answer.content = Object.fromEntries(Object.entries(content).filter(([type]) => type === one));
    if (form) operation.parameters = operation.parameters?.filter((each) => !('in' in each) || !isOfPage(each));
  }
}

const isOfPage = ({ name, in: where }: ParameterObject): boolean =>
  where === 'query' && ['limit', 'cursor', 'total'].includes(name);

/** Says of each id in an address what it is the id of. */
export function describePathIds(document: OpenAPIObject): void {
  for (const { path, operation } of operationsIn(document))
    for (const parameter of operation.parameters ?? [])
      if ('in' in parameter && parameter.in === 'path')
        parameter.description ||= `Id of the ${spoken(thingBefore(path, parameter))}.`;
}

function thingBefore(path: string, { name }: ParameterObject): string {
  const segments = path.split('/');
  return singular(segments[segments.findIndex((segment) => segment.startsWith(`{${name}}`)) - 1] ?? '').replaceAll(
    '-',
    ' ',
  );
}

/** As people say it. */
const spoken = (thing: string): string =>
  thing === 'ce ledger' ? 'entry of the CE ledger' : thing.replace(/\bce\b/, 'CE');

const pascal = (words: string): string => words.replace(/(?:^|[ -])(\w)/g, (_, first: string) => first.toUpperCase());

/** What a parameter is called that many operations take. */
function sharedName(path: string, parameter: ParameterObject): string | undefined {
  if (parameter.in === 'header') return parameter.name.replaceAll('-', '');
  if (parameter.in === 'path') return parameter.name === 'id' ? `${pascal(thingBefore(path, parameter))}Id` : undefined;
  if (parameter.name === 'cursor' || parameter.name === 'total') return pascal(parameter.name);
  const most = parameter.schema && 'default' in parameter.schema ? parameter.schema.default : undefined;
  return parameter.name === 'limit' ? (most === 200 ? 'LimitOfShortList' : 'Limit') : undefined;
}

/** Puts what many operations take alike among the components. Two that differ under one name stay where they are. */
export function shareParameters(document: OpenAPIObject): void {
  const shared: Record<string, ParameterObject> = {};
  for (const { path, operation } of operationsIn(document)) {
    operation.parameters &&= operation.parameters.map((parameter): Parameter => {
      const name = 'in' in parameter ? sharedName(path, parameter) : undefined;
      if (!name || !('in' in parameter)) return parameter;
      shared[name] ??= parameter;
      const isSame = JSON.stringify(shared[name]) === JSON.stringify(parameter);
      return isSame ? { $ref: `#/components/parameters/${name}` } : parameter;
    });
  }
  document.components = { ...document.components, parameters: Object.fromEntries(Object.entries(shared).toSorted()) };
}

const text = { type: 'string' } as const;
const headers = {
  RequestId: ['X-Request-Id', 'Names this request in the log of the college.'],
  ETag: ['ETag', 'The version of what is answered, for `If-None-Match` and, of a single thing, `If-Match`.'],
  IdempotencyReplayed: [
    'Idempotency-Replayed',
    '`true` where the same key was used before: nothing was done again, and this is how it stands now.',
  ],
  Location: ['Location', 'Where what was made can be read, from `/api/v1` on.'],
  ContentDisposition: ['Content-Disposition', 'What the file is called.'],
} as const;
type Header = keyof typeof headers;

const said: Readonly<Record<string, string>> = {
  get: 'What was asked for.',
  put: 'It was written. This is how it stands now.',
  patch: 'It was changed. This is how it stands now.',
  post: 'It was done. This is how it stands now.',
  delete: 'It was done. This is how it stands now.',
  202: 'It was taken on. The answer is the same for everybody.',
  204: 'It was done; there is nothing more to say.',
};

/** Says of each answer that is no problem what it means and which header fields come with it. */
export function describeAnswers(document: OpenAPIObject, making: ReadonlySet<OperationObject>): void {
  for (const { method, operation } of operationsIn(document))
    for (const [status, response] of Object.entries(operation.responses)) {
      if (!response || '$ref' in response || Number(status) >= 400) continue;
      response.description ||= said[status] ?? said[method] ?? '';
      response.headers = Object.fromEntries(
        headersOf(method, operation, response, making.has(operation)).map((name) => [
          headers[name][0],
          { $ref: `#/components/headers/${name}` },
        ]),
      );
    }
  document.components = {
    ...document.components,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, [, description]]) => [name, { description, schema: text }]),
    ),
  };
}

function headersOf(
  method: string,
  { parameters = [] }: OperationObject,
  { content = {} }: ResponseObject,
  isMade: boolean,
): Header[] {
  const isJson = 'application/json' in content;
  const isFile = Object.keys(content).some((type) => !/json|html|plain/.test(type));
  const isKeyed = parameters.some((each) => 'name' in each && each.name === 'Idempotency-Key');
  return [
    'RequestId' as const,
    ...(method === 'get' && isJson ? (['ETag'] as const) : []),
    ...(isMade ? (['Location'] as const) : []),
    ...(isKeyed ? (['IdempotencyReplayed'] as const) : []),
    ...(isFile ? (['ContentDisposition'] as const) : []),
  ];
}
