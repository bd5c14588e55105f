import type { OpenAPIObject } from '@nestjs/swagger';
import { groupsOf } from './audiences.js';
import { operationsIn } from './operation-problems.js';

/** Whose part of the document can be asked for. */
export const readers = ['learner', 'facilitator', 'coordinator', 'administrator'] as const;
export type Reader = (typeof readers)[number];

export const isReader = (word: unknown): word is Reader => readers.some((reader) => reader === word);

/** The operations that whoever has this role may call, and only what these refer to. */
export function partFor(whole: OpenAPIObject, reader: Reader): OpenAPIObject {
  const part = structuredClone(whole);
  for (const { method, path, operation } of operationsIn(part)) {
    const open = (operation as { 'x-roles'?: readonly string[] })['x-roles'] ?? [];
    if (!open.includes(reader) && !open.includes('public')) Reflect.deleteProperty(part.paths[path] ?? {}, method);
    if (Object.keys(part.paths[path] ?? {}).length === 0) delete part.paths[path];
  }
  part.info.title += `, for: ${reader}`;
  part.tags = groupsOf(part);
  keepOnly(part, referredTo(part.paths, part));
  return part;
}

/** Everything that a part of the document refers to, and what that refers to in turn, each as `schemas/RunDto`. */
export function referredTo(part: unknown, { components }: OpenAPIObject): Set<string> {
  const kinds = (components ?? {}) as Record<string, Record<string, unknown>>;
  const found = new Set<string>();
  const open: unknown[] = [part];
  while (open.length > 0)
    for (const [, kind = '', name = ''] of JSON.stringify(open.pop()).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
      if (found.has(`${kind}/${name}`)) continue;
      found.add(`${kind}/${name}`);
      open.push(kinds[kind]?.[name] ?? null);
    }
  return found;
}

function keepOnly(part: OpenAPIObject, kept: ReadonlySet<string>): void {
  const kinds = (part.components ?? {}) as Record<string, Record<string, unknown>>;
  for (const [kind, parts] of Object.entries(kinds))
    for (const name of Object.keys(parts))
      if (kind !== 'securitySchemes' && !kept.has(`${kind}/${name}`)) Reflect.deleteProperty(parts, name);
}
