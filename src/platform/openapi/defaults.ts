import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsIn } from './operation-problems.js';
import { referredTo } from './part-for.js';

/**
 * To generated clients a field with a default is one that is always there. In a body they would have to send it, and in a
 * change it would be what nobody chose. So a body says it in words, and an answer, which has it, requires it.
 */
export function sayDefaults(document: OpenAPIObject): void {
  const bodies = [...operationsIn(document)].map(({ operation }) => operation.requestBody);
  const sent = referredTo(bodies, document);
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    if ('$ref' in schema) continue;
    const fields = Object.entries(schema.properties ?? {});
    const required = new Set(schema.required);
    for (const [field, property] of fields) {
      if (!('default' in property)) continue;
      if (!sent.has(`schemas/${name}`)) required.add(field);
      else if (!/\bdefault\b/.test(property.description ?? ''))
        property.description = `${property.description} Left out, it is \`${JSON.stringify(property.default)}\`.`;
      delete property.default;
    }
    if (required.size > 0) schema.required = fields.map(([field]) => field).filter((field) => required.has(field));
  }
}
