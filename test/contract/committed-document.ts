import type { OpenAPIObject } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operationsIn } from '../../src/platform/openapi/operation-problems.js';
import { repository } from '../support/repository.js';

const { servers: _, ...committed } = JSON.parse(
  readFileSync(join(repository, 'src/openapi.json'), 'utf8'),
) as OpenAPIObject;

/** What a college serves; `test/snapshots` holds the committed text against it. Where it is served, each college says. */
export const document: OpenAPIObject = { ...committed, servers: [{ url: 'https://college.test' }] };

type Place = readonly (string | number)[];

/** A place in the document as whoever has to mend it looks for it: by its operation, or by one that uses its component. */
export function sayPlace(place: Place, whole = document): string {
  const [part, first = '', second = '', ...rest] = place;
  if (part === 'paths')
    return [`${String(second).toUpperCase()} ${first}`, idOf(whole, first, second), ...rest].join(' › ');
  const user = part === 'components' ? userOf(whole, `#/components/${first}/${second}`) : undefined;
  return `${place.join(' › ')}${user ? ` (in ${user})` : ''}`;
}

const idOf = (whole: OpenAPIObject, path: string | number, method: string | number): string =>
  Object.entries(whole.paths[path] ?? {}).find(([name]) => name === method)?.[1]?.operationId ?? '';

/** The first operation that refers to a component, itself or by way of others. */
function userOf(whole: OpenAPIObject, component: string): string | undefined {
  const users = [component];
  const components = Object.entries(whole.components ?? {}).flatMap(([kind, all]) =>
    Object.entries(all ?? {}).map(([name, each]) => [`#/components/${kind}/${name}`, JSON.stringify(each)] as const),
  );
  const names = (text: string, ref: string) => text.includes(`"${ref}"`);
  for (const ref of users)
    users.push(...components.flatMap(([user, text]) => (names(text, ref) && !users.includes(user) ? [user] : [])));
  for (const { method, path, operation } of operationsIn(whole)) {
    const text = JSON.stringify(operation);
    if (users.some((ref) => names(text, ref))) return `${method.toUpperCase()} ${path} › ${operation.operationId}`;
  }
  return undefined;
}

/** The steps of a JSON pointer. */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .replace(/^#?\/?/, '')
    .split('/')
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
